"""Asking for a file without holding up the window: the answer comes later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog

from reform_desktop.store.store import SUFFIX
from reform_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

REFORM_FILES: Final = f"行革デスクのファイル (*{SUFFIX})"
EXCHANGE_FILES: Final = f"行革デスクの交換ファイル (*.zip *{SUFFIX})"
SHEETS: Final = "記入された表 (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)"
BUNDLES: Final = "提出・照会ファイル (*.zip)"
FILTERS: Final = {
    "pdf": "PDF (*.pdf)",
    "xlsx": "Excel ブック (*.xlsx)",
    "html": "ウェブページ (*.html)",
    "csv": "CSV (*.csv)",
}


def ask_for_file(parent: QWidget, title: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
    """Let the user choose a file that is there; ``then`` gets it."""
    dialog = QFileDialog(parent, title, _folder(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, then)


def ask_for_files(parent: QWidget, title: str, kinds: str, then: Callable[[list[Path]], object]) -> QFileDialog:
    """Let the user choose one file or several; ``then`` gets them."""
    dialog = QFileDialog(parent, title, _folder(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def chosen(names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            Settings().last_folder = paths[0].parent
            then(paths)

    dialog.filesSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_for_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Let the user choose a folder; ``then`` gets it."""
    dialog = QFileDialog(parent, title, _folder())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, then)


def ask_where_to_save(
    parent: QWidget, title: str, name: str, kinds: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Let the user choose where a new file goes; overwriting is asked by the dialog itself."""
    dialog = QFileDialog(parent, title, _folder(), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(_suffix(kinds))
    dialog.selectFile(name)
    return _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[Path], object]) -> QFileDialog:
    def chosen(name: str) -> None:
        path = Path(name)
        Settings().last_folder = path.parent
        then(path)

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _folder() -> str:
    folder = Settings().last_folder
    return str(folder) if folder else str(Path.home())


def _suffix(kinds: str) -> str:
    return kinds.rpartition("*.")[2].rstrip(")")
