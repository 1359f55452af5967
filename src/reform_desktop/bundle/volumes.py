"""Divides a bundle's evidence over volumes that gateways let pass. Each volume is a bundle of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reform_desktop.bundle.content import BundleContent, EvidenceSource
from reform_desktop.bundle.header import Header, encode_header

VOLUME_LIMIT: Final = 95_000_000
"""Bytes of one file of a bundle; gateways stop at about 100 MB."""

_FIXED: Final = 64 * 1024
"""More than the directory, the readme and the BagIt files take, beside what grows with the members."""

_PER_MEMBER: Final = 700
"""More than one member takes beside its bytes: two zip headers, a manifest line and a line of the header."""

_MOST_FILES: Final = 30_000
"""Files of evidence in one volume; a zip without zip64 has at most 65,534 members."""


def divide_evidence(content: BundleContent, limit: int = VOLUME_LIMIT) -> list[list[EvidenceSource]]:
    """Return the evidence of each volume, in the given order; the first volume carries everything else too.

    A later volume holds at least one file, however large it is.
    """
    envelope = _envelope_size(content.header, content)
    room = limit - envelope - sum(map(len, content.snapshot.values())) - _pack_sizes(content)
    volumes: list[list[EvidenceSource]] = [[]]
    for one in content.evidence:
        if one.pieces is None:
            continue
        size = one.size + _PER_MEMBER
        if (size > room and (volumes[-1] or len(volumes) == 1)) or len(volumes[-1]) == _MOST_FILES:
            volumes.append([])
            room = limit - envelope
        volumes[-1].append(one)
        room -= size
    return volumes


def volume_path(target: Path, number: int, of: int) -> Path:
    """Return the file of one volume: ``財政課.zip``, or ``財政課_1of3.zip``."""
    return target if of == 1 else target.with_name(f"{target.stem}_{number}of{of}{target.suffix}")


def _envelope_size(header: Header, content: BundleContent) -> int:
    members = len(content.packs) + len(content.evidence) + len(content.snapshot) + len(content.schema)
    return _FIXED + len(encode_header(header)) + members * _PER_MEMBER + sum(map(len, content.schema.values()))


def _pack_sizes(content: BundleContent) -> int:
    return sum(pack.size for pack in content.packs)
