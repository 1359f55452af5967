"""Looking at evidence: a read-only copy of a file in a folder of its own, or an address in the browser."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices

from reform_desktop.domain.errors import FileError, NotAllowedError
from reform_desktop.domain.records import Evidence
from reform_desktop.services.attachments import save_evidence_as
from reform_desktop.services.desk import Desk

_PROGRAMS = re.compile(
    r"\.(bat|cmd|com|cpl|desktop|exe|hta|jar|js|jse|lnk|msc|msi|ps1|py|reg|scr|sh|url|vbe|vbs|wsf)", re.IGNORECASE
)
"""Files that would run instead of being shown."""

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SHARED = re.compile(r"\\\\|//|[A-Za-z]:[\\/]|/")


class Lookout:
    """Keeps the copies that were opened until the window closes; what is changed in them is not saved."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()
        self._number = 0

    def copy_out(self, desk: Desk, one: Evidence) -> Path:
        """Write a read-only copy of the attached file; runs in a worker.

        Raises `NotAllowedError` for programs, `DamagedFileError` when the bytes are not what was attached.
        """
        name = _UNSAFE.sub("_", one.file_name).strip(" .") or "資料"
        if _PROGRAMS.fullmatch(Path(name).suffix):
            raise NotAllowedError(
                f"「{one.file_name}」は実行できる形式のファイルのため、ここからは開きません。"
                "中身を確かめるには「名前を付けて保存」を使ってください。"
            )
        if not self._folder.isValid():
            raise FileError("一時的な保存場所を作れないため、開けませんでした。ディスクの空きを確かめてください。")
        self._number += 1
        target = Path(self._folder.filePath(str(self._number))) / name
        target.parent.mkdir()
        save_evidence_as(desk, one.id, target)
        target.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        return target


def open_file(path: Path) -> bool:
    """Show a file in the program that is made for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def address_url(address: str) -> QUrl | None:
    """Return where an address leads: a web page or a shared folder, ``None`` for anything else."""
    words = address.strip()
    if _ADDRESS.match(words):
        return QUrl(words)
    return QUrl.fromLocalFile(words) if _SHARED.match(words) else None
