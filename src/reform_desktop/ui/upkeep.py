"""What keeps an open file safe while nobody thinks of it: the day's backup, and the weekly check by the hashes.

Both run in the background after the window has been painted and say nothing, unless damage is found or the backup
cannot be written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from reform_desktop.services.upkeep import daily_backup, verification_due, verify_and_note
from reform_desktop.ui.widgets.roles import Strip

if TYPE_CHECKING:
    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.desk import Desk
    from reform_desktop.store.integrity import IntegrityReport
    from reform_desktop.ui.tasks import TaskContext
    from reform_desktop.ui.window import MainWindow

AFTER: Final = 2000
"""Milliseconds: nobody waits for it, so it does not compete with the first pages."""
LABEL: Final = "ファイルを点検しています"
DAMAGED: Final = (
    "点検で、壊れているところが見つかりました。このまま使わず、バックアップから戻してください。"
    "今の状態もバックアップに残るので、あとで見比べられます。"
)
NOT_BACKED_UP: Final = "今日のバックアップを作れませんでした。入力した内容は保存されています。"
RESTORE: Final = "バックアップから戻す"


def plan_upkeep(window: MainWindow, after: int = AFTER) -> None:
    """Begin the upkeep of a window's file when the window has come to rest; one that only reads has none."""
    if not window.session.desk.read_only:
        QTimer.singleShot(after, window, partial(start_upkeep, window))


def start_upkeep(window: MainWindow) -> None:
    """Make the day's backup and the week's check in a worker."""
    session = window.session
    session.runner.run(
        LABEL,
        partial(_look_after, session.desk),
        done=partial(_tell, window),
        failed=partial(_say_not_backed_up, window),
        owner=window,
    )


def _look_after(desk: Desk, context: TaskContext) -> IntegrityReport | None:
    daily_backup(desk)
    if not verification_due(desk):
        return None
    return verify_and_note(desk, context.progress)


def _tell(window: MainWindow, report: IntegrityReport | None) -> None:
    if report is None or report.is_sound:
        return
    window.notices.show_notice(
        DAMAGED,
        Strip.ERROR,
        action_text=RESTORE,
        action=partial(window.desktop.show_backups, window),
    )


def _say_not_backed_up(window: MainWindow, error: UserError) -> None:
    window.notices.show_notice(f"{NOT_BACKED_UP}{error}", Strip.WARNING)
