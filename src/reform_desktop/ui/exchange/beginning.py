"""From the division's request to the department's own open file; used by the welcome window, the menu and the start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.exchange.join_dialog import JoinDialog
from reform_desktop.ui.file_dialogs import BUNDLES, ask_for_file
from reform_desktop.ui.session import Place

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.services.desk import Desk
    from reform_desktop.ui.tasks import TaskContext
    from reform_desktop.ui.windows import OpenWindows


def choose_request(desktop: OpenWindows, asking: QWidget) -> None:
    """Let the user choose the request."""
    ask_for_file(asking, "推進課の依頼を選ぶ", BUNDLES, lambda path: join(desktop, path, asking))


def join(desktop: OpenWindows, request: Path, asking: QWidget) -> JoinDialog:
    """Show what a request says, then make the department's file from it and open it."""
    dialog = JoinDialog(request, desktop.runner, asking)
    dialog.decided.connect(partial(_make, desktop, asking))
    dialog.open_wanted.connect(partial(_open_and_offer, desktop, asking))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _make(desktop: OpenWindows, asking: QWidget, request: Path, target: Path) -> None:
    """Make the file in a worker; a file that is there already is never replaced, and the sentence says so."""
    who = desktop.who

    def work(_context: TaskContext) -> Desk:
        from reform_desktop.services.exchange.joining import create_from_bundle  # noqa: PLC0415 -- loads late

        return create_from_bundle(target, request, who)

    desktop.runner.run(f"「{target.name}」を作成しています", work, done=partial(_begin, desktop), owner=asking)


def _begin(desktop: OpenWindows, desk: Desk) -> None:
    """Open the new file at the first of the department's measures: what is to be filled in."""
    window = desktop.show_desk(desk)
    session = window.session
    window.go_to(
        Place("measures", narrowed=MeasureFilter(session.fiscal_year, department_id=session.desk.department_id))
    )
    session.noticed.emit(f"「{desk.path.name}」を作りました。左の取組を選び、右の欄に記入します。自動で保存します。")


def _open_and_offer(desktop: OpenWindows, asking: QWidget, request: Path, target: Path) -> None:
    """Open the file that the department has already, and offer the request for taking in."""
    from reform_desktop.ui.exchange.taking import offer  # noqa: PLC0415 -- only when asked for

    desktop.open_file(target, asking)
    window = next((one for one in desktop.windows if one.session.desk.path.samefile(target)), None)
    if window is not None:
        offer(window.session, window, [request])
