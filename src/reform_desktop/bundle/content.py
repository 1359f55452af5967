"""What a caller hands in to have a bundle written. Bytes are asked for when their turn comes, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final, TypeAlias

from reform_desktop.bundle.header import EvidenceListing, Header, PackListing
from reform_desktop.bundle.pack import SealedPack, pack_bytes

Progress: TypeAlias = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""

CancelCheck: TypeAlias = Callable[[], bool]

_DOCUMENTS: Final = ("pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "jtd", "txt", "csv")
_PICTURES: Final = ("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "heic")
EVERYDAY_EXTENSIONS: Final = frozenset(_DOCUMENTS + _PICTURES)
"""Extensions that mail and file gateways let pass; any other file travels without one."""


def everyday_extension(file_name: str) -> str:
    """Return the extension under which a file of evidence travels: ``pdf`` of 「報告.PDF」, empty when not everyday."""
    extension = PurePath(file_name).suffix.lower().removeprefix(".")
    return extension if extension in EVERYDAY_EXTENSIONS else ""


@dataclass(frozen=True, slots=True)
class PackSource:
    """A pack to be put in. ``size`` is its file's size or an upper bound of it (`pack.most_bytes`)."""

    listing: PackListing
    size: int
    read: Callable[[], bytes]

    @classmethod
    def of(cls, pack: SealedPack) -> PackSource:
        """Return the source of a pack that is at hand."""
        listing = PackListing(sha256=pack.sha256, unit=pack.unit, key=pack.key, changes=len(pack.bodies))
        data = pack_bytes(pack)
        return cls(listing, len(data), lambda: data)


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A file of evidence that the records name; without ``pieces`` it is only listed and its bytes stay out."""

    sha256: str
    size: int
    extension: str
    pieces: Callable[[], Iterator[bytes]] | None

    def listed(self, *, included: bool) -> EvidenceListing:
        """Return the line of the header."""
        return EvidenceListing(sha256=self.sha256, size=self.size, extension=self.extension, included=included)


@dataclass(frozen=True, slots=True)
class BundleContent:
    """Everything that goes into a bundle.

    ``header`` is complete but for ``packs``, ``evidence`` and ``volume``, which the writer fills in. ``snapshot``
    (``measures.csv``, ``index.html``, …) and ``schema`` (``change.schema.json``, …) are files by name.
    """

    header: Header
    packs: Sequence[PackSource]
    evidence: Sequence[EvidenceSource] = ()
    snapshot: Mapping[str, bytes] = field(default_factory=dict)
    schema: Mapping[str, bytes] = field(default_factory=dict)
