"""The published vectors: our reader comes to the verdict that any reader should."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.reader import open_bundle
from unit.bundle.verdicts import taken
from vectors.make_vectors import make_all

VECTORS = Path(__file__).parents[2] / "vectors"


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """One line of the index."""

    file: str
    verdict: str
    why: str


LINES = msgspec.json.decode((VECTORS / "index.json").read_bytes(), type=list[Line])


def verdict_on(path: Path) -> str:
    try:
        taken(path)
        with open_bundle(path) as opened:
            converted = any(one.converted for one in opened.evidence.values())
    except BundleError:
        return "refuse"
    return "accept-converted" if converted else "accept"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.file)
def test_our_reader_comes_to_the_verdict(line: Line) -> None:
    assert verdict_on(VECTORS / line.file) == line.verdict


def test_the_index_names_every_vector() -> None:
    assert sorted(line.file for line in LINES) == sorted(path.name for path in VECTORS.glob("*.zip"))
    assert len(LINES) > 40


def test_the_script_makes_every_vector_and_no_other() -> None:
    """Bytes are not compared: the vectors of a format stay as published when a readme's wording changes."""
    assert set(make_all()) == {line.file for line in LINES} | {"index.json"}
