"""The first pages of every report as small pictures, as they were last looked at and found good.

When a change is wanted, look at the new pages, renew the pictures with REFORM_DESKTOP_RENEW_REFERENCE=1, and commit
them with the change. A picture that is not alike is put beside the reference as ``…-new.png``, to be looked at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pypdfium2
import pytest
from PIL import Image, ImageChops

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from unit.reports.conftest import Made
from unit.reports.looked_at_plans import REQUESTS

PICTURES: Final = Path(__file__).parents[2] / "reference" / "pages"
RENEW: Final = bool(os.environ.get("REFORM_DESKTOP_RENEW_REFERENCE"))

_SCALE: Final = 50 / 72
_PAGES: Final = {"sample": 2, "empty": 1, "longest": 2}
_GREYS: Final = 8
_BLOCK: Final = 12
"""Pixels of a side of the squares that are compared: about a line and a half of text."""

_DIFFERENT: Final = 40
"""Of 255: by so much a square's mean may differ; less than a line of text or a ground of another colour."""

_ALL_BYTES: Final = 1_500_000


def first_pages(path: Path, count: int) -> Image.Image:
    """Return the first pages of a file side by side, in few greys."""
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [pdf[number].render(scale=_SCALE).to_pil().convert("L") for number in range(min(count, len(pdf)))]
    together = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        together.paste(page, (left, 0))
        left += page.width
    return together.quantize(_GREYS, dither=Image.Dither.NONE)


def most_different_square(one: Image.Image, other: Image.Image) -> int:
    """Return by how much the squares of two pictures differ that differ most."""
    difference = ImageChops.difference(one.convert("L"), other.convert("L"))
    small = difference.resize((-(-one.width // _BLOCK), -(-one.height // _BLOCK)), Image.Resampling.BOX)
    return max(small.tobytes())


@pytest.mark.parametrize(("name", "plan"), [(name, plan) for name in REPORTS for plan in REQUESTS])
def test_the_first_pages_look_as_they_did_when_they_were_last_looked_at(made: Made, name: str, plan: str) -> None:
    picture = first_pages(made(name, ReportFormat.PDF, REQUESTS[plan]()), _PAGES[plan])
    reference = PICTURES / f"{name}-{plan}.png"
    if RENEW:
        picture.save(reference, optimize=True)
    with Image.open(reference) as kept:
        alike = kept.size == picture.size and most_different_square(kept, picture) <= _DIFFERENT
    if not alike:
        picture.save(reference.with_stem(f"{reference.stem}-new"))
    assert alike, f"{reference.name} looks otherwise"


def test_the_pictures_stay_small() -> None:
    assert sum(one.stat().st_size for one in PICTURES.glob("*.png")) < _ALL_BYTES


def test_a_line_of_text_too_many_is_seen() -> None:
    white = Image.new("L", (120, 120), 255)
    written = white.copy()
    written.paste(90, (20, 36, 100, 44))
    assert most_different_square(white, written) > _DIFFERENT
    assert most_different_square(white, white) == 0
