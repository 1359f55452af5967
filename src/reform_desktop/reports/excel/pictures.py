"""The city's emblem in the first row of a workbook's first worksheet."""

from __future__ import annotations

import io
from typing import Final, cast

from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from reform_desktop.reports.excel.streamed import StreamedSheet
from reform_desktop.reports.logos import decoded_logo

LOGO_ROW_HEIGHT: Final = 46.0
_HEIGHT: Final = 56
_WIDTH: Final = 220
"""Pixels, of which four make three points."""


def add_logo(sheet: StreamedSheet, content: bytes) -> bool:
    """Place an emblem over the first row, which the caller leaves empty; False when there is none to be shown."""
    logo = decoded_logo(content) if content else None
    if logo is None:
        return False
    image = Image(io.BytesIO(content))
    scale = min(_WIDTH / logo.width, _HEIGHT / logo.height)
    image.width, image.height = round(scale * logo.width), round(scale * logo.height)
    Worksheet.add_image(cast("Worksheet", sheet), image, "A1")
    return True
