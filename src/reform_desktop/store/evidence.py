"""Bytes of evidence inside the file: in chunks, by their SHA-256, once however often they are attached.

A file is never held in memory as a whole.
"""

from __future__ import annotations

import errno
import hashlib
import math
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Connection, delete, insert, select

from reform_desktop.domain.errors import DamagedFileError, FileError, InputError
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.schema import blob, chunk

CHUNK_SIZE: Final = 256 * 1024
SIZE_LIMIT: Final = 50 * 1024 * 1024
"""Bytes of one attached file, by default; a bundle of many must pass gateways that stop at about 100 MB."""

WARN_SIZE: Final = 10 * 1024 * 1024
"""From so many bytes on the user is told that the file will be heavy to send."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where bytes came to lie; ``new`` is false when the store had them already."""

    sha256: str
    size: int
    new: bool


def digest_file(path: Path, limit: int = SIZE_LIMIT) -> tuple[str, int]:
    """Return SHA-256 and size of a file; `FileError` when it cannot be read, `InputError` when it is too large."""
    try:
        size = _size_of(path)
        if size > limit:
            raise InputError(
                f"「{path.name}」は {_size_words(size)} MB あり、上限の {limit // 1_048_576} MB を超えるため、"
                "添付していません。小さくするか、共有フォルダーの場所をアドレスとして登録してください。"
            )
        with path.open("rb") as stream:
            return _digest(iter(lambda: stream.read(CHUNK_SIZE), b""))
    except OSError as error:
        raise _unreadable(path, error) from error


def _size_of(path: Path) -> int:
    """Return a file's size; a folder, or a device that never ends, is refused as an `OSError`."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, "not a file")
    return about.st_size


def _unreadable(path: Path, error: OSError) -> FileError:
    return FileError(
        f"「{path.name}」を読めないため、添付していません（{reason_of(error)}）。"
        "ファイルの場所とアクセス権を確かめてください。"
    )


def _size_words(size: int) -> str:
    """Return a size in MB, rounded up: what is a little over a limit must not look like the limit."""
    return f"{math.ceil(size / 1_048_576 * 10) / 10:,.1f}"


def add_file(
    connection: Connection, path: Path, sha256: str, size: int, at: str, progress: Progress | None = None
) -> StoredFile:
    """Store the bytes of a file whose digest is known; nothing is written when they are there already, unharmed."""
    if has_bytes(connection, sha256):
        if is_sound(connection, sha256):
            return StoredFile(sha256, size, new=False)
        connection.execute(delete(chunk).where(chunk.c.sha256 == sha256))
    else:
        connection.execute(insert(blob).values(sha256=sha256, size=size, added_at=at))
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with stream:
        found = _write_chunks(connection, sha256, size, stream, progress)
    if found != sha256:
        raise FileError(
            f"「{path.name}」は読んでいる間に変わったため、添付していません。保存し終えてから、もう一度添付してください。"
        )
    return StoredFile(sha256, size, new=True)


def add_pieces(
    connection: Connection, sha256: str, size: int, pieces: Iterable[bytes], at: str, *, checked: bool = False
) -> StoredFile:
    """Store bytes that arrive piece by piece; `DamagedFileError` when they are not those of the hash.

    ``checked`` says that the pieces themselves raise an error at their end when they are not: hashing a gigabyte twice
    takes longer than storing it.
    """
    if has_bytes(connection, sha256):
        return StoredFile(sha256, size, new=False)
    connection.execute(insert(blob).values(sha256=sha256, size=size, added_at=at))
    digest, found = hashlib.sha256(), 0
    for ordinal, piece in enumerate(_even_pieces(pieces)):
        if not checked:
            digest.update(piece)
        found += len(piece)
        connection.exec_driver_sql(sqlite_dialect.ADD_CHUNK, (sha256, ordinal, piece))
    if found != size or not (checked or digest.hexdigest() == sha256):
        raise DamagedFileError(
            "届いた証拠資料の中身が途中で変わりました。何も取り込んでいません。もう一度行ってください。"
        )
    return StoredFile(sha256, size, new=True)


def _even_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into pieces of `CHUNK_SIZE`, whatever sizes it comes in."""
    waiting = bytearray()
    for piece in pieces:
        if not waiting and len(piece) == CHUNK_SIZE:
            yield piece  # as bundles hand it out: nothing is copied
            continue
        waiting += piece
        while len(waiting) >= CHUNK_SIZE:
            yield bytes(waiting[:CHUNK_SIZE])
            del waiting[:CHUNK_SIZE]
    if waiting:
        yield bytes(waiting)


def has_bytes(connection: Connection, sha256: str) -> bool:
    """Whether the bytes of that hash are in the file."""
    return connection.execute(select(blob.c.sha256).where(blob.c.sha256 == sha256)).first() is not None


def list_files(connection: Connection) -> list[tuple[str, int]]:
    """Return ``(sha256, size)`` of all stored bytes."""
    return list(connection.execute(select(blob.c.sha256, blob.c.size).order_by(blob.c.sha256)).all())


def unchecked_bytes(connection: Connection, sha256: str) -> Iterator[bytes]:
    """Yield the stored bytes piece by piece, for a caller who holds them against the hash."""
    for ordinal in _ordinals(connection, sha256):
        data: bytes = connection.exec_driver_sql(sqlite_dialect.READ_CHUNK, (sha256, ordinal)).scalar_one()
        yield data


def stream_bytes(connection: Connection, sha256: str) -> Iterator[bytes]:
    """Yield the stored bytes piece by piece, and raise `DamagedFileError` at the end when they do not match."""
    digest = hashlib.sha256()
    for data in unchecked_bytes(connection, sha256):
        digest.update(data)
        yield data
    if digest.hexdigest() != sha256:
        raise DamagedFileError(
            "証拠資料の中身が、登録したときのものと一致しません。"
            "元のファイルをもう一度添付するか、バックアップから戻してください。"
        )


def damaged_files(connection: Connection, progress: Progress | None = None) -> list[str]:
    """Return the hashes whose stored bytes no longer match them."""
    hashes = list(connection.execute(select(blob.c.sha256).order_by(blob.c.sha256)).scalars())
    damaged = []
    for place, sha256 in enumerate(hashes):
        if not is_sound(connection, sha256):
            damaged.append(sha256)
        if progress:
            progress(place + 1, len(hashes))
    return damaged


def is_sound(connection: Connection, sha256: str) -> bool:
    """Whether the stored bytes of one file match its hash."""
    try:
        for _piece in stream_bytes(connection, sha256):
            pass
    except DamagedFileError:
        return False
    return True


def _ordinals(connection: Connection, sha256: str) -> list[int]:
    statement = select(chunk.c.ordinal).where(chunk.c.sha256 == sha256).order_by(chunk.c.ordinal)
    return list(connection.execute(statement).scalars())


def _digest(pieces: Iterator[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _write_chunks(connection: Connection, sha256: str, size: int, stream: BinaryIO, progress: Progress | None) -> str:
    digest, done = hashlib.sha256(), 0
    for ordinal, piece in enumerate(iter(lambda: stream.read(CHUNK_SIZE), b"")):
        digest.update(piece)
        connection.execute(insert(chunk).values(sha256=sha256, ordinal=ordinal, data=piece))
        done += len(piece)
        if progress:
            progress(done, size)
    return digest.hexdigest()
