"""Reading the tree 方針 → 推進項目 → 取組 a page at a time, filtered and searched, without the measures' texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.domain.progress import Standing
from reform_desktop.domain.text import match_expression
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import conflict, search_document, tables
from reform_desktop.store.standings import has_effects, has_standing

AnySelect = Select[*tuple[Any, ...]]

SORTED_HITS: Final = 1000
"""Up to so many hits are sorted as the plan prints them; more come in the order of the index."""

NO_GRADE: Final = ""
"""Stands in a filter for measures that have no grade yet."""


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What the tree shows: all of it, or the measures that fulfil every condition given.

    ``standing`` is that of a measure towards the year's evaluation, as the counts of 図表-2 tell it; ``effects`` keeps
    what has an effect amount in the year.
    ``stage`` is that of the fiscal year; ``empty_field`` names a field of the year that is not filled in yet although
    the year's evaluation counts the measure.
    """

    fiscal_year: int
    department_id: str | None = None
    policy_id: str | None = None
    item_id: str | None = None
    grades: tuple[str, ...] = ()
    words: str = ""
    number: int | None = None
    standing: Standing | None = None
    effects: bool = False
    stage: str | None = None
    empty_field: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out; the year alone only decides whose grade is shown."""
        return self.narrows_by_place or bool(self.words.strip())

    @property
    def narrows_by_place(self) -> bool:
        """Whether more than words narrows the list."""
        places = self.department_id, self.policy_id, self.item_id, self.number
        of_year = self.grades, self.standing, self.effects, self.stage, self.empty_field
        return any((*places, *of_year))


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure as the tree shows it; ``grade`` is that of the filter's year."""

    id: str
    item_id: str
    policy_number: int | None
    item_number: int | None
    number: int | None
    title: str
    priority: bool
    lead_department_id: str | None
    grade: str | None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """Some lines of a list, whether there are more behind them, and how many in all.

    ``total`` is ``None`` when there are more than `SORTED_HITS` hits: counting them would cost more than the page.
    """

    lines: tuple[MeasureLine, ...] = field(default=())
    more: bool = False
    total: int | None = 0


def item_counts(connection: Connection, chosen: MeasureFilter) -> dict[str, int]:
    """Return how many measures of the filter each item has, words aside; items without any are left out."""
    measure = tables["measure"]
    statement = select(measure.c.item_id, func.count()).group_by(measure.c.item_id)
    found = connection.execute(statement.where(*_conditions(chosen)))
    return dict(found.all())


def measures_of_item(
    connection: Connection, item_id: str, chosen: MeasureFilter, offset: int, limit: int
) -> MeasurePage:
    """Return one page of an item's measures by number, words aside."""
    ids = _ids_of_item(connection, item_id, chosen, offset, limit + 1)
    lines = _lines(connection, ids[:limit], chosen.fiscal_year, _read_places(connection))
    return MeasurePage(lines, more=len(ids) > limit, total=None)


def list_measures(connection: Connection, chosen: MeasureFilter, offset: int, limit: int) -> MeasurePage:
    """Return one page of the flat list that the filter gives; words are searched in everything of a measure."""
    places = _read_places(connection)
    match = match_expression(chosen.words)
    if match:
        return _list_hits(connection, chosen, match, places, (offset, limit))
    if chosen.words.strip():
        return MeasurePage()
    counts = item_counts(connection, chosen)
    ids: list[str] = []
    skip = offset
    for item_id in sorted(counts, key=lambda one: _place_of(places, one).rank):
        if skip >= counts[item_id]:
            skip -= counts[item_id]
            continue
        ids.extend(_ids_of_item(connection, item_id, chosen, skip, limit - len(ids)))
        skip = 0
        if len(ids) >= limit:
            break
    total = sum(counts.values())
    lines = _lines(connection, ids, chosen.fiscal_year, places)
    return MeasurePage(lines, more=offset + len(ids) < total, total=total)


def lines_of(connection: Connection, chosen: MeasureFilter, measure_ids: Sequence[str]) -> list[MeasureLine]:
    """Return the lines of the named measures, whatever the filter leaves out; those that are gone are missing."""
    return list(_lines(connection, measure_ids, chosen.fiscal_year, _read_places(connection)))


def other_hits(connection: Connection, words: str, limit: int) -> list[tuple[str, str]]:
    """Return ``(kind, id)`` of what else holds the words: policies, items, departments, opinions on the plan."""
    match = match_expression(words)
    if not match:
        return []
    statement = (
        select(search_document.c.kind, search_document.c.row)
        .where(search_document.c.kind != "measure", search_document.c.doc.in_(_matching(match)))
        .limit(limit)
    )
    return [(kind, row) for kind, row in connection.execute(statement)]


@dataclass(frozen=True, slots=True)
class _ItemPlace:
    """Where an item stands in the plan; ``rank`` sorts items as the plan prints them."""

    policy_number: int | None
    number: int | None
    rank: tuple[int, int, str]


def _read_places(connection: Connection) -> dict[str, _ItemPlace]:
    item, policy = tables["item"], tables["policy"]
    statement = select(item.c.id, policy.c.number, item.c.number).select_from(
        item.outerjoin(policy, item.c.policy_id == policy.c.id)
    )
    return {
        row: _ItemPlace(above, number, (_last_if_none(above), _last_if_none(number), row))
        for row, above, number in connection.execute(statement)
    }


def _place_of(places: dict[str, _ItemPlace], item_id: str | None) -> _ItemPlace:
    return places.get(item_id or "", _NOWHERE)


def _conditions(chosen: MeasureFilter) -> list[ColumnElement[bool]]:
    measure, item = tables["measure"], tables["item"]
    conditions: list[ColumnElement[bool]] = []
    if chosen.department_id:
        conditions.append(measure.c.lead_department_id == chosen.department_id)
    if chosen.item_id:
        conditions.append(measure.c.item_id == chosen.item_id)
    if chosen.number is not None:
        conditions.append(measure.c.number == chosen.number)
    if chosen.policy_id:
        conditions.append(measure.c.item_id.in_(select(item.c.id).where(item.c.policy_id == chosen.policy_id)))
    if chosen.grades:
        conditions.append(_has_grade(chosen))
    if chosen.standing is not None:
        conditions.append(has_standing(chosen.standing, chosen.fiscal_year))
    if chosen.effects:
        conditions.append(has_effects(chosen.fiscal_year))
    if chosen.stage:
        year = tables["year_record"]
        conditions.append(measure.c.id.in_(_of_year(chosen).where(year.c.stage == chosen.stage)))
    if chosen.empty_field:
        conditions.extend(_lacks(chosen))
    return conditions


def _of_year(chosen: MeasureFilter) -> Select[str]:
    year = tables["year_record"]
    return select(year.c.measure_id).where(year.c.fiscal_year == chosen.fiscal_year)


def _lacks(chosen: MeasureFilter) -> tuple[ColumnElement[bool], ...]:
    """The year's field is empty, or the year was never begun; only measures that the year's evaluation counts."""
    measure, field = tables["measure"], tables["year_record"].c[chosen.empty_field]
    filled = _of_year(chosen).where(field.is_not(None), field != "")
    return measure.c.id.not_in(filled), has_standing(Standing.IN_EVALUATION, chosen.fiscal_year)


def _has_grade(chosen: MeasureFilter) -> ColumnElement[bool]:
    measure, year = tables["measure"], tables["year_record"]
    of_year = _of_year(chosen)
    graded = [one for one in chosen.grades if one != NO_GRADE]
    conditions = [measure.c.id.in_(of_year.where(year.c.grade.in_(graded)))] if graded else []
    if NO_GRADE in chosen.grades:
        conditions.append(measure.c.id.not_in(of_year.where(year.c.grade.is_not(None))))
    return or_(*conditions)


def _ids_of_item(connection: Connection, item_id: str, chosen: MeasureFilter, offset: int, limit: int) -> list[str]:
    measure = tables["measure"]
    statement = select(measure.c.id).where(measure.c.item_id == item_id, *_conditions(chosen))
    statement = statement.order_by(measure.c.number, measure.c.id).offset(offset).limit(limit)
    return list(connection.execute(statement).scalars())


def _list_hits(
    connection: Connection,
    chosen: MeasureFilter,
    match: str,
    places: dict[str, _ItemPlace],
    window: tuple[int, int],
) -> MeasurePage:
    """Return a page of hits: sorted as the plan prints them while they are few, else in the index's order."""
    offset, limit = window
    documents = _documents(connection, match, 0, SORTED_HITS + 1)
    few = len(documents) <= SORTED_HITS
    if few:
        found = _measures_of_documents(connection, documents, chosen)
        found.sort(key=lambda one: (_place_of(places, one[1]).rank, _last_if_none(one[2]), one[0]))
        ids = [one[0] for one in found]
    else:
        ids = _first_hits(connection, chosen, match, documents, offset + limit + 1)
    page = ids[offset : offset + limit]
    lines = _lines(connection, page, chosen.fiscal_year, places)
    return MeasurePage(lines, more=len(ids) > offset + limit, total=len(ids) if few else None)


def _first_hits(
    connection: Connection, chosen: MeasureFilter, match: str, documents: list[int], wanted: int
) -> list[str]:
    """Return the first ``wanted`` of very many hits, reading the index a piece at a time."""
    ids: list[str] = []
    done = 0
    while documents and len(ids) < wanted:
        piece = documents if chosen.narrows_by_place else documents[:wanted]
        ids.extend(one[0] for one in _measures_of_documents(connection, piece, chosen))
        done += len(piece)
        documents = _documents(connection, match, done, SORTED_HITS) if len(ids) < wanted else []
    return ids[:wanted]


def _measures_of_documents(
    connection: Connection, documents: list[int], chosen: MeasureFilter
) -> list[tuple[str, str | None, int | None]]:
    """Return ``(id, item, number)`` of the measures behind search documents, in their order."""
    measure = tables["measure"]
    found: list[tuple[str, str | None, int | None]] = []
    for part in in_parts(documents):
        statement = select(search_document.c.row).where(search_document.c.doc.in_(part))
        rows = list(connection.execute(statement.order_by(search_document.c.doc)).scalars())
        measures = select(measure.c.id, measure.c.item_id, measure.c.number).where(
            measure.c.id.in_(rows), *_conditions(chosen)
        )
        by_id = {row: (row, item, number) for row, item, number in connection.execute(measures)}
        found.extend(by_id[row] for row in rows if row in by_id)
    return found


def _documents(connection: Connection, match: str, offset: int, limit: int) -> list[int]:
    statement = _matching(match).order_by(text("rowid")).offset(offset).limit(limit)
    return list(connection.execute(statement).scalars())


def _matching(match: str) -> AnySelect:
    condition = text(sqlite_dialect.MATCH_SEARCH).bindparams(match=match)
    return select(text("rowid")).select_from(text("search_index")).where(condition)


def _lines(
    connection: Connection, ids: Sequence[str], fiscal_year: int, places: dict[str, _ItemPlace]
) -> tuple[MeasureLine, ...]:
    """Return the lines of the measures named, in the order named."""
    measure, year = tables["measure"], tables["year_record"]
    columns = [measure.c[name] for name in ("id", "item_id", "number", "title", "priority", "lead_department_id")]
    lines: dict[str, MeasureLine] = {}
    for part in in_parts(ids):
        # "+ 0" keeps SQLite from looking the year up first, which would go through every measure of the year.
        of_year = select(year.c.measure_id, year.c.grade).where(
            year.c.measure_id.in_(part), year.c.fiscal_year + 0 == fiscal_year
        )
        grades: dict[str, str | None] = dict(connection.execute(of_year).all())
        disputed = set(connection.execute(select(conflict.c.row).where(conflict.c.row.in_(part))).scalars())
        for row, item, number, title, priority, department in connection.execute(
            select(*columns).where(measure.c.id.in_(part))
        ):
            place = _place_of(places, item)
            lines[row] = MeasureLine(
                row,
                item,
                place.policy_number,
                place.number,
                number,
                title,
                bool(priority),
                department,
                grades.get(row),
                row in disputed,
            )
    return tuple(lines[row] for row in ids if row in lines)


def _last_if_none(number: int | None) -> int:
    return 1_000_000 if number is None else number


_NOWHERE: Final = _ItemPlace(None, None, (1_000_000, 1_000_000, ""))
