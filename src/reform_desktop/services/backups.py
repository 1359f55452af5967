"""Backups and copies of a file, as the window offers them."""

from __future__ import annotations

from pathlib import Path

from reform_desktop.services.creating import with_suffix
from reform_desktop.services.desk import Desk
from reform_desktop.store import backup, store
from reform_desktop.store.backup import Backup


def list_backups(path: Path) -> list[Backup]:
    """Return the backups of a file, the newest first."""
    return backup.list_backups(path)


def backup_folder(path: Path) -> Path:
    """Return where the backups of a file lie: beside it."""
    return backup.backup_folder(path)


def make_backup(desk: Desk) -> Backup:
    """Make a backup because somebody asked for it."""
    return desk.store.back_up("manual")


def save_copy(desk: Desk, target: Path) -> Path:
    """Write a copy that is a file of its own, and return where it lies."""
    path = with_suffix(target)
    desk.store.copy_to(path)
    return path


def restore_backup(path: Path, chosen: Backup, who: str) -> None:
    """Put a backup in the place of a file that is closed; what is there is backed up before.

    Raises `FileError` when it is open elsewhere or the backup is damaged; then nothing has changed.
    """
    store.restore(path, chosen, who)
