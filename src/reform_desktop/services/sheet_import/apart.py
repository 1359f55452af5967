"""Reads a workbook from outside in a process of its own, so that nothing in it can take the window down.

The process is this program again (`reader_process`), with limits on memory and time. That it died of a workbook is one
more way of saying that the workbook is damaged.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO, BinaryIO, Final

from reform_desktop.services.sheet_import.errors import DAMAGED, RefusedSheetError
from reform_desktop.services.sheet_import.reader_process import MODULE, Word

MOST_SECONDS: Final = 180.0
"""A workbook of 1,000 sheets takes two or three."""

_NO_WINDOW: Final = 0x0800_0000
"""CREATE_NO_WINDOW of Windows."""

_PLAIN: Final = frozenset({"date", "datetime", "time", "timedelta"})
_BROKEN: Final = (EOFError, pickle.UnpicklingError, ValueError, LookupError, TypeError, AttributeError, ImportError)


def words_of(stream: BinaryIO, most_seconds: float = MOST_SECONDS) -> Iterator[Word]:
    """Yield what the process says of the workbook. Raises `RefusedSheetError` when it died or was too slow."""
    with _process() as process:
        late = Timer(most_seconds, process.kill)
        late.daemon = True
        late.start()
        try:
            assert process.stdin is not None  # noqa: S101 -- both are pipes
            assert process.stdout is not None  # noqa: S101
            with suppress(BrokenPipeError), process.stdin as target:
                _copy(stream, target)
            yield from _words(process.stdout)
        finally:
            late.cancel()


def _copy(stream: BinaryIO, target: IO[bytes]) -> None:
    stream.seek(0)
    while block := stream.read(1 << 20):
        target.write(block)


def _words(source: IO[bytes]) -> Iterator[Word]:
    while True:
        try:
            word: Word = _Plain(source).load()
        except _BROKEN as error:
            raise RefusedSheetError(DAMAGED) from error
        yield word
        if word[0] not in ("begun", "sheet"):
            return


@contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    """Start it, and see that it is gone afterwards, however the reading ended."""
    process = subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-m", MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


class _Plain(pickle.Unpickler):
    """Takes plain values and days, nothing else, whatever the workbook made of the process."""

    def find_class(self, module: str, name: str) -> object:
        """Return one of the classes of days."""
        if module == "datetime" and name in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


__all__ = ["MOST_SECONDS", "words_of"]
