"""Reads the directory of a zip file from anywhere, believing nothing: every record is held against every other.

A bundle's zip is plain: records one after the other from the first byte to the last, each name once, local and central
headers alike, no zip64, no encryption, no comments. What mail gateways do when they pack anew is let through: data
descriptors, time stamps in extra fields, the mark for UTF-8 names, entries for folders.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from reform_desktop.bundle import zip_format
from reform_desktop.bundle.errors import RefusalError
from reform_desktop.bundle.zip_format import CENTRAL, DEFLATED, DESCRIPTOR, END, LOCAL, STORED

_NAME: Final = re.compile(
    rb"bundle-[0-9a-f]{8}/(([a-z0-9][a-z0-9_-]{0,79}/){0,6}[a-z0-9][a-z0-9_-]{0,79}(\.[a-z0-9]{1,8}){0,3}/?)?"
)
_LONGEST_NAME: Final = 300
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_DESCRIPTOR_FOLLOWS: Final = 0x0008
_KNOWN_FLAGS: Final = 0x0006 | _DESCRIPTOR_FOLLOWS | 0x0800
"""How hard it was deflated, data descriptor, UTF-8 names."""

_TIME_STAMPS: Final = 0x5455
_UNIX_OWNER: Final = 0x7875
_NTFS_TIMES: Final = 0x000A
_HARMLESS_EXTRAS: Final = frozenset({_TIME_STAMPS, _UNIX_OWNER, _NTFS_TIMES})
_DOS_FOLDER: Final = 0x10
_REPARSE_POINT: Final = 0x400
_ZIP64_MARK: Final = 0xFFFF_FFFF
_SHOWN: Final = 80

DAMAGED: Final = "zipファイルが壊れているか、途中で切れています"
ALTERED: Final = "zipファイルの作りが正しくありません"


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the zip; ``path`` is its name, ``data`` where its bytes begin, ``end`` where the next record does."""

    path: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    start: int
    data: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is an entry for a folder."""
        return self.path.endswith("/")


def read_directory(stream: BinaryIO, length: int) -> list[Member]:
    """Return the members of a zip file of that length in the order of their bytes, or refuse (`RefusalError`)."""
    first, size, count = _read_end(stream, length)
    stream.seek(first)
    members = sorted(_central_members(stream.read(size), count), key=lambda member: member.start)
    if len({member.path for member in members}) != len(members):
        raise RefusalError(f"{ALTERED}（同じ名前のファイルが2つあります）")
    return list(_located(stream, members, first))


def _read_end(stream: BinaryIO, length: int) -> tuple[int, int, int]:
    """Return where the directory begins, its size and how many entries it has."""
    if length > zip_format.MOST_BYTES:
        raise RefusalError("ファイルが大きすぎます")
    stream.seek(0)
    if stream.read(len(zip_format.LOCAL_MARK)) != zip_format.LOCAL_MARK:
        raise RefusalError("行革デスクのファイル（zip）ではありません", "正しいファイルを選んでください。")
    if length < END.size:
        raise RefusalError(DAMAGED)
    stream.seek(length - END.size)
    mark, disk, first_disk, here, count, size, first, comment = END.unpack(stream.read(END.size))
    if mark != zip_format.END_MARK:
        raise RefusalError(DAMAGED)
    if disk or first_disk or here != count or comment or count > zip_format.MOST_MEMBERS:
        raise RefusalError(ALTERED)
    if first + size + END.size != length or size < count * CENTRAL.size:
        raise RefusalError(f"{ALTERED}（前後に余分なデータがあります）")
    if size > count * (CENTRAL.size + _LONGEST_NAME):
        raise RefusalError(ALTERED)
    return first, size, count


def _central_members(directory: bytes, count: int) -> Iterator[Member]:
    place = 0
    for _entry in range(count):
        if place + CENTRAL.size > len(directory):
            raise RefusalError(ALTERED)
        fields = CENTRAL.unpack_from(directory, place)
        mark, _made, _needed, flags, method, _time, _date, crc, packed, size, name_length, extra_length = fields[:12]
        comment, disk, _internal, attributes, start = fields[12:]
        begin = place + CENTRAL.size
        place = begin + name_length + extra_length
        if mark != zip_format.CENTRAL_MARK or comment or disk or place > len(directory):
            raise RefusalError(ALTERED)
        path = _path(directory[begin : begin + name_length])
        _check_extra(directory[begin + name_length : place])
        member = Member(path, method, flags, crc, packed, size, start)
        _check_kind(member, attributes)
        yield member
    if place != len(directory):
        raise RefusalError(ALTERED)


def _path(name: bytes) -> str:
    if not _NAME.fullmatch(name):
        shown = name[:_SHOWN].decode("ascii", "backslashreplace")
        readable = "".join(character if character.isprintable() else "?" for character in shown)
        raise RefusalError(f"あってはならない名前のファイル「{readable}」が入っています")
    return name.decode("ascii")


def _check_kind(member: Member, attributes: int) -> None:
    """Refuse what is encrypted, packed in another way, a bomb, or no regular file."""
    if member.flags & _ENCRYPTED:
        raise RefusalError("暗号化されています", "送り元に、暗号化（パスワード）なしで送ってもらってください。")
    if member.flags & ~_KNOWN_FLAGS or member.method not in {STORED, DEFLATED}:
        raise RefusalError(f"{ALTERED}（{member.path}：使えない圧縮方法）")
    mode = attributes >> 16
    wanted = stat.S_IFDIR if member.is_folder else stat.S_IFREG
    dos_folder = bool(attributes & _DOS_FOLDER) and not member.is_folder
    if stat.S_IFMT(mode) not in {0, wanted} or attributes & _REPARSE_POINT or dos_folder:
        raise RefusalError(f"{ALTERED}（{member.path}：ふつうのファイルではありません）")
    if member.method == STORED and member.packed != member.size:
        raise RefusalError(f"{ALTERED}（{member.path}：大きさが合いません）")
    if member.size > zip_format.MOST_RATIO * member.packed or (member.is_folder and member.size):
        raise RefusalError(f"{ALTERED}（{member.path}：中身が異常に大きくなります）")


def _check_extra(extra: bytes) -> None:
    """Let only time stamps and owners through: other extra fields rename, resize or encrypt."""
    place = 0
    while place < len(extra):
        kind = int.from_bytes(extra[place : place + 2], "little")
        size = int.from_bytes(extra[place + 2 : place + 4], "little")
        place += 4 + size
        if kind not in _HARMLESS_EXTRAS or place > len(extra):
            raise RefusalError(ALTERED)


def _located(stream: BinaryIO, members: list[Member], directory: int) -> Iterator[Member]:
    """Yield the members with the places of their bytes; they fill the file up to the directory without a gap."""
    place = 0
    for number, member in enumerate(members):
        following = members[number + 1].start if number + 1 < len(members) else directory
        data = _data_start(stream, member)
        if member.start != place or data + member.packed > following:
            raise RefusalError(f"{ALTERED}（{member.path}：すきまか重なりがあります）")
        _check_descriptor(stream, member, data + member.packed, following)
        place = following
        yield Member(
            member.path, member.method, member.flags, member.crc, member.packed, member.size, member.start, data
        )
    if place != directory:
        raise RefusalError(ALTERED)


def _data_start(stream: BinaryIO, member: Member) -> int:
    """Check a member's local header against its central one and return where its bytes begin."""
    stream.seek(member.start)
    record = stream.read(LOCAL.size + _LONGEST_NAME + 1024)
    if len(record) < LOCAL.size:
        raise RefusalError(DAMAGED)
    fields = LOCAL.unpack_from(record)
    mark, _needed, flags, method, _time, _date, crc, packed, size, name_length, extra_length = fields
    end: int = LOCAL.size + name_length
    data: int = end + extra_length
    sizes = {(member.crc, member.packed, member.size)}
    if flags & _DESCRIPTOR_FOLLOWS:
        sizes.add((0, 0, 0))
    alike = (flags, method, record[LOCAL.size : end]) == (member.flags, member.method, member.path.encode())
    if mark != zip_format.LOCAL_MARK or not alike or (crc, packed, size) not in sizes:
        raise RefusalError(f"{ALTERED}（{member.path}：見出しが食い違っています）")
    if len(record) < data:
        raise RefusalError(ALTERED)
    _check_extra(record[end:data])
    return member.start + data


def _check_descriptor(stream: BinaryIO, member: Member, end: int, following: int) -> None:
    """Check that between a member and the next record lies nothing, or the data descriptor that was announced."""
    expected = b""
    if member.flags & _DESCRIPTOR_FOLLOWS:
        expected = DESCRIPTOR.pack(member.crc, member.packed, member.size)
        if following - end == len(zip_format.DESCRIPTOR_MARK) + len(expected):
            expected = zip_format.DESCRIPTOR_MARK + expected
    stream.seek(end)
    if following - end != len(expected) or stream.read(len(expected)) != expected:
        raise RefusalError(f"{ALTERED}（{member.path}：すきまか重なりがあります）")
