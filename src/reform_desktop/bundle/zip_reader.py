"""Reads the bytes of a zip file's members piece by piece, and checks length and checksum of each."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Final

from reform_desktop.bundle.errors import RefusalError
from reform_desktop.bundle.zip_directory import DAMAGED, Member, read_directory
from reform_desktop.bundle.zip_format import CHUNK, DEFLATED

_RAW: Final = -15


class ZipReader:
    """A zip file whose directory was found sound. Nothing in it is ever written anywhere by its name."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read the directory; `RefusalError` when anything in it is not as a bundle's."""
        self._stream = stream
        self.length = stream.seek(0, 2)
        self.members: Final[Mapping[str, Member]] = MappingProxyType(
            {member.path: member for member in read_directory(stream, self.length)}
        )

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the content of a member in pieces; `RefusalError` at the first sign that it is not as announced."""
        crc = 0
        for piece in self.unchecked_pieces(path):
            crc = zlib.crc32(piece, crc)
            yield piece
        if crc != self.members[path].crc:
            raise RefusalError(f"{DAMAGED}（{path}）")

    def unchecked_pieces(self, path: str) -> Iterator[bytes]:
        """Yield the same without looking at the checksum, for a caller who holds the content against its SHA-256."""
        member = self.members[path]
        size = 0
        for piece in _inflated(self._packed(member)) if member.method == DEFLATED else self._packed(member):
            size += len(piece)
            if size > member.size:
                break
            yield piece
        if size != member.size:
            raise RefusalError(f"{DAMAGED}（{path}）")

    def read(self, path: str, most: int) -> bytes:
        """Return the content of a member that may have at most so many bytes."""
        if self.members[path].size > most:
            raise RefusalError(f"「{path}」が大きすぎます")
        return b"".join(self.pieces(path))

    def _packed(self, member: Member) -> Iterator[bytes]:
        place, left = member.data, member.packed
        while left:
            self._stream.seek(place)
            piece = self._stream.read(min(left, CHUNK))
            if not piece:
                raise RefusalError(f"{DAMAGED}（{member.path}）")
            place += len(piece)
            left -= len(piece)
            yield piece


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Inflate in bounded pieces; the stream must end exactly where the packed bytes do."""
    inflate = zlib.decompressobj(_RAW)
    try:
        for given in packed:
            rest, piece = given, b""
            while rest or len(piece) == CHUNK:
                piece = inflate.decompress(rest, CHUNK)
                rest = inflate.unconsumed_tail
                yield piece
            if inflate.unused_data:
                raise RefusalError(DAMAGED)
    except zlib.error as error:
        raise RefusalError(DAMAGED) from error
    if not inflate.eof:
        raise RefusalError(DAMAGED)
