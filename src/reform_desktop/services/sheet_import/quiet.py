"""Keeping a Rust library's own complaint off the terminal: what went wrong is said in one sentence of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

_STANDARD_ERROR: Final = 2


@contextmanager
def standard_error_silenced() -> Iterator[None]:
    """Send standard error nowhere meanwhile; a panic in Rust writes there by itself, past Python.

    It is the whole process's, so hold it for a read and no longer. Without one (a window on Windows) nothing is done.
    """
    kept = None
    with suppress(OSError):
        kept = os.dup(_STANDARD_ERROR)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
    try:
        yield
    finally:
        if kept is not None:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
