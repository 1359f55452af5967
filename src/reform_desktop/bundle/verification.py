"""What is checked of a bag, from the outside in: names, signature, manifests, header, packs, evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Final

from reform_desktop.bundle import bag
from reform_desktop.bundle.errors import RefusalError
from reform_desktop.bundle.header import Header, PackListing, check_least_reader, decode_header
from reform_desktop.bundle.pack import MOST_BYTES as MOST_PACK_BYTES
from reform_desktop.bundle.pack import ReadPack, read_pack
from reform_desktop.bundle.side_digest import SideDigest
from reform_desktop.bundle.sshsig import BUNDLE_NAMESPACE, SignatureError, digest_of, verify_digest
from reform_desktop.bundle.steps import Steps
from reform_desktop.bundle.zip_format import DEFLATED
from reform_desktop.bundle.zip_reader import ZipReader

MOST_INFLATED: Final = 2 * 1024**3
"""Bytes that all deflated members of a bundle may become together."""

_MOST_TEXT: Final = 16 * 1024 * 1024
"""Bytes of a manifest or of the header, which are held in memory."""

_MOST_SIGNATURE: Final = 10_000
_KEPT_PACKS: Final = 2 * 1024 * 1024
"""Bytes of pack files whose decoded changes are kept, so that small bundles are decoded once only."""

CHANGED_MEANWHILE: Final = "読んでいる間に、ファイルの中身が変わりました"


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: the header, evidence that was rewritten on the way (path: hash and size), small packs."""

    header: Header
    converted: Mapping[str, tuple[str, int]]
    packs: Mapping[str, ReadPack]


@dataclass(slots=True)
class _Findings:
    """What is gathered while the payload is read once."""

    digests: dict[str, tuple[str, int]] = dataclass_field(default_factory=dict)
    packs: dict[str, ReadPack] = dataclass_field(default_factory=dict)
    kept: int = 0


def verify(reader: ZipReader, known_packs: Callable[[PackListing], bool], steps: Steps) -> Verified:
    """Check everything in a bag, or refuse it (`RefusalError`)."""
    return _Verification(reader, known_packs, steps).run()


class _Verification:
    """One pass over one bag. Members are named by their path inside the bag's folder."""

    def __init__(self, reader: ZipReader, known_packs: Callable[[PackListing], bool], steps: Steps) -> None:
        self._reader = reader
        self._known_packs = known_packs
        self._steps = steps
        self._folder = next(iter(reader.members)).partition("/")[0] + "/"
        self._tags: dict[str, str] = {}
        self._read_tags: dict[str, bytes] = {}

    def run(self) -> Verified:
        paths = self._paths()
        if bag.HEADER not in paths:
            raise RefusalError("行革デスクのファイルに必要な見出し（header.json）がありません")
        check_least_reader(self._read(bag.HEADER))
        self._check_paths(paths)
        signer = self._check_signature()
        manifest = bag.read_manifest(self._read_tag(bag.MANIFEST), bag.MANIFEST)
        self._check_complete(manifest, {path for path in paths if path.startswith("data/")})
        header = self._header(manifest, signer)
        found = self._read_payload(manifest, header)
        converted = {path: found.digests[path] for path in manifest if found.digests[path][0] != manifest[path]}
        self._check_sizes(header, found.digests)
        return Verified(header, converted, found.packs)

    # The outside: names, and the files around the payload

    def _paths(self) -> set[str]:
        """Return the paths of all files; every one of them lies in the bag's only folder."""
        inflated = sum(member.size for member in self._reader.members.values() if member.method == DEFLATED)
        if inflated > MOST_INFLATED:
            raise RefusalError("展開すると大きくなりすぎます")
        paths = set()
        for name, member in self._reader.members.items():
            if not name.startswith(self._folder):
                raise RefusalError(f"あってはならない場所にファイル「{name}」が入っています")
            path = name.removeprefix(self._folder)
            if not member.is_folder:
                paths.add(path)
            elif path and not bag.is_folder_path(path):
                raise RefusalError(f"あってはならないフォルダー「{name}」が入っています")
        return paths

    def _check_paths(self, paths: set[str]) -> None:
        if bag.FETCH in paths:
            raise RefusalError("中身の一部が別の場所に置かれています（fetch.txt）")
        if wrong := sorted(path for path in paths if not bag.is_file_path(path)):
            raise RefusalError(f"あってはならないファイル「{wrong[0]}」が入っています")
        for name in (*bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE):
            if name not in paths:
                raise RefusalError(f"「{name}」が欠けています")
        if self._read(bag.DECLARATION) != bag.BAGIT:
            raise RefusalError(f"「{bag.DECLARATION}」の内容が決まりに合いません")

    def _check_signature(self) -> str:
        """Check the signature, and the files it covers, and return the public key that made it."""
        tag_manifest = self._read(bag.TAG_MANIFEST)
        armoured = self._reader.read(self._folder + bag.SIGNATURE, _MOST_SIGNATURE).decode("ascii", "replace")
        try:
            signer = verify_digest(armoured, BUNDLE_NAMESPACE, digest_of(tag_manifest))
        except SignatureError as error:
            raise RefusalError("署名が合いません（書き換えられています）") from error
        self._tags = bag.read_manifest(tag_manifest, bag.TAG_MANIFEST)
        if set(self._tags) != set(bag.TAG_FILES):
            raise RefusalError(f"目録「{bag.TAG_MANIFEST}」の中身が足りないか、余分です")
        for name in bag.TAG_FILES:
            self._read_tag(name)
        return signer

    def _read_tag(self, name: str) -> bytes:
        data = self._read_tags.get(name)
        if data is None:
            data = self._read_tags[name] = self._read(name)
            if hashlib.sha256(data).hexdigest() != self._tags[name]:
                raise RefusalError(f"「{name}」が書き換えられています")
        return data

    def _read(self, path: str) -> bytes:
        return self._reader.read(self._folder + path, _MOST_TEXT)

    # The payload

    @staticmethod
    def _check_complete(manifest: Mapping[str, str], present: set[str]) -> None:
        if missing := sorted(manifest.keys() - present):
            raise RefusalError(f"「{missing[0]}」が欠けています")
        if extra := sorted(present - manifest.keys()):
            raise RefusalError(f"目録にないファイル「{extra[0]}」が入っています")

    def _header(self, manifest: Mapping[str, str], signer: str) -> Header:
        data = self._read(bag.HEADER)
        if hashlib.sha256(data).hexdigest() != manifest[bag.HEADER]:
            raise RefusalError(f"「{bag.HEADER}」が書き換えられています")
        header = decode_header(data)
        if header.sender.key != signer:
            raise RefusalError("署名が、名のっている送り元の鍵によるものではありません")
        if bag.folder_of(header.bundle_id) != self._folder:
            raise RefusalError("フォルダーの名前が見出し（header.json）と合いません")
        self._check_listed(header, manifest)
        return header

    @staticmethod
    def _check_listed(header: Header, manifest: Mapping[str, str]) -> None:
        """Check that the header lists just the packs and the evidence that are there, under their own hashes."""
        listed = {bag.pack_path(pack.sha256): pack.sha256 for pack in header.packs}
        listed |= {bag.evidence_path(one.sha256, one.extension): one.sha256 for one in header.evidence if one.included}
        here = {path: sha256 for path, sha256 in manifest.items() if path.startswith((bag.PACKS, bag.EVIDENCE))}
        if listed != here:
            wrong = min(set(listed.items()) ^ set(here.items()))[0]
            raise RefusalError(f"見出し（header.json）と中身が合いません（{wrong}）")

    def _read_payload(self, manifest: Mapping[str, str], header: Header) -> _Findings:
        found = _Findings()
        packs = {bag.pack_path(pack.sha256): pack for pack in header.packs}
        for path, sha256 in manifest.items():
            if path in packs:
                found.digests[path] = self._check_pack(path, packs[path], found)
            else:
                found.digests[path] = self._digest(path)
            if found.digests[path][0] != sha256 and not path.startswith(bag.EVIDENCE):
                raise RefusalError(f"「{path}」が書き換えられています")
        return found

    def _check_pack(self, path: str, listing: PackListing, found: _Findings) -> tuple[str, int]:
        """Check a pack against its line in the header, unless the same bytes were checked before."""
        data = self._reader.read(self._folder + path, MOST_PACK_BYTES)
        self._steps.advance(len(data))
        digest = hashlib.sha256(data).hexdigest()
        if digest == listing.sha256 and not self._known_packs(listing):
            pack = read_pack(data, digest)
            shape = (pack.sealed.unit, pack.sealed.key, len(pack.sealed.bodies))
            if shape != (listing.unit, listing.key, listing.changes):
                raise RefusalError(f"見出し（header.json）と中身が合いません（{path}）")
            found.kept += len(data)
            if found.kept <= _KEPT_PACKS:
                found.packs[digest] = pack
        return digest, len(data)

    def _digest(self, path: str) -> tuple[str, int]:
        size = 0
        with SideDigest() as digest:
            for piece in self._reader.pieces(self._folder + path):
                digest.update(piece)
                size += len(piece)
                self._steps.advance(len(piece))
            return digest.hexdigest(), size

    def _check_sizes(self, header: Header, digests: Mapping[str, tuple[str, int]]) -> None:
        """Check the amount of payload, with evidence counted as it was before anything rewrote it."""
        announced = {bag.evidence_path(one.sha256, one.extension): one for one in header.evidence if one.included}
        for path, one in announced.items():
            if digests[path][0] == one.sha256 and digests[path][1] != one.size:
                raise RefusalError(f"見出し（header.json）と中身が合いません（{path}）")
        sizes = [announced[path].size if path in announced else size for path, (_hash, size) in digests.items()]
        if bag.read_oxum(self._read_tag(bag.INFO)) != (sum(sizes), len(sizes)):
            raise RefusalError(f"「{bag.INFO}」にある中身の大きさ（Payload-Oxum）が合いません")
