"""The visible lock beside a file: who has it open, on which PC, since when.

``NAME.reform.lock`` holds one line of JSON for people and programs. Whoever comes second gets a read-only
window. A lock is dead when its process is gone on this PC, or when its heartbeat is ten minutes old by the
clock of the disk or server on which it lies (clocks of PCs differ; a file server's own does not).
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from reform_desktop.store.processes import process_runs

HEARTBEAT_SECONDS: Final = 60
DEAD_AFTER_SECONDS: Final = 600


class LockHolder(msgspec.Struct, frozen=True):
    """Who has the file open."""

    who: str
    host: str
    pid: int
    since: str


_NOBODY_KNOWN: Final = LockHolder("", "", 0, "")
"""Stands for a lock that cannot be read: somebody is just writing it, or it is damaged."""


_held_here: Final[set[LockHolder]] = set()
"""The locks of this process: one that bears our number but is not here was left by somebody dead, or by a removal
that failed."""


@dataclass(frozen=True, slots=True)
class LockAttempt:
    """How taking the lock ended: ours with ``lock``, or ``holder`` has it. ``unclean`` tells of a dead holder."""

    lock: FileLock | None
    holder: LockHolder | None = None
    unclean: bool = False


class FileLock:
    """A lock that is ours until `release`."""

    def __init__(self, path: Path, holder: LockHolder) -> None:
        self._path = path
        self._holder = holder

    @property
    def holder(self) -> LockHolder:
        """Who we are, where, and since when."""
        return self._holder

    def beat(self) -> None:
        """Show that we are alive; a lock that somebody removed is written again, one that was taken over is not."""
        with contextlib.suppress(OSError):
            if self.hold():
                self._write("r+b")  # the same bytes in place: whoever reads meanwhile sees all of them

    def is_ours(self) -> bool:
        """Whether the lock still names us: somebody may have taken it over while this PC slept."""
        return _read(self._path) == self._holder

    def hold(self) -> bool:
        """Make sure that we still hold the lock; one that was merely deleted is written again.

        `OSError` when the lock can be neither read nor written: then nobody knows.
        """
        try:
            return _decode(self._path.read_bytes()) == self._holder
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):
                self._write("xb")
            return self.is_ours()

    def _write(self, mode: Literal["xb", "r+b"]) -> None:
        with self._path.open(mode) as stream:
            stream.write(msgspec.json.encode(self._holder))

    def release(self) -> None:
        """Remove the lock, if it is still ours."""
        _held_here.discard(self._holder)
        if self.is_ours():
            with contextlib.suppress(OSError):
                self._path.unlink()


def lock_path(store: Path) -> Path:
    """Return where the lock of a file lies."""
    return store.with_name(f"{store.name}.lock")


def standing_holder(store: Path) -> LockHolder | None:
    """Return who has a file open now, ``None`` when nobody does; a holder without a name cannot be read."""
    path = lock_path(store)
    if not path.exists():
        return None
    holder = _read(path)
    return None if is_dead(path, holder) else holder or _NOBODY_KNOWN


def take_lock(store: Path, who: str) -> LockAttempt:
    """Try to become the one who may write; `OSError` when the folder does not let us write at all."""
    path = lock_path(store)
    ours = LockHolder(who, socket.gethostname(), os.getpid(), datetime.now().astimezone().isoformat(timespec="seconds"))
    unclean = False
    for _attempt in range(3):
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            holder = _read(path)
            if not is_dead(path, holder):
                return LockAttempt(None, holder or _NOBODY_KNOWN)
            unclean = _remove_dead(path, holder) or unclean
            continue
        _fill(path, handle, ours)
        _held_here.add(ours)
        return LockAttempt(FileLock(path, ours), None, unclean)
    return LockAttempt(None, _read(path) or _NOBODY_KNOWN)


def _fill(path: Path, handle: int, ours: LockHolder) -> None:
    """Write the fresh lock; when the disk is full, no lock without a holder is left to keep everybody out."""
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.json.encode(ours))
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _remove_dead(path: Path, holder: LockHolder | None) -> bool:
    """Set a dead lock aside; if somebody else took it over in that moment, give theirs back."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.dead")
    try:
        path.replace(aside)
    except OSError:
        return False
    taken = _read(aside) == holder
    if not taken and not path.exists():
        aside.replace(path)
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)
    return taken


def is_dead(path: Path, holder: LockHolder | None) -> bool:
    """Whether the holder's process is gone, or has been silent for ten minutes by the disk's own clock."""
    if holder is not None and holder.host == socket.gethostname() and not _is_held_here(holder):
        return True
    try:
        return _disk_time(path.parent) - path.stat().st_mtime > DEAD_AFTER_SECONDS
    except OSError:
        return False


def _is_held_here(holder: LockHolder) -> bool:
    """Whether a process of this PC holds the lock; of our own number, only one that we know of ourselves."""
    return holder in _held_here if holder.pid == os.getpid() else process_runs(holder.pid)


def _disk_time(folder: Path) -> float:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".reform-clock-") as probe:
        probe.write(b".")
        probe.flush()
        return Path(probe.name).stat().st_mtime


def _read(path: Path) -> LockHolder | None:
    try:
        return _decode(path.read_bytes())
    except OSError:
        return None


def _decode(body: bytes) -> LockHolder | None:
    try:
        return msgspec.json.decode(body, type=LockHolder)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
