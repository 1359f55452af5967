"""Writes a zip file member by member, in the given order, with memory that does not grow with its content.

The same members give the same bytes: fixed time stamps, no extra fields, sizes in the local headers.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final

from reform_desktop.bundle import zip_format
from reform_desktop.bundle.side_digest import SideDigest
from reform_desktop.bundle.zip_format import CENTRAL, DEFLATED, END, LOCAL, MOST_BYTES, MOST_MEMBERS, STORED

_VERSION: Final = 20
_MADE_ON_UNIX: Final = 3 << 8 | _VERSION
_REGULAR_FILE: Final = 0o100644 << 16
_TIME: Final = 0
_DATE: Final = 1 << 5 | 1
"""1 January 1980, the first day that a zip file can name."""

_LEVEL: Final = 6
_RAW: Final = -15


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a member: the SHA-256 and the size of its content."""

    sha256: str
    size: int


class ZipWriter:
    """Members are added one after the other; `close` writes the directory. The stream must be seekable and empty."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._offset = 0
        self._directory: list[bytes] = []

    def add(self, path: str, data: bytes) -> Written:
        """Add a member that is at hand as a whole, deflated where that makes it smaller."""
        packed = _deflate(data)
        method = DEFLATED
        if len(packed) >= len(data) or len(data) > zip_format.MOST_RATIO * len(packed):
            packed, method = data, STORED
        start = self._offset
        crc = zlib.crc32(data)
        self._write(_local(path, method, crc, len(packed), len(data)))
        self._write(packed)
        self._list(path, method, crc, len(packed), len(data), start)
        return Written(hashlib.sha256(data).hexdigest(), len(data))

    def add_stored(self, path: str, pieces: Iterable[bytes]) -> Written:
        """Add a member as it is, hashing it on the way."""
        start = self._offset
        self._write(_local(path, STORED, 0, 0, 0))
        begin = self._offset
        crc = 0
        with SideDigest() as digest:
            for piece in pieces:
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
                self._write(piece)
            sha256 = digest.hexdigest()
        size = self._offset - begin
        self._stream.seek(start)
        self._stream.write(_local(path, STORED, crc, size, size))
        self._stream.seek(self._offset)
        self._list(path, STORED, crc, size, size, start)
        return Written(sha256, size)

    def close(self) -> None:
        """Write the directory; the stream stays open."""
        start, count = self._offset, len(self._directory)
        if count > MOST_MEMBERS:
            raise ValueError("more members than a bundle can have")
        for entry in self._directory:
            self._write(entry)
        self._write(END.pack(zip_format.END_MARK, 0, 0, count, count, self._offset - start, start, 0))

    def _write(self, data: bytes) -> None:
        self._offset += len(data)
        if self._offset > MOST_BYTES:
            raise ValueError("larger than a bundle can be")
        self._stream.write(data)

    def _list(self, path: str, method: int, crc: int, packed: int, size: int, start: int) -> None:
        name = path.encode("ascii")
        numbers = (_MADE_ON_UNIX, _VERSION, 0, method, _TIME, _DATE, crc, packed, size, len(name), 0, 0, 0, 0)
        self._directory.append(CENTRAL.pack(zip_format.CENTRAL_MARK, *numbers, _REGULAR_FILE, start) + name)


def _local(path: str, method: int, crc: int, packed: int, size: int) -> bytes:
    name = path.encode("ascii")
    mark = zip_format.LOCAL_MARK
    return LOCAL.pack(mark, _VERSION, 0, method, _TIME, _DATE, crc, packed, size, len(name), 0) + name


def _deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    return compressor.compress(data) + compressor.flush()
