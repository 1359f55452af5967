"""What ``bundle inspect`` tells of a bundle, for people and, as JSON, for scripts."""

from __future__ import annotations

import msgspec

from reform_desktop.bundle.header import Comment, Header, Purpose, Recipient, RosterEntry, Scope, Volume
from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.reader import OpenedBundle


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed: the unit, its name, the key as OpenSSH writes it, and the key's fingerprint in digits."""

    unit: str
    name: str
    public_key: str
    fingerprint: str


class PackSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One pack: by whom it was sealed, and how many changes it holds."""

    sha256: str
    unit: str
    public_key: str
    fingerprint: str
    changes: int


class ConvertedFile(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence that was rewritten on the way: the announced hash and size, and those that were found."""

    sha256: str
    size: int
    found_sha256: str
    found_size: int


class EvidenceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """How many files of evidence are in the bundle, with how many bytes, and how many are only named."""

    included: int
    bytes: int
    left_out: int
    converted: tuple[ConvertedFile, ...]


class PlanName(msgspec.Struct, frozen=True, kw_only=True):
    """The plan that the bundle belongs to."""

    id: str
    name: str


class BundleSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a verified bundle but the changes themselves; ``size`` is that of the file, in bytes."""

    file: str
    size: int
    format: int
    bundle_id: str
    plan: PlanName
    purpose: Purpose
    signer: Signer
    recipient: Recipient | None
    scope: Scope
    created_at: str
    message: str
    deadline: str | None
    volume: Volume
    changes: int
    packs: tuple[PackSummary, ...]
    evidence: EvidenceSummary
    has_packs: int
    left_out_packs: int
    comments: tuple[Comment, ...]
    roster: tuple[RosterEntry, ...]
    warnings: tuple[str, ...]


def describe(opened: OpenedBundle) -> BundleSummary:
    """Return the summary of an open bundle; reads no more of it."""
    header = opened.header
    return BundleSummary(
        file=opened.path.name,
        size=opened.length,
        format=header.format,
        bundle_id=header.bundle_id,
        plan=PlanName(id=header.plan_id, name=header.plan_name),
        purpose=header.purpose,
        signer=_signer(header),
        recipient=header.recipient,
        scope=header.scope,
        created_at=header.created_at,
        message=header.message,
        deadline=header.deadline,
        volume=header.volume,
        changes=sum(pack.changes for pack in header.packs),
        packs=_packs(header),
        evidence=_evidence(opened),
        has_packs=len(header.has_packs),
        left_out_packs=len(header.left_out_packs),
        comments=header.comments,
        roster=header.roster,
        warnings=opened.warnings,
    )


def _signer(header: Header) -> Signer:
    sender = header.sender
    return Signer(unit=sender.unit, name=sender.name, public_key=sender.key, fingerprint=fingerprint(sender.key))


def _packs(header: Header) -> tuple[PackSummary, ...]:
    return tuple(
        PackSummary(
            sha256=pack.sha256,
            unit=pack.unit,
            public_key=pack.key,
            fingerprint=fingerprint(pack.key),
            changes=pack.changes,
        )
        for pack in header.packs
    )


def _evidence(opened: OpenedBundle) -> EvidenceSummary:
    here = opened.evidence.values()
    converted = tuple(
        ConvertedFile(sha256=one.sha256, size=one.size, found_sha256=one.found_sha256, found_size=one.found_size)
        for one in here
        if one.converted
    )
    return EvidenceSummary(
        included=len(here),
        bytes=sum(one.found_size for one in here),
        left_out=len(opened.left_out),
        converted=converted,
    )
