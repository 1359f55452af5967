"""One cell of a sheet as the preview shows it, and the whole of what a file would bring."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from msgspec import Struct

from reform_desktop.domain.json_value import JsonValue
from reform_desktop.services.sheet_import.mapping import Mapping


class State(Enum):
    """What taking a cell in would do."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word that the preview shows."""
        return _LABELS[self]

    @property
    def goes_in(self) -> bool:
        """Whether the cell becomes a change."""
        return self in (State.NEW, State.CHANGED, State.CONFLICT)


_LABELS = {
    State.NEW: "新しい",
    State.CHANGED: "変更",
    State.CONFLICT: "競合になる",
    State.UNCHANGED: "変わらない",
    State.REFUSED: "読めない",
}


class CellLine(Struct, frozen=True, kw_only=True):
    """One cell: where it stands, which field it is for, what stands there and what would, and why not."""

    state: State
    sheet: str
    address: str
    measure: str
    field: str
    measure_id: str = ""
    fiscal_year: int | None = None
    before: str = ""
    after: str = ""
    note: str = ""


class CellEdit(Struct, frozen=True, kw_only=True):
    """What a cell that goes in sets. ``parents`` is empty for a row that nobody had begun."""

    kind: str
    row: str
    owner: str
    field: str
    fiscal_year: int | None
    value: JsonValue
    parents: tuple[str, ...]


class Preview(Struct, frozen=True, kw_only=True):
    """What a file would bring, cell by cell. ``keyed`` tells that hidden keys led to the fields.

    ``mapping`` is what led there otherwise; ``notes`` are sentences that a person should read first.
    ``edits`` belong to the lines that go in, by their place.
    """

    file: str
    keyed: bool
    lines: tuple[CellLine, ...]
    notes: tuple[str, ...] = ()
    mapping: Mapping | None = None
    edits: tuple[CellEdit | None, ...] = ()

    @property
    def counts(self) -> dict[State, int]:
        """How many cells are in each state, in the order of `State`."""
        counted = Counter(one.state for one in self.lines)
        return {state: counted[state] for state in State}

    @property
    def counts_by_name(self) -> dict[str, int]:
        """The same by the names of the states, for programs."""
        return {state.value: count for state, count in self.counts.items()}

    @property
    def wanted(self) -> list[CellEdit]:
        """The edits of all cells that go in."""
        return [edit for line, edit in zip(self.lines, self.edits, strict=True) if line.state.goes_in and edit]


def count_words(counts: dict[State, int]) -> str:
    """Return the counts in words, those that are nothing left out."""
    return "、".join(f"{state.label} {count:,}件" for state, count in counts.items() if count) or "0件"
