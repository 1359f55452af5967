"""Small bundles for tests: the same keys, ids and moments at every run, so that their bytes are the same too."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reform_desktop.bundle.content import BundleContent, EvidenceSource, PackSource
from reform_desktop.bundle.header import FORMAT, Comment, Header, Recipient, RosterEntry, Scope, Sender, Volume
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.pack import seal
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.changes.change import DIVISION, EXISTENCE, Change, encode_change

NAMESPACE = uuid.UUID("5d1f8a62-6f0b-4c0e-9d5c-0f6f3f1f7a10")


def made_id(word: str) -> str:
    """Return the id that belongs to a word."""
    return str(uuid.uuid5(NAMESPACE, word))


def made_key(unit: str) -> UnitKey:
    """Return the key that belongs to a unit; everybody knows it."""
    return UnitKey(unit, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(unit.encode()).digest()))


PLAN = made_id("plan")
FINANCE = made_id("財政課")
FINANCE_KEY = made_key(FINANCE)
DIVISION_KEY = made_key(DIVISION)


def made_change(number: int, unit: str = FINANCE) -> Change:
    """Return the creation of a year record."""
    return Change(
        row=made_id(f"{unit} {number}"),
        kind="year_record",
        unit=unit,
        who="山田",
        at="2026-04-20T15:30:00+09:00",
        set={"fiscal_year": 2025, "measure_id": made_id("measure"), "result": f"{number}件を見直しました。"},
        parents={EXISTENCE: (hashlib.sha256(str(number).encode()).hexdigest(),)},
        create=True,
    )


def made_bodies(count: int = 3, unit: str = FINANCE) -> list[bytes]:
    """Return the canonical JSON of some changes."""
    return [encode_change(made_change(number, unit)) for number in range(count)]


def made_header(key: UnitKey = FINANCE_KEY) -> Header:
    """Return the header of a submission; the writer fills in what lies in the bundle."""
    return Header(
        format=FORMAT,
        least_reader=1,
        bundle_id=made_id("bundle"),
        plan_id=PLAN,
        plan_name="行政改革大綱",
        sender=Sender(unit=key.unit, name="財政課", key=key.public),
        recipient=Recipient(unit=DIVISION, name="政策・デジタル推進課"),
        purpose="submission",
        scope=Scope(department_ids=(FINANCE,), fiscal_years=None),
        created_at="2026-04-20T15:30:00+09:00",
        message="よろしくお願いします。",
        deadline=None,
        comments=(Comment(row=made_id("x"), kind="year_record", field="result", text="件数を書きました。"),),
        packs=(),
        evidence=(),
        has_packs=(hashlib.sha256(b"earlier").hexdigest(),),
        roster=(RosterEntry(unit=DIVISION, name="政策・デジタル推進課", key=DIVISION_KEY.public),),
        volume=Volume(number=1, of=1),
    )


def made_evidence(data: bytes, extension: str = "pdf", *, included: bool = True) -> EvidenceSource:
    """Return a file of evidence, in two pieces."""
    half = len(data) // 2
    digest = hashlib.sha256(data).hexdigest()
    return EvidenceSource(
        digest, len(data), extension, (lambda: iter((data[:half], data[half:]))) if included else None
    )


def made_content(
    key: UnitKey = FINANCE_KEY,
    evidence: Sequence[EvidenceSource] | None = None,
    header: Mapping[str, object] | None = None,
    count: int = 3,
) -> BundleContent:
    """Return the content of a small submission, with some values of its header replaced."""
    if evidence is None:
        evidence = (made_evidence(b"%PDF-1.4 evidence"), made_evidence(b"left out", "txt", included=False))
    return BundleContent(
        header=msgspec.structs.replace(made_header(key), **(header or {})),
        packs=[PackSource.of(seal(key, made_bodies(count, key.unit)))],
        evidence=evidence,
        snapshot={"index.html": b"<!doctype html><html lang=ja><title>x</title>", "year_record.csv": b"a,b\r\n1,2\r\n"},
        schema={"change.schema.json": b"{}\n"},
    )


def made_bundle(folder: Path, content: BundleContent | None = None, key: UnitKey = FINANCE_KEY) -> Path:
    """Write a small submission and return its file."""
    (path,) = write_bundle(folder / "財政課.zip", content or made_content(key), key)
    return path
