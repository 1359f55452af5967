"""From the wish to take a sheet in to the notice that it can be undone; and 記入用シート handed out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reform_desktop.ui.exchange.taking import tell_undoable
from reform_desktop.ui.file_dialogs import FILTERS, SHEETS, ask_for_file, ask_where_to_save
from reform_desktop.ui.sheets.sheet_dialog import SheetDialog

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.services.sheet_import.taking import Taken
    from reform_desktop.ui.pages.page import PrintRequest
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext


def ask_and_offer_sheet(session: Session, parent: QWidget) -> None:
    """Let the user choose a sheet, then show what it would bring."""
    ask_for_file(parent, "取り込む表を選ぶ", SHEETS, partial(offer_sheet, session, parent))


def offer_sheet(session: Session, parent: QWidget, path: Path) -> SheetDialog:
    """Show what a sheet would bring."""
    dialog = SheetDialog(session, path, parent)
    dialog.taken.connect(partial(_tell_taken, session, parent))
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()  # not modal: a large sheet takes a while, and the window can be used meanwhile
    return dialog


def taken_words(done: Taken) -> str:
    """Return what went in, in a sentence or two."""
    more = f"競合{done.conflicts:,}件は「競合・保留」で確かめられます。" if done.conflicts else ""
    return f"「{done.file}」の{done.cells:,}件を取り込みました。{more}"


def ask_and_hand_out(session: Session, parent: QWidget, request: PrintRequest | None = None) -> None:
    """Ask where to, then write the 記入用シート: of what is chosen, else of the year that is worked on."""
    from reform_desktop.services.reporting import suggested_name  # noqa: PLC0415 -- reports load late

    name = suggested_name(session.desk, "entry", "xlsx", subject=request.subject if request else "")
    write = partial(hand_out, session, parent, request=request)
    ask_where_to_save(parent, "記入用シートを保存", name, FILTERS["xlsx"], write)


def hand_out(session: Session, parent: QWidget, path: Path, *, request: PrintRequest | None = None) -> None:
    """Write the 記入用シート in a worker."""
    desk, year = session.desk, (request.fiscal_year if request else None) or session.fiscal_year
    department = request.department_id if request else None
    measures = request.measure_ids if request else None

    def work(context: TaskContext) -> Path:
        from reform_desktop.services.entry_sheets import write_entry_sheets  # noqa: PLC0415 -- openpyxl loads late

        return write_entry_sheets(
            desk,
            path,
            fiscal_year=year,
            department=department,
            measure_ids=measures,
            progress=context.progress,
            cancelled=context.cancelled,
        )

    session.runner.run(
        f"「{path.name}」を作成しています",
        work,
        done=lambda made: session.noticed.emit(f"「{made.name}」を保存しました。記入後、「表を取り込む」で戻せます。"),
        failed=session.failed.emit,
        owner=parent,
    )


def _tell_taken(session: Session, parent: QWidget, done: Taken) -> None:
    if done.carrier is not None:
        tell_undoable(session, parent, taken_words(done), [done.carrier])
