"""Input checks for the window: read item by item, so that after a change only what it touched is checked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks import Finding, check_measure
from reform_desktop.domain.checks.case import Place, finding_about
from reform_desktop.domain.checks.finding import Severity
from reform_desktop.domain.checks.hints import wording_hints
from reform_desktop.domain.checks.outline import duplicate_measures, outline_findings
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.grades import scale_of
from reform_desktop.domain.records import Department, Item, Policy
from reform_desktop.domain.text import quoted
from reform_desktop.services.checking import phase_of
from reform_desktop.services.desk import Desk
from reform_desktop.services.kept_entries import KeptEntry, read_kept
from reform_desktop.store import dossiers, outline, records
from reform_desktop.store.engine import Connection
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.outline import MeasureFilter, MeasureLine

LIMIT: Final = 2000
"""So many findings are looked for: nobody reads more, and a plan of any size is checked in bounded time."""

_MANY: Final = 2_000
"""Changed rows, as an import names them, from which looking up where each belongs takes longer than checking all."""

_BATCH: Final = 200
_OUTLINE_KINDS: Final = frozenset({"plan", "policy", "item", "department"})

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in one year: about the outline, and by item in printed order.

    ``hints`` are about wording, by item too; they ask for nothing, and no count includes them. ``more`` says that the
    search ended at `LIMIT`.
    """

    fiscal_year: int
    outline: tuple[Finding, ...] = ()
    by_item: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    hints_by_item: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    more: bool = False

    @property
    def hints(self) -> tuple[Finding, ...]:
        """All hints in printed order."""
        return tuple(one for _item, found in self.hints_by_item for one in found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in printed order."""
        return (*self.outline, *(one for _item, found in self.by_item for one in found))

    @property
    def by_measure(self) -> dict[str, tuple[Finding, ...]]:
        """The findings of each measure that has any, in printed order."""
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            if one.measure_id:
                found.setdefault(one.measure_id, []).append(one)
        return {measure: tuple(several) for measure, several in found.items()}


def check_year(
    desk: Desk, fiscal_year: int, progress: Progress | None = None, *, wording: frozenset[str] = frozenset()
) -> Checked:
    """Check the plan; in a department's file its own measures only. For a worker; ``progress`` may raise to stop.

    ``wording`` are the rules about wording that are switched on.
    """
    with desk.store.reading() as connection:
        look = _look(desk, connection, fiscal_year, wording)
        found: list[tuple[str, tuple[Finding, ...]]] = []
        hints: list[tuple[str, tuple[Finding, ...]]] = []
        left = LIMIT
        for place, item in enumerate(look.plan.items):
            if progress:
                progress(place, len(look.plan.items))
            of_item, hints_of_item = _look_at(look, item.id, left)
            found.append((item.id, of_item))
            hints.append((item.id, hints_of_item))
            left -= len(of_item)
            if left <= 0:
                break
        about_outline = () if look.plan.plan.closed else tuple(outline_findings(look.plan, fiscal_year))
        return Checked(fiscal_year, about_outline, tuple(found), tuple(hints), more=left <= 0)


def check_again(
    desk: Desk, checked: Checked, rows: Collection[tuple[str, str]], *, wording: frozenset[str] = frozenset()
) -> Checked:
    """Return the findings after ``rows`` changed: only the items that hold them are checked again."""
    kinds = {kind for kind, _row in rows}
    if kinds & _OUTLINE_KINDS or checked.more or len(rows) > _MANY:
        return check_year(desk, checked.fiscal_year, wording=wording)
    with desk.store.reading() as connection:
        touched = _items_of(connection, rows)
        if not touched:
            return checked
        look = _look(desk, connection, checked.fiscal_year, wording)
        anew = {item: _look_at(look, item, LIMIT) for item, _found in checked.by_item if item in touched}
    return replace(
        checked,
        by_item=tuple((item, anew[item][0] if item in anew else found) for item, found in checked.by_item),
        hints_by_item=tuple(
            (item, anew[item][1] if item in anew else found) for item, found in checked.hints_by_item
        ),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What every item is checked with."""

    connection: Connection
    plan: PlanDossier
    chosen: MeasureFilter
    phase: Phase
    wording: frozenset[str]
    for_division: bool
    kept: Mapping[str, Sequence[KeptEntry]]


def _look(desk: Desk, connection: Connection, fiscal_year: int, wording: frozenset[str]) -> _Look:
    plan = desk.plan()
    policies = records.find_records(connection, Policy, "plan_id", [plan.id])
    items = records.find_records(connection, Item, "policy_id", [one.id for one in policies])
    order = {one.id: place for place, one in enumerate(policies)}
    head = PlanDossier(
        plan=plan,
        policies=tuple(policies),
        items=tuple(sorted(items, key=lambda one: (order[one.policy_id], one.number or 0, one.id))),
        departments=tuple(records.all_records(connection, Department)),
    )
    chosen = MeasureFilter(fiscal_year, department_id=desk.department_id)
    kept = _kept_by_measure(connection)
    return _Look(connection, head, chosen, phase_of(fiscal_year), wording, desk.is_division, kept)


def _look_at(look: _Look, item_id: str, limit: int) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return findings and hints about an item's measures until there are enough; the last measure is told in full."""
    found: list[Finding] = []
    hints: list[Finding] = []
    if look.plan.plan.closed:
        return (), ()
    scale, year = scale_of(look.plan.plan.grade_scale), look.chosen.fiscal_year
    lines = _lines(look, item_id)
    doubles = _duplicates(look, lines)
    for start in range(0, len(lines), _BATCH):
        for dossier in dossiers.dossiers_of(look.connection, [one.id for one in lines[start : start + _BATCH]]):
            if dossier.measure.id in doubles:
                found.append(doubles[dossier.measure.id])
            found += check_measure(dossier, scale, year, look.phase)
            found += (_unread(dossier, one) for one in look.kept.get(dossier.measure.id, ()))
            if look.wording and not dossier.retired_in(year) and len(hints) < limit:
                hints += wording_hints(dossier, year, look.wording, for_division=look.for_division)
            if len(found) >= limit:
                return tuple(found), tuple(hints)
    return tuple(found), tuple(hints)


def _kept_by_measure(connection: Connection) -> dict[str, list[KeptEntry]]:
    found: dict[str, list[KeptEntry]] = {}
    for one in read_kept(connection).values():
        found.setdefault(one.measure_id, []).append(one)
    return found


def _unread(dossier: MeasureDossier, entry: KeptEntry) -> Finding:
    """Return the finding about words that stand in a field and could not be read."""
    field = KINDS[entry.kind].fields[entry.field]
    words = quoted(entry.typed)
    message = f"{field.label}に入力した{words}を読み取れないため、まだ保存していません。入力し直してください。"
    place = Place(entry.kind, entry.row, entry.field, entry.fiscal_year)
    return finding_about(dossier, Severity.ERROR, "entry_unread", place, message)


def _lines(look: _Look, item_id: str) -> list[MeasureLine]:
    lines: list[MeasureLine] = []
    more = True
    while more:
        page = outline.measures_of_item(look.connection, item_id, look.chosen, len(lines), _BATCH)
        lines.extend(page.lines)
        more = page.more
    return lines


def _duplicates(look: _Look, lines: Sequence[MeasureLine]) -> dict[str, Finding]:
    """Return the findings about numbers used twice within an item, by measure."""
    counts = Counter(one.number for one in lines)
    twice = [one.id for one in lines if one.number is not None and counts[one.number] > 1]
    found = dossiers.dossiers_of(look.connection, twice) if twice else []
    return duplicate_measures(one for one in found if not one.retired_in(look.chosen.fiscal_year))


def _items_of(connection: Connection, rows: Collection[tuple[str, str]]) -> set[str]:
    """Return the items that hold, or ever held, the measures which rows belong to; deleted rows count too."""
    wanted = {(kind, row) for kind, row in rows if kind == "measure" or _is_below_measure(kind)}
    while any(kind != "item" for kind, _row in wanted):
        by_row = {row: kind for kind, row in wanted if kind != "item"}
        above = {(kind, row) for kind, row in wanted if kind == "item"}
        for row, log in logs_of_rows(connection, by_row).items():
            declared = KINDS[by_row[row]]
            parents = {change.set.get(declared.parent) for change in log.changes.values()}
            above |= {(declared.parent_kind, one) for one in parents if isinstance(one, str)}
        wanted = above
    return {row for _kind, row in wanted}


def _is_below_measure(kind: str) -> bool:
    while kind in KINDS and KINDS[kind].parent:
        kind = KINDS[kind].parent_kind
        if kind == "measure":
            return True
    return False
