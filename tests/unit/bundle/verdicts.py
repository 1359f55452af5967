"""How a reader takes a file: accepted, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.header import Header
from reform_desktop.bundle.pack import SealedPack
from reform_desktop.bundle.reader import open_bundle

Taken = tuple[Header, tuple[SealedPack, ...], tuple[tuple[str, bytes], ...]]


def taken(path: Path) -> Taken:
    """Open a bundle and return everything that it hands out."""
    with open_bundle(path) as opened:
        packs = tuple(pack.sealed for pack in opened.packs())
        evidence = tuple((sha256, b"".join(opened.evidence_pieces(sha256))) for sha256 in opened.evidence)
        return opened.header, packs, evidence


def taken_or_refused(path: Path) -> Taken | None:
    """Return what a bundle hands out, or nothing when it is refused; any other end is an error."""
    try:
        return taken(path)
    except BundleError:
        return None


def refusal(folder: Path, data: bytes, name: str = "届いたもの.zip") -> str:
    """Return the sentence why the file is refused; fails the test when it is accepted, or fails in another way."""
    path = folder / name
    path.write_bytes(data)
    return refusal_of(path)


def refusal_of(path: Path) -> str:
    """Return the sentence why a file on disk is refused."""
    with pytest.raises(BundleError) as caught:
        taken(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert "何も取り込んでいません" in sentence
    assert caught.value.reason in sentence
    return sentence


def accepted(folder: Path, data: bytes) -> Taken:
    """Return what the file hands out; fails the test when it is refused."""
    path = folder / "届いたもの.zip"
    path.write_bytes(data)
    return taken(path)
