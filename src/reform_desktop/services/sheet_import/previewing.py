"""What a sheet would bring, cell by cell: read, recognised, understood and judged; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.json_value import JsonValue
from reform_desktop.domain.practice import PRACTICE, PRACTICE_MARK, PRACTICE_PLAN_ID, is_practice
from reform_desktop.reports.entry.keys import EntryKey, shown_hash, value_hash
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.sheet_import import legacy
from reform_desktop.services.sheet_import.errors import RefusedSheetError, SheetError
from reform_desktop.services.sheet_import.grid import SheetGrid
from reform_desktop.services.sheet_import.judging import Judge, Target, with_conflicts
from reform_desktop.services.sheet_import.keyed import KeyedBook, KeyedCell, find_keys
from reform_desktop.services.sheet_import.lines import CellLine, Preview, State
from reform_desktop.services.sheet_import.mapping import Mapping
from reform_desktop.services.sheet_import.reading import Progress, read_sheets
from reform_desktop.services.sheet_import.taking import disputed_by
from reform_desktop.store.row_states import known_rows

_TITLE_ROWS = 4
_GONE = "このセルが見つかりません。行や列、シートが削除されています。"
_KINDS = ("measure", "year_record", "indicator_value")
_NOT_HERE = "この取組や指標は、このファイルにありません。"
_LEGACY = (
    "行革デスクの記入用シートではないため、見出しから項目を推測しました。"
    "列の割当てを確かめてください。今の内容を見て記入されたものとして取り込みます。"
)


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A file that was read once and can be previewed again and again with another mapping."""

    path: Path
    grids: tuple[SheetGrid, ...]
    keyed: KeyedBook | None
    plan: PlanDossier

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def open_sheet(desk: Desk, path: Path, *, password: str | None = None, progress: Progress | None = None) -> OpenedSheet:
    """Read a file. Raises `SheetError`, `PasswordNeededError`, `FileError`."""
    grids = read_sheets(path, password=password, progress=progress)
    plan = open_plan(desk)
    try:
        keyed = find_keys(grids)
    except RefusedSheetError as error:
        raise SheetError(path.name, error.reason, error.advice) from error
    if keyed is not None:
        _refuse_practice(path, keyed.header.plan, plan)
    elif not is_practice(plan.plan) and any(map(_is_marked, grids)):
        advice = "本番の表を選んでください。"
        raise SheetError(path.name, f"{PRACTICE}のファイルから作った表です（{PRACTICE_MARK}とあります）", advice)
    if keyed is not None and keyed.header.plan != plan.plan.id:
        raise SheetError(
            path.name,
            f"別の計画（{keyed.header.plan_name[:60]}）の記入用シートです",
            "その計画のファイルを開いてから取り込んでください。",
        )
    return OpenedSheet(path, tuple(grids), keyed, plan)


def _is_marked(grid: SheetGrid) -> bool:
    """Whether one of the first rows bears the mark that reports of a practice plan have in their titles."""
    first = (value for row in grid.rows[:_TITLE_ROWS] for value in row)
    return any(isinstance(value, str) and PRACTICE_MARK in value for value in first)


def _refuse_practice(path: Path, made_for: str, plan: PlanDossier) -> None:
    """Keep what was filled in to practise out of real work, and real sheets out of practice."""
    practises = is_practice(plan.plan)
    if made_for == PRACTICE_PLAN_ID and not practises:
        reason, advice = f"{PRACTICE}の記入用シートです", "本番のファイルで作った記入用シートに記入してください。"
        raise SheetError(path.name, reason, advice)
    if practises and made_for != plan.plan.id:
        reason = f"今開いているのは{PRACTICE}のファイルで、これは本番の記入用シートです"
        raise SheetError(path.name, reason, "本番のファイルを開いてから取り込んでください。")


def preview_sheet(
    desk: Desk, opened: OpenedSheet, mapping: Mapping | None = None, *, fiscal_year: int | None = None
) -> Preview:
    """Return what the file would bring; ``mapping`` is how a sheet without hidden keys is to be read.

    Raises `SheetError` when no measure of the plan is found in a sheet without keys.
    """
    if opened.keyed is not None:
        lines, targets = _keyed_targets(opened.plan, opened.keyed)
        notes: tuple[str, ...] = ()
    else:
        mapping = mapping or legacy.proposed(desk, opened.grids, opened.plan, fiscal_year)
        lines, targets = legacy.find_targets(opened.grids, opened.plan, mapping)
        if not targets and not lines:
            raise SheetError(
                opened.name,
                "取組の番号や名前が書かれた表が見つかりません",
                "取組の番号か取組名の列があるか、見出しの割当てを確かめてください。",
            )
        notes = (_LEGACY,)
    return _judged(desk, opened, targets, lines, mapping, notes)


def _judged(
    desk: Desk,
    opened: OpenedSheet,
    targets: list[Target],
    others: list[CellLine],
    mapping: Mapping | None,
    notes: tuple[str, ...],
) -> Preview:
    with desk.store.reading() as connection:
        known = known_rows(connection, {one.row_id for one in targets})
    judge = Judge(desk, opened.plan.scale, known)
    judged = [judge.judge(one) for one in targets]
    edits = [*(edit for _line, edit in judged), *([None] * len(others))]
    lines = [*(line for line, _edit in judged), *others]
    disputed = disputed_by(desk, [one for one in edits if one is not None])
    return Preview(
        file=opened.name,
        keyed=opened.keyed is not None,
        lines=tuple(with_conflicts(lines, edits, disputed)),
        notes=notes,
        mapping=mapping,
        edits=tuple(edits),
    )


def _keyed_targets(plan: PlanDossier, book: KeyedBook) -> tuple[list[CellLine], list[Target]]:
    """Return the cells that lead to a field, and a line for each that does not."""
    places = {row: one for one in plan.measures for row in _rows_of(one)}
    lines: list[CellLine] = []
    targets: list[Target] = []
    for cell in book.cells:
        key = cell.key
        measure = places.get(key.owner_id) or places.get(key.row_id)
        if cell.grid is None or measure is None or not _is_sound(key):
            lines.append(_lost(cell, measure, _GONE if cell.grid is None else _NOT_HERE))
            continue
        targets.append(_target(cell, cell.grid, measure))
    return lines, targets


def _is_sound(key: EntryKey) -> bool:
    """Whether a key names a field of a sheet, in the row that such a field belongs to: keys can be tampered with."""
    kind = KINDS.get(key.kind)
    if key.kind not in _KINDS or kind is None or key.field not in kind.fields:
        return False
    if not kind.natural_key:
        return key.row_id == key.owner_id
    year = key.fiscal_year is not None and key.field not in kind.natural_key and key.field != kind.parent
    return year and key.row_id == child_row_id(kind, key.owner_id, (key.fiscal_year,))


def _rows_of(one: MeasureDossier) -> Iterator[str]:
    yield one.measure.id
    yield from (indicator.indicator.id for indicator in one.indicators)


def _target(cell: KeyedCell, grid: SheetGrid, measure: MeasureDossier) -> Target:
    key = cell.key
    unit = next((one.indicator.unit for one in measure.indicators if one.indicator.id == key.owner_id), "")
    value = grid.value(cell.row, cell.column)
    odd = (cell.row, cell.column) in grid.peculiar.odd
    return Target(
        grid=grid,
        row=cell.row,
        column=cell.column,
        kind=key.kind,
        row_id=key.row_id,
        owner_id=key.owner_id,
        field=KINDS[key.kind].fields[key.field],
        fiscal_year=key.fiscal_year,
        measure=measure,
        unit=unit,
        parents=key.parents,
        exported=_exported(key),
        untouched=not odd and isinstance(value, str) and shown_hash(value) == key.shown_hash and _is_words(key, value),
    )


def _is_words(key: EntryKey, value: str) -> bool:
    """Whether the words of the cell tell by themselves that nobody touched it: an emptied number's cell says less."""
    return bool(value) or key.value in ("", "null", '""')


def _exported(key: EntryKey) -> JsonValue:
    """Return the exported value; of a long text, which the key does not keep, something that no cell says."""
    try:
        value: JsonValue = msgspec.json.decode(key.value)
    except msgspec.DecodeError:
        return [key.value_hash]
    return value if value_hash(value) == key.value_hash else [key.value_hash]


def _lost(cell: KeyedCell, measure: MeasureDossier | None, why: str) -> CellLine:
    key = cell.key
    kind = KINDS.get(key.kind)
    known = kind.fields.get(key.field) if kind else None
    sheet, _mark, place = key.address.rpartition("!")
    return CellLine(
        state=State.REFUSED,
        sheet=sheet.strip("'"),
        address=place,
        measure=f"{measure.number} {measure.measure.title}" if measure else "",
        measure_id=measure.measure.id if measure else "",
        field=known.label if known else key.field,
        fiscal_year=key.fiscal_year,
        note=why,
    )
