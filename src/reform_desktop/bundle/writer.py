"""Writes a bundle: one zip file, or several volumes, each a complete and signed bag of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from reform_desktop.bundle import bag
from reform_desktop.bundle.content import BundleContent, CancelCheck, EvidenceSource, Progress
from reform_desktop.bundle.header import Header, Volume, decode_header, encode_header
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.readme import readme
from reform_desktop.bundle.sshsig import BUNDLE_NAMESPACE, digest_of, sign_digest
from reform_desktop.bundle.steps import Steps
from reform_desktop.bundle.volumes import VOLUME_LIMIT, divide_evidence, volume_path
from reform_desktop.bundle.zip_writer import Written, ZipWriter
from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.errors import DamagedFileError

_AGENT: Final = "reform-desktop"


def write_bundle(
    target: Path,
    content: BundleContent,
    key: UnitKey,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
    *,
    limit: int = VOLUME_LIMIT,
) -> list[Path]:
    """Write the bundle to ``target`` (a ``.zip``) and return the files written, several when it needs volumes.

    All of them appear at the end, or none. A header that no reader would accept is a bug and raises `RefusalError`
    here already. Raises `DamagedFileError` when evidence is no longer what its hash says,
    `Cancelled`, `FileError` and `ReadOnlyError`.
    """
    if (key.unit, key.public) != (content.header.sender.unit, content.header.sender.key):
        raise ValueError("the header names another sender than the key's")
    decode_header(encode_header(content.header))
    volumes = divide_evidence(content, limit)
    paths = [volume_path(target, number, len(volumes)) for number in range(1, len(volumes) + 1)]
    steps = Steps(_amount(content), progress, cancelled)
    with ExitStack() as files:
        for number, (path, evidence) in enumerate(zip(paths, volumes, strict=True), 1):
            stream = files.enter_context(atomic_write(path))
            header = _header_of_volume(content, evidence, Volume(number=number, of=len(volumes)))
            _VolumeWriter(stream, header, key, steps).write(content, evidence)
    return paths


class _VolumeWriter:
    """Writes one bag, payload first, and remembers the digests that its manifests need."""

    def __init__(self, stream: BinaryIO, header: Header, key: UnitKey, steps: Steps) -> None:
        self._zip = ZipWriter(stream)
        self._header = header
        self._key = key
        self._steps = steps
        self._folder = bag.folder_of(header.bundle_id)
        self._payload: dict[str, Written] = {}
        self._tags: dict[str, str] = {}

    def write(self, content: BundleContent, evidence: Iterable[EvidenceSource]) -> None:
        """Write the whole bag and close it."""
        self._add_payload(bag.HEADER, encode_header(self._header))
        if self._header.volume.number == 1:
            self._add_packs(content)
            for name, data in sorted(content.snapshot.items()):
                self._add_payload(bag.SNAPSHOT + name, data)
        for name, data in sorted(content.schema.items()):
            self._add_payload(bag.SCHEMA + name, data)
        for one in evidence:
            self._add_evidence(one)
        self._add_tags()
        self._zip.close()

    def _add_packs(self, content: BundleContent) -> None:
        for pack in content.packs:
            path = bag.pack_path(pack.listing.sha256)
            self._add_payload(path, pack.read())
            if self._payload[path].sha256 != pack.listing.sha256:
                raise DamagedFileError(
                    "保存してある変更の束が、署名したときのものと一致しないため、書き出していません。"
                    "バックアップから戻してください。"
                )

    def _add_payload(self, path: str, data: bytes) -> None:
        if not bag.is_file_path(path):
            raise ValueError(f"no place in a bundle: {path}")
        self._payload[path] = self._zip.add(self._folder + path, data)
        self._steps.advance(len(data))

    def _add_evidence(self, source: EvidenceSource) -> None:
        path = bag.evidence_path(source.sha256, source.extension)
        if not bag.is_file_path(path) or source.pieces is None:
            raise ValueError(f"no place in a bundle: {path}")
        written = self._zip.add_stored(self._folder + path, self._watched(source.pieces()))
        if (written.sha256, written.size) != (source.sha256, source.size):
            raise DamagedFileError(
                "証拠資料の中身が、登録したときのものと一致しないため、書き出していません。"
                "元のファイルをもう一度添付するか、バックアップから戻してください。"
            )
        self._payload[path] = written

    def _watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._steps.advance(len(piece))
            yield piece

    def _add_tags(self) -> None:
        digests = {path: written.sha256 for path, written in self._payload.items()}
        octets = sum(written.size for written in self._payload.values())
        info = bag.bag_info(_info_of(self._header), octets, len(self._payload))
        self._add_tag(bag.DECLARATION, bag.BAGIT)
        self._add_tag(bag.INFO, info)
        self._add_tag(bag.README, readme(self._header))
        self._add_tag(bag.MANIFEST, bag.manifest(digests))
        tag_manifest = bag.manifest(self._tags)
        signature = sign_digest(self._key.private, BUNDLE_NAMESPACE, digest_of(tag_manifest))
        self._zip.add(self._folder + bag.TAG_MANIFEST, tag_manifest)
        self._zip.add(self._folder + bag.SIGNATURE, signature.encode())

    def _add_tag(self, name: str, data: bytes) -> None:
        self._tags[name] = self._zip.add(self._folder + name, data).sha256


def _header_of_volume(content: BundleContent, evidence: Iterable[EvidenceSource], volume: Volume) -> Header:
    here = {one.sha256 for one in evidence}
    packs = tuple(pack.listing for pack in content.packs) if volume.number == 1 else ()
    listed = tuple(one.listed(included=one.sha256 in here) for one in content.evidence)
    left_out = content.header.left_out_packs if volume.number == 1 else ()
    return msgspec.structs.replace(
        content.header, packs=packs, left_out_packs=left_out, evidence=listed, volume=volume
    )


def _info_of(header: Header) -> dict[str, str]:
    return {
        "Source-Organization": header.sender.name,
        "External-Description": header.plan_name,
        "External-Identifier": header.bundle_id,
        "Bag-Group-Identifier": header.plan_id,
        "Bag-Count": f"{header.volume.number} of {header.volume.of}",
        "Bagging-Date": header.created_at[:10],
        "Bag-Software-Agent": _AGENT,
    }


def _amount(content: BundleContent) -> int:
    texts = (*content.snapshot.values(), *content.schema.values())
    files = sum(one.size for one in content.evidence if one.pieces)
    return files + sum(pack.size for pack in content.packs) + sum(map(len, texts))
