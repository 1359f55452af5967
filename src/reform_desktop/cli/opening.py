"""Opening a file for a command: for reading without disturbing anybody, for writing alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reform_desktop.cli import streams
from reform_desktop.domain.errors import ReadOnlyError
from reform_desktop.services.backups import backup_folder
from reform_desktop.services.desk import Desk
from reform_desktop.store.store import Opened


@contextmanager
def reading(path: Path) -> Iterator[Desk]:
    """Open a file for reading, without a lock, so that a window in which it is open goes on undisturbed.

    A file of another version, or one that a crash left behind, cannot be read so: it is opened for writing,
    which brings it up to date.
    """
    try:
        desk = Desk.open(path, read_only=True)
    except ReadOnlyError:
        desk = Desk.open(path)
        _tell_of_migration(desk)
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def writing(path: Path) -> Iterator[Desk]:
    """Open a file for changing it; `ReadOnlyError` says who has it open, or that the place is read-only."""
    desk = Desk.open(path)
    _tell_of_migration(desk)
    try:
        if desk.read_only:
            raise ReadOnlyError(_why_not(desk))
        yield desk
    finally:
        desk.close()


def _tell_of_migration(desk: Desk) -> None:
    """Say on standard error that the file was brought to this version's format; what is printed stays as it is."""
    if desk.store.migrated_from is not None:
        streams.complain(
            f"「{desk.path.name}」を新しい形式に変えました。変える前の状態は、"
            f"「{backup_folder(desk.path).name}」のバックアップに残してあります。"
        )


def _why_not(desk: Desk) -> str:
    name = desk.path.name
    if desk.opened is not Opened.LOCKED:
        return (
            f"「{name}」は書き込みが許されていない場所にあるため、変更していません。"
            "書き込めるフォルダーに写してから、もう一度行ってください。"
        )
    holder = desk.store.holder
    if holder is None or not holder.host:
        whom = "ほかの人が"
    else:
        whom = f"{holder.who or 'ほかの人'}（パソコン {holder.host}、{holder.since[:16].replace('T', ' ')} から）が"
    return f"「{name}」は{whom}開いているため、変更していません。閉じてもらってから、もう一度行ってください。"
