"""「練習用」 across a page, below what stands on it: hollow letters, so that a photocopy leaves the words readable."""

from __future__ import annotations

import math
from typing import Final

from reform_desktop.domain.practice import PRACTICE
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.objects import PdfFile

WATERMARK_FORM: Final = "Practice"
"""The form that is drawn first on every page of a practice plan, with its origin in the middle of the page."""

_SIZE: Final = 150.0
_ANGLE: Final = math.radians(35)
_GRAY: Final = 0.62
_LINE: Final = 0.9
_HALF_WAY_UP: Final = 0.36
"""Of the size: the middle of the letters above their baseline."""

_REACH: Final = 420


def write_watermark(pdf: PdfFile, fonts: DocumentFonts, resources: int) -> int:
    """Write the form and return its number."""
    cosine, sine = math.cos(_ANGLE), math.sin(_ANGLE)
    left = -fonts.width(PRACTICE, _SIZE, bold=True) / 2
    shown = " ".join(
        f"/{resource} {_SIZE:g} Tf <{codes}> Tj" for resource, codes, _text in fonts.runs(PRACTICE, bold=True)
    )
    operators = (
        f"q {_GRAY:g} {_GRAY:g} {_GRAY:g} RG {_LINE:g} w "
        f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} 0 0 cm "
        f"BT 1 Tr {left:.2f} {-_SIZE * _HALF_WAY_UP:.2f} Td {shown} ET Q"
    )
    box = f"[{-_REACH} {-_REACH} {_REACH} {_REACH}]"
    return pdf.add_stream(
        operators.encode("ascii"), f"/Type /XObject /Subtype /Form /BBox {box} /Resources {resources} 0 R"
    )
