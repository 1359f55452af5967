"""Takes bundles apart and puts them together again: with any lie in the zip's records, or signed anew."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reform_desktop.bundle import bag
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.sshsig import BUNDLE_NAMESPACE, digest_of, sign_digest
from reform_desktop.bundle.zip_format import (
    CENTRAL,
    CENTRAL_MARK,
    DEFLATED,
    DESCRIPTOR,
    DESCRIPTOR_MARK,
    END,
    END_MARK,
    LOCAL,
    LOCAL_MARK,
    STORED,
)

Files = dict[str, bytes]
"""The files of a bundle by their path inside its folder."""


@dataclass(frozen=True)
class Entry:
    """One member of a zip, with whatever is to be said of it; ``None`` means the truth."""

    name: str | bytes
    data: bytes = b""
    method: int = STORED
    packed: bytes | None = None
    flags: int = 0
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    attributes: int = 0o100644 << 16
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    start: int | None = None
    disk: int = 0
    local_name: str | bytes | None = None
    local_method: int | None = None
    local_flags: int | None = None
    local_crc: int | None = None
    local_size: int | None = None
    local_packed_size: int | None = None
    descriptor: bytes = b""
    gap: bytes = b""


@dataclass(frozen=True)
class Ending:
    """What the end record says otherwise, and what stands around the zip."""

    count: int | None = None
    here: int | None = None
    size: int | None = None
    first: int | None = None
    disk: int = 0
    comment: bytes = b""
    prefix: bytes = b""
    trailing: bytes = b""
    before_directory: bytes = b""
    in_directory: bytes = b""


def forge(entries: Iterable[Entry], ending: Ending | None = None) -> bytes:
    """Return the bytes of a zip with those members."""
    said = ending or Ending()
    body, directory, count = bytearray(said.prefix), bytearray(), 0
    for entry in entries:
        start = len(body) if entry.start is None else entry.start
        body += _local(entry) + _packed(entry) + entry.descriptor + entry.gap
        directory += _central(entry, start)
        count += 1
    body += said.before_directory
    directory += said.in_directory
    first = len(body) if said.first is None else said.first
    size = len(directory) if said.size is None else said.size
    told = count if said.count is None else said.count
    here = told if said.here is None else said.here
    end = END.pack(END_MARK, said.disk, said.disk, here, told, size, first, len(said.comment))
    return bytes(body + directory) + end + said.comment + said.trailing


def described(entry: Entry, *, marked: bool = True) -> Entry:
    """Return the entry with its sizes in a data descriptor behind its bytes, as streaming programs write it."""
    packed = _packed(entry)
    values = DESCRIPTOR.pack(zlib.crc32(entry.data), len(packed), len(entry.data))
    mark = DESCRIPTOR_MARK if marked else b""
    return replace(
        entry,
        flags=entry.flags | 0x0008,
        local_crc=0,
        local_size=0,
        local_packed_size=0,
        descriptor=mark + values,
    )


def deflate(data: bytes, level: int = 6) -> bytes:
    """Return the data as a zip deflates it."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


def files_of(path: Path) -> Files:
    """Return the files of a bundle, as Python's own zip library reads them."""
    with zipfile.ZipFile(path) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


def folder_of(path: Path) -> str:
    """Return the folder in which the files of a bundle lie, with its slash."""
    with zipfile.ZipFile(path) as opened:
        return opened.namelist()[0].partition("/")[0] + "/"


def entries_of(files: Mapping[str, bytes], folder: str) -> list[Entry]:
    """Return truthful members for those files."""
    return [Entry(folder + path, data) for path, data in files.items()]


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return the files as a zip made by Python's own library, deflated, as a gateway would."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in files.items():
            made.writestr(zipfile.ZipInfo(folder + path), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def signed_anew(files: Mapping[str, bytes], key: UnitKey, manifest: Mapping[str, str] | None = None) -> Files:
    """Return the files with manifests, amount of payload and signature that fit them."""
    kept = {path: data for path, data in files.items() if path.startswith("data/") or path in bag.TAG_FILES}
    payload = {path: data for path, data in kept.items() if path.startswith("data/")}
    digests = (
        {path: hashlib.sha256(data).hexdigest() for path, data in payload.items()} if manifest is None else manifest
    )
    kept[bag.INFO] = bag.bag_info({}, sum(map(len, payload.values())), len(payload))
    kept[bag.MANIFEST] = bag.manifest(digests)
    return with_tags_signed(kept, key)


def with_tags_signed(files: Mapping[str, bytes], key: UnitKey) -> Files:
    """Return the files with a tag manifest and a signature that fit them; the manifest stays as it is."""
    tags = {path: hashlib.sha256(files[path]).hexdigest() for path in bag.TAG_FILES if path in files}
    tag_manifest = bag.manifest(tags)
    signature = sign_digest(key.private, BUNDLE_NAMESPACE, digest_of(tag_manifest))
    return {**files, bag.TAG_MANIFEST: tag_manifest, bag.SIGNATURE: signature.encode()}


def _packed(entry: Entry) -> bytes:
    if entry.packed is not None:
        return entry.packed
    return deflate(entry.data) if entry.method == DEFLATED else entry.data


def _name(name: str | bytes) -> bytes:
    return name if isinstance(name, bytes) else name.encode()


def _told(said: int | None, truth: int) -> int:
    return truth if said is None else said


def _local(entry: Entry) -> bytes:
    name = _name(entry.name if entry.local_name is None else entry.local_name)
    return (
        LOCAL.pack(
            LOCAL_MARK,
            20,
            _told(entry.local_flags, entry.flags),
            _told(entry.local_method, entry.method),
            0,
            33,
            _told(entry.local_crc, _told(entry.crc, zlib.crc32(entry.data))),
            _told(entry.local_packed_size, _told(entry.packed_size, len(_packed(entry)))),
            _told(entry.local_size, _told(entry.size, len(entry.data))),
            len(name),
            len(entry.local_extra),
        )
        + name
        + entry.local_extra
    )


def _central(entry: Entry, start: int) -> bytes:
    name = _name(entry.name)
    return (
        CENTRAL.pack(
            CENTRAL_MARK,
            20,
            20,
            entry.flags,
            entry.method,
            0,
            33,
            _told(entry.crc, zlib.crc32(entry.data)),
            _told(entry.packed_size, len(_packed(entry))),
            _told(entry.size, len(entry.data)),
            len(name),
            len(entry.extra),
            len(entry.comment),
            entry.disk,
            0,
            entry.attributes,
            start,
        )
        + name
        + entry.extra
        + entry.comment
    )
