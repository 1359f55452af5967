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

_RUNS = (
    "ade adp app application appref-ms appx appxbundle bat chm cmd com cpl desktop diagcab dll exe gadget hlp hta img "
    "inf ins iso jar jnlp js jse lib library-ms lnk mde msc msh msi msix msp mst pif ps1 ps1xml psc1 psm1 py pyc pyw "
    "pyz reg run scf scr sct search-ms settingcontent-ms sh shb theme url vb vbe vbs vhd vhdx website ws wsc wsf wsh "
    "xbap xll"
)
_PROGRAMS = frozenset(_RUNS.split())
"""Suffixes of files that would run, or mount or install something, instead of being shown."""

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
        if is_program(name):
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


def is_program(name: str) -> bool:
    """Whether opening a file of this name would run it instead of showing it."""
    stem, dot, suffix = name.strip(" .").rpartition(".")
    return bool(stem and dot) and suffix.lower() in _PROGRAMS


def address_url(address: str) -> QUrl | None:
    """Return where an address leads: a web page or a shared folder, ``None`` for anything else.

    Raises `NotAllowedError` for a program in a shared folder: whoever wrote the address may be somebody else.
    """
    words = address.strip()
    if _ADDRESS.match(words):
        return QUrl(words)
    if not _SHARED.match(words):
        return None
    if is_program(words):
        raise NotAllowedError(
            "実行できる形式のファイルのため、ここからは開きません。必要なときは、フォルダーを開いて確かめてください。"
        )
    return QUrl.fromLocalFile(words)
