"""A bundle as something to take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.header import PackListing
from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.pack import ReadPack
from reform_desktop.bundle.reader import OpenedBundle, ReadEvidence, digest_file, open_bundle
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.practice import PRACTICE_PLAN_ID
from reform_desktop.services.exchange.acquaintance import Acquaintance
from reform_desktop.services.exchange.keys import KeyTrust
from reform_desktop.services.exchange.known_bundle import KnownBundle
from reform_desktop.services.exchange.practice_apart import refuse_mixing
from reform_desktop.services.exchange.source import ArrivedFile, Progress, Signer
from reform_desktop.store.imports import Arrival
from reform_desktop.store.packs import KeptPack

_LACKING: Final = (
    "前に送った分を省いて作られていますが、省かれた分がこのファイルに届いていません（取り消した取込みの分も含みます）。"
    "足りない分は「前回の提出分が未着」として保留になります。"
    "前回のファイルを取り込むか、全部を入れたファイルを作ってもらってください。"
)
_READ_TWICE: Final = 16 * 1024 * 1024
"""Bytes up to which a file is digested before it is opened, to see whether it was taken in before."""


_CHANGE_BYTES: Final = 2_000


class BundleSource:
    """Reads a verified bundle; packs that the file holds already are not decoded again."""

    def __init__(
        self,
        opened: OpenedBundle,
        held: Mapping[str, KeptPack],
        others: Acquaintance,
        sha256: str = "",
        lacking: int = 0,
    ) -> None:
        """``lacking`` counts the packs that the sender left out although they are not here."""
        self._opened = opened
        self._lacking = lacking
        self._held = held
        self._sha256 = sha256
        # Asked now: while the import writes, a second connection may have to wait for its end.
        self._signers = tuple(_signers(opened, others))
        self._sender_name = _known_name(opened, others)

    @classmethod
    @contextmanager
    def open(cls, path: Path, others: Acquaintance) -> Iterator[BundleSource | KnownBundle]:
        """Open and verify a bundle; `BundleError` when it is refused or belongs to another plan.

        A file whose very bytes were taken in before was verified then.
        """
        sha256 = digest_file(path) if _is_small(path) else ""
        again = KnownBundle.find(path, sha256, others)
        if again is not None:
            yield again
            return
        held: dict[str, KeptPack] = {}

        def known(listing: PackListing) -> bool:
            kept = others.pack(listing.sha256)
            if kept is None or (kept.unit, kept.key) != (listing.unit, listing.key):
                return False
            held[listing.sha256] = kept
            return True

        with open_bundle(path, known) as opened:
            header = opened.header
            refuse_mixing(path.name, others, practice=header.plan_id == PRACTICE_PLAN_ID, plan_name=header.plan_name)
            if header.plan_id not in others.plan_ids:
                raise BundleError(
                    path.name,
                    f"別の計画（{header.plan_name}）のものです",
                    "その計画のファイルを開いてから取り込んでください。",
                )
            yield cls(opened, held, others, sha256, others.count_lacking(opened.header.left_out_packs))

    @property
    def label(self) -> str:
        """The bundle's file name."""
        return self._opened.path.name

    @property
    def sender_name(self) -> str:
        """The unit that made it, by the name that this file knows."""
        return self._sender_name

    @property
    def weight(self) -> int:
        """The changes of the packs that are not here yet, and evidence for as many as take about its room."""
        new = sum(one.changes for one in self._opened.header.packs if one.sha256 not in self._held)
        return new + sum(one.size for one in self._opened.evidence.values()) // _CHANGE_BYTES

    @property
    def _changes(self) -> int:
        return sum(listing.changes for listing in self._opened.header.packs)

    @property
    def sha256(self) -> str:
        """The digest of the file; empty for large ones, which are not read twice."""
        return self._sha256

    @property
    def purpose(self) -> str:
        """What the bundle is for."""
        return self._opened.header.purpose

    @property
    def signers(self) -> tuple[Signer, ...]:
        """The sender's key, then the key of every pack."""
        return self._signers

    def arrivals(self, progress: Progress | None) -> Iterator[Arrival]:
        """Yield the packs, those that are here already by name alone."""
        total, done = self._changes, 0
        for listing in self._opened.header.packs:
            kept = self._held.get(listing.sha256)
            if kept is not None:
                yield Arrival(pack=kept, known=True, count=listing.changes)
            else:
                yield from map(_arrival, self._opened.packs(partial(_is_another, listing)))
            done += listing.changes
            if progress:
                progress(done, total)

    def evidence(self) -> Iterator[ArrivedFile]:
        """Yield the files whose bytes are those announced."""
        return (self._file(one) for one in self._opened.evidence.values() if not one.converted)

    def converted(self) -> Iterator[ArrivedFile]:
        """Yield the files that a gateway rewrote."""
        return (self._file(one) for one in self._opened.evidence.values() if one.converted)

    def details(self) -> dict[str, str]:
        """Return what later exports and the to-do list need to know of it."""
        header = self._opened.header
        here = [one.sha256 for one in header.evidence if one.included]
        return {
            "purpose": header.purpose,
            "unit": header.sender.unit,
            "key": header.sender.key,
            "bundle_id": header.bundle_id,
            "message": header.message,
            "deadline": header.deadline or "",
            "has_packs": ",".join(header.has_packs),
            "left_out_packs": ",".join(header.left_out_packs),
            "has_evidence": ",".join(here),
            "changes": str(self._changes),
            "comments": msgspec.json.encode(header.comments).decode(),
        }

    def warnings(self) -> Iterable[str]:
        """Yield what the reader noticed, and keys that nobody compared yet."""
        yield from self._opened.warnings
        if self._lacking:
            yield _LACKING
        for one in self._signers:
            if one.trust is KeyTrust.UNKNOWN:
                yield f"{one.name}の鍵をまだ確かめていません（番号 {one.fingerprint}）。"
            elif one.trust is KeyTrust.CHANGED:
                yield f"{one.name}の鍵が、前に確かめたものから変わっています（番号 {one.fingerprint}）。"

    def _file(self, one: ReadEvidence) -> ArrivedFile:
        pieces = partial(self._opened.evidence_pieces, one.sha256)
        return ArrivedFile(one.sha256, one.found_sha256, one.found_size, pieces)


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= _READ_TWICE
    except OSError:
        return False  # whoever opens it says why


def _known_name(opened: OpenedBundle, others: Acquaintance) -> str:
    sender = opened.header.sender
    known = others.name_of(sender.unit)
    return sender.name if known == sender.unit else known


def _is_another(wanted: PackListing, listing: PackListing) -> bool:
    return listing.sha256 != wanted.sha256


def _arrival(pack: ReadPack) -> Arrival:
    sealed = pack.sealed
    kept = KeptPack(sealed.sha256, sealed.unit, sealed.key, sealed.signature)
    return Arrival(pack.ids, pack.changes, sealed.bodies, kept)


def _signers(opened: OpenedBundle, others: Acquaintance) -> Iterator[Signer]:
    """Yield the sender, then everybody who sealed a pack; a roster that the trusted division signed vouches."""
    header = opened.header
    sender_trust = others.trust(header.sender.unit, header.sender.key)
    vouched = set()
    if header.sender.unit == DIVISION and sender_trust.speaks:
        vouched = {(one.unit, one.key) for one in header.roster}
    seen = set()
    for unit, key in [(header.sender.unit, header.sender.key), *((one.unit, one.key) for one in header.packs)]:
        if (unit, key) in seen:
            continue
        seen.add((unit, key))
        trust = others.trust(unit, key)
        if (unit, key) in vouched and trust is not KeyTrust.REVOKED:
            trust = KeyTrust.ACCEPTED
        name = header.sender.name if unit == header.sender.unit else others.name_of(unit)
        yield Signer(unit, name, key, fingerprint(key), trust)
