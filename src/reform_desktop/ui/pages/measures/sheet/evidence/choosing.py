"""Asking for files with the system's own dialog, without standing still meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_files(
    parent: QWidget,
    title: str,
    mode: QFileDialog.FileMode,
    act: Callable[[list[Path]], object],
    *,
    suggested: str = "",
) -> None:
    """Ask for files, or where to save one, and call ``act`` with what was chosen."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if mode is QFileDialog.FileMode.AnyFile:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested)
    dialog.filesSelected.connect(lambda names: act([Path(name) for name in names]))
    dialog.open()
