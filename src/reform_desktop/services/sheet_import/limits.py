"""How much of a file from outside is read at most: far beyond any sheet, well below what a PC cannot hold."""

from __future__ import annotations

from typing import Final

from reform_desktop.services.sheet_import.errors import TOO_LARGE, RefusedSheetError

MOST_BYTES: Final = 100 * 2**20
"""Bytes of a workbook."""

MOST_OLD_BYTES: Final = 40 * 2**20
"""Bytes of a workbook in the old format (.xls), or of a CSV file."""

MOST_MEMBERS: Final = 20_000
MOST_UNPACKED: Final = 400 * 2**20
"""Bytes of all that is packed in a workbook."""

MOST_RATIO: Final = 300
"""Bytes that one packed byte may become, in a member larger than `RATIO_FROM`."""

RATIO_FROM: Final = 8 * 2**20

MOST_SHEETS: Final = 5_000
MOST_CELLS: Final = 3_000_000
"""Cells of the rectangle around everything that a worksheet holds: they stand in memory side by side."""

MOST_CSV_COLUMNS: Final = 2_000


def check_box(rows: int, columns: int) -> None:
    """Refuse a worksheet whose cells lie so far apart that the rectangle around them would fill the memory."""
    if rows * columns > MOST_CELLS:
        raise RefusedSheetError(
            f"{TOO_LARGE}（{rows:,}行×{columns:,}列）", "使っていない行と列を削除し、保存し直してください。"
        )
