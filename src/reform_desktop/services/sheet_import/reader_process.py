"""What runs apart: calamine over one workbook from outside, in a process that may die without anybody noticing.

Rust ends the whole process where memory runs out, whatever Python would like to say of it; one damaged number in an old
workbook is enough. The workbook comes in on standard input; worksheets go out on standard output, one after the other.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final, TypeAlias

from reform_desktop.services.sheet_import.grid import CellValue, Place
from reform_desktop.services.sheet_import.memory_limit import limit_memory

MODULE: Final = "reform_desktop.services.sheet_import.reader_process"
MOST_MEMORY: Final = 3 * 2**30
"""Bytes of address space: what the largest workbook that is let through takes, with room."""

BEGUN, SHEET, DONE, DAMAGED, PROTECTED = "begun", "sheet", "done", "damaged", "protected"

ReadSheet: TypeAlias = tuple[
    int, str, list[list[CellValue]], tuple[int, int], tuple[tuple[Place, Place], ...], bool
]
"""Place in the workbook, name, rows, origin, merged ranges, hidden."""

Word: TypeAlias = tuple[str, int | ReadSheet | None]
"""What the process says: which kind of word, and what belongs to it."""


def main() -> int:
    """Read the workbook on standard input and say what is in it; the exit status tells nothing."""
    limit_memory(MOST_MEMORY)
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as target:
        for word in read_workbook(io.BytesIO(source.read())):
            pickle.dump(word, target, protocol=5)
            target.flush()
    return 0


def read_workbook(stream: BinaryIO) -> Iterator[Word]:
    """Yield how many sheets there are, each worksheet, and that this was all; or why it cannot be read."""
    import python_calamine  # noqa: PLC0415 -- slow to load, and only wanted here

    try:
        with python_calamine.load_workbook(stream) as workbook:
            found = workbook.sheets_metadata
            yield BEGUN, len(found)
            for place, one in enumerate(found):
                if one.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_index(place)
                hidden = one.visible is not python_calamine.SheetVisibleEnum.Visible
                merged = tuple(sheet.merged_cell_ranges or ())
                yield SHEET, (place, sheet.name, sheet.to_python(), sheet.start or (0, 0), merged, hidden)
            yield DONE, None
    except python_calamine.PasswordError:
        yield PROTECTED, None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError):
        yield DAMAGED, None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's own error, which is no Exception
            raise
        yield DAMAGED, None


if __name__ == "__main__":
    sys.exit(main())
