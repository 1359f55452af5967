"""What an import reads from: a bundle, or another copy of the file, seen alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.keys import KeyTrust
from reform_desktop.store.imports import Arrival
from reform_desktop.store.store import SUFFIX

if TYPE_CHECKING:
    from reform_desktop.services.exchange.acquaintance import Acquaintance

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that vouches for something in the source, and how far this file trusts it."""

    unit: str
    name: str
    key: str
    fingerprint: str
    trust: KeyTrust


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """Bytes of evidence. ``sha256`` is what was sent, ``actual`` what arrived: others when a gateway rewrote it.

    ``pieces`` raise a `UserError` at their end when they are not those of ``actual``.
    """

    sha256: str
    actual: str
    size: int
    pieces: Callable[[], Iterable[bytes]]


class Source(Protocol):
    """Something to take in, checked already: nothing that it hands out can be malformed."""

    @property
    def label(self) -> str:
        """The file's name, as people know it."""
        ...

    @property
    def sender_name(self) -> str:
        """The unit that it comes from."""
        ...

    @property
    def weight(self) -> int:
        """How much it may bring, in changes or as much else, to say how much one transaction takes in."""
        ...

    @property
    def sha256(self) -> str:
        """The digest by which the same file is known again; empty when it is not to be."""
        ...

    @property
    def purpose(self) -> str:
        """``request``, ``submission``, ``return``, or ``copy`` for another copy of the file."""
        ...

    @property
    def signers(self) -> Sequence[Signer]:
        """The keys behind it, the sender's first; empty for a copy, which nobody signed."""
        ...

    def arrivals(self, progress: Progress | None) -> Iterator[Arrival]:
        """Yield the changes, a bounded number at a time."""
        ...

    def evidence(self) -> Iterator[ArrivedFile]:
        """Yield the files that arrived as they were sent."""
        ...

    def converted(self) -> Iterator[ArrivedFile]:
        """Yield the files that something rewrote on the way."""
        ...

    def details(self) -> dict[str, str]:
        """Return what the list of imports keeps about it."""
        ...

    def warnings(self) -> Iterable[str]:
        """Yield sentences that the preview shows."""
        ...


def open_source(desk: Desk, path: Path, others: Acquaintance) -> AbstractContextManager[Source]:
    """Open a bundle or another copy of the file for taking in; ``others`` is asked only while it is being opened.

    Raises `BundleError` or `FileError` when it cannot be taken in, with the reason.
    """
    # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
    if path.suffix == SUFFIX:
        from reform_desktop.services.exchange.copy_source import CopySource

        return CopySource.open(desk, path, others)
    from reform_desktop.services.exchange.bundle_source import BundleSource

    return BundleSource.open(path, others)
