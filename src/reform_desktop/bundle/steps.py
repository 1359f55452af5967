"""How far the writing or reading of a bundle is, and the wish to stop it."""

from __future__ import annotations

from reform_desktop.bundle.content import CancelCheck, Progress
from reform_desktop.bundle.errors import Cancelled


class Steps:
    """Counts bytes, tells how far the work is, and stops when it is to be stopped."""

    def __init__(self, total: int, progress: Progress | None, cancelled: CancelCheck | None) -> None:
        self._done, self._total = 0, total
        self._progress, self._cancelled = progress, cancelled

    def advance(self, size: int) -> None:
        """Count ``size`` more bytes; raises `Cancelled`."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        self._done = min(self._done + size, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total)
