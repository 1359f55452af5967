"""Progress of a report and the wish to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from reform_desktop.reports.errors import Cancelled

Progress: TypeAlias = Callable[[int, int], None]
"""Called with measures done and measures in all, in the thread that writes."""

CancelCheck: TypeAlias = Callable[[], bool]


class Ticker:
    """Counts measures as a writer gets through them."""

    def __init__(self, total: int, progress: Progress | None, cancelled: CancelCheck | None) -> None:
        self._total = total
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def advance(self, steps: int) -> None:
        """Count ``steps`` measures as begun; raises `Cancelled` when the user wants to stop."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if not steps:
            return
        self._done = min(self._total, self._done + steps)
        if self._progress is not None:
            self._progress(self._done, self._total)
