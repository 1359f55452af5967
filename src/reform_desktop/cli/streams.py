"""Standard streams: UTF-8 everywhere, one line of error, and silence when the reader has gone away."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from reform_desktop.domain.errors import UserError
from reform_desktop.services import program_log

TRACEBACK_SWITCH: Final = "REFORM_DESKTOP_TRACEBACK"
"""Environment variable that also prints where in the program a bug was met."""

BLOCK: Final = 1 << 20
"""Bytes handed to the system at once."""

INTERRUPTED: Final = 130
"""Exit status after Ctrl+C, as shells have it."""


def prepare() -> None:
    """Make the standard streams UTF-8 with LF, on Windows too; names of files that are no text come out as given."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def say(*lines: str) -> None:
    """Print lines on standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def complain(sentence: str) -> None:
    """Print one line on standard error, whatever the sentence quotes."""
    sys.stderr.write(" ".join(sentence.split()) + "\n")


def write_blocks(pieces: Iterable[bytes], target: BinaryIO) -> None:
    """Write many small pieces as few large blocks."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= BLOCK:
            target.write(b"".join(waiting))
            waiting.clear()
            size = 0
    target.write(b"".join(waiting))


def status_of(run: Callable[[], int]) -> int:
    """Run a command and return its exit status; errors become one line.

    When whoever reads our output has seen enough (``| head``), that is a good end without a word.
    """
    try:
        status = _outcome(run)
        if sys.stdout is not None:  # as in a windowed program on Windows
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    return status


def _outcome(run: Callable[[], int]) -> int:
    try:
        return run()
    except BrokenPipeError:
        raise
    except UserError as error:
        complain(str(error))
    except SystemExit as leave:  # help was printed, or wrong usage told
        return leave.code if isinstance(leave.code, int) else 0
    except KeyboardInterrupt:
        complain("中止しました。途中までの変更は残っていません。")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- the last line of defence: a bug is told as such, in one line
        _report_bug(error)
    return 1


def _let_go_of_output() -> None:
    """What is still buffered must not fail once more when Python closes the stream."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception) -> None:
    program_log.note_bug(error)
    if os.environ.get(TRACEBACK_SWITCH):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    complain(
        f"プログラムの不具合のため、中止しました（{type(error).__name__}: {error}、"
        f"{Path(place.filename).name} {place.lineno}行目）。保存済みの内容は失われていません。"
        "この1行を開発元に知らせてください。"
    )
