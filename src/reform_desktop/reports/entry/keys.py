"""The hidden keys of a 記入用シート: which field stands behind each input cell, and what it was exported from.

They lie on a worksheet that Excel shows to nobody. Each input cell is named by the number of its sheet, row and
column, and every worksheet carries the same numbers in its hidden first row and column: so a cell is found again
after rows and columns were inserted and sheets renamed or moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.domain.json_value import JsonValue

KEYS_NAME: Final = "_reform_keys"
"""The worksheet of the keys."""

FORMAT: Final = 1
"""Raised only when an older program would misread the keys."""

SHEET_MARK: Final = "reform:s:"
ROW_MARK: Final = "reform:r:"
COLUMN_MARK: Final = "reform:c:"

LONGEST_VALUE: Final = 2_000
"""Characters of an exported value that are kept word for word; of a longer one only the hash is."""

CAPTIONS: Final = (
    "sheet",
    "row",
    "column",
    "address",
    "kind",
    "row_id",
    "owner_id",
    "field",
    "fiscal_year",
    "parents",
    "value",
    "value_hash",
    "shown_hash",
)


class EntryHeader(Struct, frozen=True):
    """What the workbook was made from. ``unit`` is whose file it was, ``made_at`` is only shown."""

    plan: str
    plan_name: str
    store: str
    unit: str
    fiscal_year: int
    made_at: str
    format: int = FORMAT


class EntryKey(Struct, frozen=True):
    """One input cell: where it stood, the field behind it, and the heads that it was exported from.

    ``owner`` is what a row that nobody has begun yet will belong to; ``parents`` is empty when there was none.
    ``value`` is the exported value as JSON; the hashes tell whether a cell still says what was exported.
    """

    sheet: int
    row: int
    column: int
    address: str
    kind: str
    row_id: str
    owner_id: str
    field: str
    fiscal_year: int | None
    parents: tuple[str, ...]
    value: str
    value_hash: str
    shown_hash: str


def value_hash(value: JsonValue) -> str:
    """Return the hash by which an exported value is known again."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()


def shown_hash(text: str) -> str:
    """Return the hash by which the words of a cell are known again, however its program ends lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def value_text(value: JsonValue) -> str:
    """Return the exported value as its key keeps it."""
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_VALUE else ""


def header_text(header: EntryHeader) -> str:
    """Return the header as the first cell of the keys holds it."""
    return msgspec.json.encode(header).decode()


def read_header(text: str) -> EntryHeader | None:
    """Return the header, or ``None`` for anything else."""
    try:
        return msgspec.json.decode(text, type=EntryHeader)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def key_cells(key: EntryKey) -> list[str | int | None]:
    """Return the cells of a key, in the order of `CAPTIONS`."""
    return [
        key.sheet,
        key.row,
        key.column,
        key.address,
        key.kind,
        key.row_id,
        key.owner_id,
        key.field,
        key.fiscal_year,
        " ".join(key.parents),
        key.value,
        key.value_hash,
        key.shown_hash,
    ]


def read_keys(rows: Iterable[Sequence[object]]) -> list[EntryKey]:
    """Return the keys in rows of cells. Raises ValueError for a row that is none."""
    return [_read_key(row) for row in rows if any(cell not in ("", None) for cell in row)]


def _read_key(row: Sequence[object]) -> EntryKey:
    padded = [*row, *[""] * (len(CAPTIONS) - len(row))]
    texts = [_text(cell) for cell in padded]
    sheet, line, column, address, kind, row_id, owner, field, year, parents, value, digest, shown = texts[
        : len(CAPTIONS)
    ]
    return EntryKey(
        int(sheet),
        int(line),
        int(column),
        address,
        kind,
        row_id,
        owner,
        field,
        int(year) if year else None,
        tuple(parents.split()),
        value,
        digest,
        shown,
    )


def _text(cell: object) -> str:
    """Return a cell as text; spreadsheets hand whole numbers back as fractions."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
