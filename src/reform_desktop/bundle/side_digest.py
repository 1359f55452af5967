"""SHA-256 of a stream, computed beside its reading and writing: hashing large pieces leaves Python's lock free."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

_WORTH_A_THREAD: Final = 128 * 1024
"""Bytes of a piece from which handing it over costs less than hashing it here."""

_MOST_WAITING: Final = 4


class SideDigest:
    """A context manager, so that no thread outlives the stream. Pieces are hashed in the order given."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def update(self, piece: bytes) -> None:
        """Take the next piece."""
        if len(piece) < _WORTH_A_THREAD:
            self._settle(0)
            self._digest.update(piece)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "digest")
        self._settle(_MOST_WAITING - 1)
        self._waiting.append(self._pool.submit(self._digest.update, piece))

    def hexdigest(self) -> str:
        """Return the digest of everything so far."""
        self._settle(0)
        return self._digest.hexdigest()

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()
