"""The program's log for the IT department: what happened when, never what somebody entered.

One line an event: time, process, version, what happened, and figures. No words of users can reach it, because the only
things that can be written are numbers, names fixed in the program (`Enum`, types) and the number that a file
got when it was made: no file names, no sentences, no messages of exceptions. A log that cannot be written is done
without; it never keeps anybody from working.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Final
from uuid import UUID

from reform_desktop import __version__
from reform_desktop.domain.faults import fault_lines, type_name
from reform_desktop.places import portable_folder

FOLDER_VARIABLE: Final = "REFORM_DESKTOP_LOG"
"""Environment variable that names another folder."""

FILE_NAME: Final = "reform-desktop.log"
LARGEST: Final = 256 * 1024
"""Bytes after which a new file is begun."""

KEPT: Final = 4
"""Older files that are kept: ``reform-desktop.log.1`` is the newest of them."""

Fact = int | bool | Enum | UUID | type
"""What can stand in a line."""

_NUMBER_SHOWN: Final = 8


class Event(Enum):
    """What is worth a line."""

    STARTED = "起動"
    ENDED = "終了"
    COMMAND = "コマンド"
    OPENED = "ファイルを開いた"
    REFUSED = "ファイルを開けなかった"
    CREATED = "ファイルを作った"
    MIGRATED = "新しい形式に変えた"
    CLOSED = "ファイルを閉じた"
    BACKED_UP = "バックアップした"
    VERIFIED = "ファイルを確かめた"
    BUG = "不具合"


def log_folder() -> Path:
    """Return where the log lies: the account's folder for such things, on Windows the one that does not roam.

    A program that is carried about keeps it beside itself.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    beside = portable_folder()
    if beside is not None:
        return beside / "logs"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "reform-desktop" / "logs"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "reform-desktop"


def note(event: Event, **facts: Fact) -> None:
    """Write one line."""
    _append([_line(event, facts)])


def note_bug(error: BaseException) -> None:
    """Write type and places of a bug, a line each."""
    _append([_line(Event.BUG, {"type": type(error)}), *(f"  {line}" for line in fault_lines(error) if line)])


def file_number(store_id: str) -> UUID:
    """Return the number by which a file is named in the log; it was drawn by chance when the file was made."""
    try:
        return UUID(store_id)
    except ValueError:
        return UUID(int=0)


def _line(event: Event, facts: dict[str, Fact]) -> str:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    told = [f"{name}={_shown(value)}" for name, value in facts.items()]
    return " ".join([now, str(os.getpid()), __version__, event.value, *told])


def _shown(value: Fact) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, UUID):
        return value.hex[-_NUMBER_SHOWN:]
    if isinstance(value, type):
        return type_name(value)
    raise TypeError("only numbers and names of the program may be written into the log")


def _append(lines: list[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
    with suppress(OSError):
        path = log_folder() / FILE_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        _rotate(path)
        with path.open("ab", buffering=0) as stream:  # one write a line, so that two programs do not mix theirs
            stream.write(data)


def _rotate(path: Path) -> None:
    """Begin a new file when this one is full; two programs doing so at once lose nothing but an old file's place."""
    if not path.exists() or path.stat().st_size < LARGEST:
        return
    for number in range(KEPT - 1, 0, -1):
        with suppress(OSError):
            path.with_name(f"{FILE_NAME}.{number}").replace(path.with_name(f"{FILE_NAME}.{number + 1}"))
    path.replace(path.with_name(f"{FILE_NAME}.1"))
