"""Opens a bundle: everything in it is verified before anything is handed out, and nothing is ever extracted.

One kind of damage is let through and reported: evidence that a mail gateway rewrote (PDF and Office files). It is
handed out as *converted*, with the hash it should have and the one it has; all else refuses the whole bundle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Final, Self

from reform_desktop.bundle import bag, verification
from reform_desktop.bundle.content import CancelCheck, Progress
from reform_desktop.bundle.errors import BundleError, RefusalError
from reform_desktop.bundle.header import EvidenceListing, Header, PackListing
from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.pack import MOST_BYTES as MOST_PACK_BYTES
from reform_desktop.bundle.pack import ReadPack, read_pack
from reform_desktop.bundle.side_digest import SideDigest
from reform_desktop.bundle.steps import Steps
from reform_desktop.bundle.verification import Verified
from reform_desktop.bundle.zip_reader import ZipReader
from reform_desktop.domain.errors import FileError
from reform_desktop.domain.system_errors import reason_of

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadEvidence:
    """A file of evidence in the bundle, by what was announced and what is really there.

    ``sha256`` and ``size`` are the announced ones, by which records name the file.
    """

    sha256: str
    size: int
    extension: str
    found_sha256: str
    found_size: int

    @property
    def converted(self) -> bool:
        """Whether something on the way, such as a mail gateway, rewrote the file (変換済み)."""
        return self.found_sha256 != self.sha256


class OpenedBundle:
    """A verified bundle; a context manager that keeps the file open. Made by `open_bundle`."""

    def __init__(self, path: Path, stream: BinaryIO, reader: ZipReader, verified: Verified) -> None:
        self.path: Final = path
        self.header: Final[Header] = verified.header
        self.length: Final = reader.length
        self._stream = stream
        self._reader = reader
        self._verified = verified
        self._folder = bag.folder_of(verified.header.bundle_id)
        listed = (one for one in verified.header.evidence if one.included)
        self.evidence: Final[Mapping[str, ReadEvidence]] = MappingProxyType(
            {one.sha256: self._read_evidence(one) for one in listed}
        )
        """The files of evidence whose bytes are here, by their announced hash."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing can be read from the bundle any more."""
        self._stream.close()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key that signed the bundle, in digits to be read over the telephone."""
        return fingerprint(self.header.sender.key)

    @property
    def left_out(self) -> tuple[EvidenceListing, ...]:
        """The evidence that the bundle names without carrying it."""
        return tuple(one for one in self.header.evidence if not one.included)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person who takes the bundle in should know, in sentences."""
        return tuple(
            f"証拠資料「{bag.evidence_path(one.sha256, one.extension)}」は、途中の機器が書き換えています（変換済み）。"
            "中身を確かめてください。"
            for one in self.evidence.values()
            if one.converted
        )

    def packs(self, skip: Callable[[PackListing], bool] = lambda _listing: False) -> Iterator[ReadPack]:
        """Yield the packs one by one, verified; those that ``skip`` names are not even read."""
        for listing in self.header.packs:
            if not skip(listing):
                yield self._read_pack(listing)

    def evidence_pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of a file of evidence, by its announced hash, in pieces.

        Raises `BundleError` at the end when they are no longer those that were verified.
        """
        one = self.evidence[sha256]
        path = self._folder + bag.evidence_path(one.sha256, one.extension)
        with _refusals_named(self.path), SideDigest() as digest:
            for piece in self._reader.unchecked_pieces(path):
                digest.update(piece)
                yield piece
            if digest.hexdigest() != one.found_sha256:
                raise RefusalError(verification.CHANGED_MEANWHILE)

    def _read_evidence(self, listing: EvidenceListing) -> ReadEvidence:
        path = bag.evidence_path(listing.sha256, listing.extension)
        found = self._verified.converted.get(path, (listing.sha256, listing.size))
        return ReadEvidence(listing.sha256, listing.size, listing.extension, *found)

    def _read_pack(self, listing: PackListing) -> ReadPack:
        kept = self._verified.packs.get(listing.sha256)
        if kept is not None:
            return kept
        with _refusals_named(self.path):
            data = self._reader.read(self._folder + bag.pack_path(listing.sha256), MOST_PACK_BYTES)
            if hashlib.sha256(data).hexdigest() != listing.sha256:
                raise RefusalError(verification.CHANGED_MEANWHILE)
            return read_pack(data, listing.sha256)


def open_bundle(
    path: Path,
    known_packs: Callable[[PackListing], bool] = lambda _listing: False,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> OpenedBundle:
    """Open and verify a bundle.

    ``known_packs`` says of a pack whether the very same bytes, by their SHA-256, were verified before and are of that
    unit and key; such packs are hashed but not decoded again. Raises `BundleError` when the bundle is refused,
    `FileError` when the file cannot be read, `Cancelled`.
    """
    with _refusals_named(path):
        stream = path.open("rb")
        try:
            reader = ZipReader(stream)
            verified = verification.verify(reader, known_packs, Steps(reader.length, progress, cancelled))
        except BaseException:
            stream.close()
            raise
    return OpenedBundle(path, stream, reader, verified)


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file on disk, by which a bundle that was taken in before is known again.

    Raises `FileError` when it cannot be read.
    """
    digest = hashlib.sha256()
    with _refusals_named(path), path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _refusals_named(path: Path) -> Iterator[None]:
    """Turn refusals and errors of the system into sentences that name the file."""
    try:
        yield
    except RefusalError as error:
        raise BundleError(path.name, error.reason, error.advice) from error
    except OSError as error:
        raise FileError(
            f"「{path.name}」を読めませんでした（{reason_of(error)}）。何も取り込んでいません。"
            "ファイルの場所と接続を確かめて、もう一度選んでください。"
        ) from error
