"""What dropping files on a file's window means: bundles are offered; of other files it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from reform_desktop.ui.exchange.taking import offer
from reform_desktop.ui.sheets.offering import offer_sheet
from reform_desktop.ui.windows import BUNDLE_SUFFIX, SHEET_SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.ui.window import MainWindow


def dropped(window: MainWindow, paths: list[Path]) -> None:
    """Offer what was dropped for taking in; a file of the program may be meant to be opened instead."""
    if not paths:
        return
    window.commit_pending()
    sheets = [path for path in paths if path.suffix.lower() in SHEET_SUFFIXES]
    if sheets:
        offer_sheet(window.session, window, sheets[0])
        if len(sheets) > 1:
            window.session.noticed.emit(f"表は1つずつ取り込みます。「{sheets[0].name}」の内容を表示しています。")
        return
    if any(path.suffix.lower() == BUNDLE_SUFFIX for path in paths):
        offer(window.session, window, paths)
        return
    _ask(window, paths)


def _ask(window: MainWindow, paths: list[Path]) -> None:
    what = f"「{paths[0].name}」" if len(paths) == 1 else f"{len(paths):,}件のファイル"
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        "ファイルを置きました",
        f"{what}を開きますか。それとも、内容をこのファイルに取り込みますか。",
        parent=window,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    open_button = box.addButton("開く(&O)", QMessageBox.ButtonRole.AcceptRole)
    take_button = box.addButton("このファイルに取り込む(&T)", QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton("やめる", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(open_button)
    box.setEscapeButton(stay)
    open_button.clicked.connect(lambda: _open(window, paths))
    take_button.clicked.connect(lambda: offer(window.session, window, paths))
    box.finished.connect(box.deleteLater)
    box.open()


def _open(window: MainWindow, paths: list[Path]) -> None:
    for path in paths:
        window.desktop.open_file(path, window)
