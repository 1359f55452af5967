"""How long the event loop did not answer."""

from __future__ import annotations

import time
from typing import Self

from PySide6.QtCore import QTimer


class GapClock:
    """Asks the event loop every millisecond and keeps the longest time it did not answer."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last = time.perf_counter()
        self._timer.start(1)
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now
