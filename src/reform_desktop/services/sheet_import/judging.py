"""What each cell would do to this file: asked of its rights, its log and the merge law, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from reform_desktop.changes.change import same_value
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.values import JsonValue, display_value, empty_value, is_empty
from reform_desktop.services import permissions
from reform_desktop.services.desk import Desk
from reform_desktop.services.sheet_import.grid import SheetGrid, address
from reform_desktop.services.sheet_import.lines import CellEdit, CellLine, State
from reform_desktop.services.sheet_import.understanding import cell_words, same_number, understand, understand_pieces
from reform_desktop.store.row_states import KnownRow

_BLANK: Final = "空欄のため、取り込みません。"
_TAKEN: Final = "この記入はすでに取り込んでいます。"
_CLEARED: Final = "空欄にします。"
_SAME: Final = "すでに同じ内容です。"
_HIDDEN: Final = "非表示の行にあります。"
_MEANWHILE: Final = "記入の間に、行革デスクでも変更されています。どちらの内容も残し、あとで選べます。"
_UNKNOWN_BASE: Final = (
    "このセルの元になった変更が、このファイルにまだ届いていません。元のファイルの提出分を先に取り込んでください。"
)


@dataclass(frozen=True, slots=True)
class Target:
    """The cell and the field it is for. ``parents`` is ``None`` where the sheet does not say what it came from.

    ``further`` are the rows in which a long text goes on, in the same column.
    """

    grid: SheetGrid
    row: int
    column: int
    kind: str
    row_id: str
    owner_id: str
    field: Field
    fiscal_year: int | None
    measure: MeasureDossier
    unit: Final = ""
    parents: tuple[str, ...] | None = None
    exported: JsonValue = None
    untouched: bool = False
    further: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Row and field."""
        return self.row_id, self.field.identifier


@dataclass(slots=True)
class Judge:
    """Judges cells one after another against the file as it is now."""

    desk: Desk
    scale: GradeScale
    known: Mapping[str, KnownRow]
    owners: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: dict[tuple[str, str], JsonValue] = field(default_factory=dict)

    def judge(self, target: Target) -> tuple[CellLine, CellEdit | None]:
        """Return the line of the preview, and the edit where the cell goes in."""
        current = self._current(target)
        if target.untouched:
            return self._line(target, State.UNCHANGED, current, current), None
        try:
            value = self._understood(target, current)
        except InputError as error:
            return self._refused(target, current, str(error)), None
        return self._judge_value(target, current, value)

    def _understood(self, target: Target, current: JsonValue) -> JsonValue:
        if target.further:
            cells = [target.grid.value(row, target.column) for row in (target.row, *target.further)]
            return understand_pieces(list(map(cell_words, cells)), target.field, current)
        return understand(target.grid, target.row, target.column, target.field, scale=self.scale, unit=target.unit)

    def _judge_value(self, target: Target, current: JsonValue, value: JsonValue) -> tuple[CellLine, CellEdit | None]:
        parents = self._parents(target)
        nothing = self._why_nothing_new(target, current, value, parents or ())
        if nothing is not None:
            return self._line(target, State.UNCHANGED, current, current, nothing), None
        why = self._why_not(target, value)
        if why is not None or parents is None:
            return self._refused(target, current, why or _UNKNOWN_BASE), None
        state = State.NEW if is_empty(target.field, current) else State.CHANGED
        note = _CLEARED if is_empty(target.field, value) else ""
        self.seen[target.key] = value
        edit = CellEdit(
            kind=target.kind,
            row=target.row_id,
            owner=target.owner_id,
            field=target.field.identifier,
            fiscal_year=target.fiscal_year,
            value=value,
            parents=parents,
        )
        return self._line(target, state, current, value, note), edit

    def _why_nothing_new(
        self, target: Target, current: JsonValue, value: JsonValue, parents: tuple[str, ...]
    ) -> str | None:
        """Return why a value that was understood is no news, in words that may be empty; ``None`` when it is."""
        if self._says_what_was_exported(target, value):
            return ""
        if target.parents is None and is_empty(target.field, value):
            return _BLANK
        if self._is_same(target.field, value, current) and not self._is_disputed(target):
            return _SAME
        return _TAKEN if self._is_taken(target, value, parents) else None

    def _current(self, target: Target) -> JsonValue:
        known = self.known.get(target.row_id)
        empty = empty_value(target.field)
        if known is None or not known.state.exists:
            return empty
        value = known.state.values.get(target.field.identifier, empty)
        return empty if value is None else value

    def _says_what_was_exported(self, target: Target, value: JsonValue) -> bool:
        return target.parents is not None and self._is_same(target.field, value, target.exported)

    def _is_same(self, field_: Field, value: JsonValue, other: JsonValue) -> bool:
        if field_.type is FieldType.DECIMAL and same_number(value, other):
            return True
        return same_value(value, other) or (is_empty(field_, value) and is_empty(field_, other))

    def _is_disputed(self, target: Target) -> bool:
        known = self.known.get(target.row_id)
        return known is not None and target.field.identifier in known.state.disputed

    def _why_not(self, target: Target, value: JsonValue) -> str | None:
        measure = target.measure.measure.id
        if measure not in self.owners:
            self.owners[measure] = permissions.owners(self.desk, "measure", measure)
        why = permissions.why_locked(self.desk, target.kind, target.field.identifier, self.owners[measure])
        if why is not None:
            return why
        if target.field.required and is_empty(target.field, value):
            return f"「{target.field.label}」は空にできません。"
        if target.key in self.seen and not same_value(self.seen[target.key], value):
            return "同じ項目が別のセルにもあり、内容が違います。どちらかを空欄にしてください。"
        return None

    def _parents(self, target: Target) -> tuple[str, ...] | None:
        """Return what the cell's change replaces, or ``None`` when this file does not know it."""
        known = self.known.get(target.row_id)
        standing = known.state.parents_of(target.field.identifier) if known and known.state.exists else ()
        if target.parents is None:
            return standing
        here = known.log.changes.keys() if known else frozenset[str]()
        if all(one in here for one in target.parents):
            return target.parents
        unchanged = self._is_same(target.field, self._current(target), target.exported)
        return standing if unchanged and known is not None else None

    def _is_taken(self, target: Target, value: JsonValue, parents: tuple[str, ...]) -> bool:
        """Whether a change that says just this, made from just this, stands in the file already."""
        known = self.known.get(target.row_id)
        if known is None or target.parents is None:
            return False
        name = target.field.identifier
        return any(
            name in change.set
            and same_value(change.set[name], value)
            and set(change.parents.get(name, ())) == set(parents)
            and identity not in known.log.inactive
            for identity, change in known.log.changes.items()
        )

    def _refused(self, target: Target, current: JsonValue, why: str) -> CellLine:
        words = cell_words(target.grid.value(target.row, target.column))
        line = self._line(target, State.REFUSED, current, None, why)
        return msgspec.structs.replace(line, after=words)

    def _line(self, target: Target, state: State, before: JsonValue, after: JsonValue, note: str = "") -> CellLine:
        hidden = _HIDDEN if target.row in target.grid.peculiar.hidden_rows and state.goes_in else ""
        return CellLine(
            state=state,
            sheet=target.grid.name,
            address=address(target.row, target.column),
            measure=f"{target.measure.number} {target.measure.measure.title}",
            measure_id=target.measure.measure.id,
            field=field_words(target),
            fiscal_year=target.fiscal_year,
            before=display_value(target.field, before, scale=self.scale),
            after=display_value(target.field, after, scale=self.scale),
            note=f"{hidden}{note}",
        )


def field_words(target: Target) -> str:
    """Return what a cell is for: the field's label, and of an indicator its name."""
    if target.kind == "indicator_value":
        names = [one.indicator.name for one in target.measure.indicators if one.indicator.id == target.owner_id]
        return f"{names[0] if names else KINDS['indicator'].label}：{target.field.label}"
    return target.field.label


def with_conflicts(
    lines: Sequence[CellLine], edits: Sequence[CellEdit | None], disputed: Iterable[tuple[str, str]]
) -> list[CellLine]:
    """Mark the cells whose change would stand beside another one."""
    pairs = set(disputed)
    return [
        msgspec.structs.replace(line, state=State.CONFLICT, note=f"{line.note}{_MEANWHILE}")
        if edit is not None and (edit.row, edit.field) in pairs
        else line
        for line, edit in zip(lines, edits, strict=True)
    ]
