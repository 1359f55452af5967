"""The zip file that an Excel or OpenDocument workbook is, believed in nothing: looked through before it is read.

Office programs write all kinds of zip files, so this reader is more lenient than that of bundles in names and extra
fields, and as strict in sizes: everything that the workbook's reader would unpack is unpacked here first, within
limits, and held against what the directory promised.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from reform_desktop.services.sheet_import.errors import DAMAGED, TOO_LARGE, RefusedSheetError
from reform_desktop.services.sheet_import.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED, RATIO_FROM

_PIECE: Final = 256 * 1024
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_LOCAL_SIZE: Final = 30
_LOCAL_MARK: Final = b"PK\x03\x04"
_RAW: Final = -15
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ALTERED: Final = "ファイルの作りが正しくありません"
_BOMB: Final = "中身が異常に大きくなるファイルです"


class OfficeZip:
    """A workbook's zip file whose directory was found sound."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read and check the directory; `RefusedSheetError` when anything in it is not as it should be."""
        self._stream = stream
        self._members = {one.filename: one for one in _directory(stream)}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return what a member holds; refused when it is not as the directory promised."""
        if name not in self._members:
            raise RefusedSheetError(DAMAGED)
        return b"".join(self._pieces(self._members[name]))

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        size, crc = 0, 0
        packed = self._packed(member)
        unpacked = packed if member.compress_type == zipfile.ZIP_STORED else _inflated(packed)
        for piece in unpacked:
            size += len(piece)
            if size > member.file_size:
                raise RefusedSheetError(_BOMB)
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != member.file_size or crc != member.CRC:
            raise RefusedSheetError(DAMAGED)

    def _packed(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        place = _data_start(self._stream, member)
        left = member.compress_size
        while left:
            self._stream.seek(place)
            piece = self._stream.read(min(left, _PIECE))
            if not piece:
                raise RefusedSheetError(DAMAGED)
            place += len(piece)
            left -= len(piece)
            yield piece


def _directory(stream: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError) as error:
        raise RefusedSheetError(DAMAGED) from error
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise RefusedSheetError(TOO_LARGE)
    if len({one.filename for one in members}) != len(members):
        raise RefusedSheetError(f"{_ALTERED}（同じ名前の部分が2つあります）")
    for one in members:
        _check_member(one)
    _check_overlaps(members)
    return members


def _check_member(one: zipfile.ZipInfo) -> None:
    if one.flag_bits & _ENCRYPTED:
        raise RefusedSheetError("暗号化された zip ファイルです", "暗号化を解いてから取り込んでください。")
    if one.compress_type not in _METHODS:
        raise RefusedSheetError(f"{_ALTERED}（使えない圧縮方法）")
    if one.file_size > RATIO_FROM and one.file_size > MOST_RATIO * one.compress_size:
        raise RefusedSheetError(_BOMB)


def _check_overlaps(members: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: a small file could unpack into any size so."""
    end = 0
    for one in sorted(members, key=lambda member: member.header_offset):
        if one.header_offset < end:
            raise RefusedSheetError(f"{_ALTERED}（重なりがあります）")
        end = one.header_offset + _LOCAL_SIZE + len(one.orig_filename) + one.compress_size


def _data_start(stream: BinaryIO, member: zipfile.ZipInfo) -> int:
    stream.seek(member.header_offset)
    header = stream.read(_LOCAL_SIZE)
    if len(header) < _LOCAL_SIZE or header[:4] != _LOCAL_MARK:
        raise RefusedSheetError(DAMAGED)
    return (
        member.header_offset
        + _LOCAL_SIZE
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(_RAW)
    try:
        for given in packed:
            rest, piece = given, b""
            while rest or len(piece) == _PIECE:
                piece = inflate.decompress(rest, _PIECE)
                rest = inflate.unconsumed_tail
                yield piece
    except zlib.error as error:
        raise RefusedSheetError(DAMAGED) from error
    if not inflate.eof:
        raise RefusedSheetError(DAMAGED)
