"""From the wish to take files in to the notice that it can be undone; used by the menu, drops and pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from reform_desktop.ui.exchange.import_dialog import ImportDialog
from reform_desktop.ui.exchange.imports_dialog import ImportsDialog, held_words
from reform_desktop.ui.file_dialogs import EXCHANGE_FILES, ask_for_files
from reform_desktop.ui.session import News

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.services.exchange.importing import ImportReport
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext


def ask_and_offer(session: Session, parent: QWidget) -> None:
    """Let the user choose files, then show what they would bring."""
    ask_for_files(parent, "取り込むファイルを選ぶ", EXCHANGE_FILES, partial(offer, session, parent))


def offer(session: Session, parent: QWidget, paths: Sequence[Path]) -> ImportDialog:
    """Show what files would bring, and take in those that the user wants."""
    dialog = ImportDialog(session, paths, parent)
    dialog.taken.connect(partial(_tell_taken, session, parent))
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()  # not modal: taking in may last, and the window can be used meanwhile
    return dialog


def show_imports(session: Session, parent: QWidget) -> None:
    """Show the list of imports."""
    dialog = ImportsDialog(session, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()


def taken_words(reports: Sequence[ImportReport]) -> str:
    """Return what went in, in one sentence or two."""
    what = f"「{reports[0].file}」" if len(reports) == 1 else f"{len(reports):,}件のファイル"
    conflicts = sum(one.conflicts for one in reports)
    held = sum(sum(one.held.values()) for one in reports)
    rest = [f"競合{conflicts:,}件" if conflicts else "", f"保留{held:,}件" if held else ""]
    rest = [one for one in rest if one]
    more = f"{'、'.join(rest)}は「競合・保留」で確かめられます。" if rest else ""
    return f"{what}を取り込みました。{more}"


def _tell_taken(session: Session, parent: QWidget, reports: Sequence[ImportReport]) -> None:
    numbers = [one.carrier for one in reports if one.carrier is not None]
    tell_undoable(session, parent, taken_words(reports), numbers)


def tell_undoable(session: Session, parent: QWidget, words: str, numbers: Sequence[int]) -> None:
    """Say what went in, with the offer to take those imports back."""
    session.news.emit(News(words, "取り消す", partial(_ask_undo, session, parent, numbers)))


def _ask_undo(session: Session, parent: QWidget, numbers: Sequence[int]) -> None:
    """Undo at once when nothing rests on the imports; else say first what would be held."""
    desk = session.desk

    def work(_context: TaskContext) -> int:
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        return receiving.waiting_after_undo(desk, numbers)

    session.runner.run(
        "取込みの影響を調べています",
        work,
        done=lambda held: _undo_or_ask(session, parent, numbers, held),
        failed=session.failed.emit,
        owner=parent,
    )


def _undo_or_ask(session: Session, parent: QWidget, numbers: Sequence[int], held: int) -> None:
    if not held:
        _undo(session, parent, numbers)
        return
    box = QMessageBox(QMessageBox.Icon.NoIcon, "取込みを取り消す", held_words(held), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    go = box.addButton("取り消す", QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton("そのままにする", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    go.clicked.connect(lambda: _undo(session, parent, numbers))
    box.finished.connect(box.deleteLater)
    box.open()


def _undo(session: Session, parent: QWidget, numbers: Sequence[int]) -> None:
    desk = session.desk

    def work(_context: TaskContext) -> None:
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        receiving.undo_imports(desk, numbers)

    again = partial(_redo, session, parent, numbers)
    session.runner.run(
        "取込みを取り消しています",
        work,
        done=lambda _none: session.news.emit(News("取込みを取り消しました。", "もう一度適用する", again)),
        failed=session.failed.emit,
        owner=parent,
    )


def _redo(session: Session, parent: QWidget, numbers: Sequence[int]) -> None:
    desk = session.desk

    def work(_context: TaskContext) -> None:
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        receiving.redo_imports(desk, numbers)

    session.runner.run(
        "取込みをもう一度適用しています",
        work,
        done=lambda _none: session.noticed.emit("取込みをもう一度適用しました。"),
        failed=session.failed.emit,
        owner=parent,
    )
