"""Reading the tree 方針 → 推進項目 → 取組 a page at a time, filtered and searched, without reading the measures' texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, func, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.domain.text import match_expression
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.schema import conflict, search_document, tables

AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]

SORTED_HITS: Final = 2000
"""Up to so many hits are sorted as the plan prints them; more come in the order of the index."""

NO_GRADE: Final = ""
"""Stands in a filter for measures that have no grade yet."""


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What the tree shows: all of it, or the measures that fulfil every condition given."""

    fiscal_year: int
    department_id: str | None = None
    policy_id: str | None = None
    item_id: str | None = None
    grades: tuple[str, ...] = ()
    words: str = ""
    number: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out; the year alone only decides whose grade is shown."""
        given = (self.department_id, self.policy_id, self.item_id, self.grades, self.words.strip(), self.number)
        return any(given)


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
    """Some lines of a list, and whether there are more behind them."""

    lines: tuple[MeasureLine, ...] = field(default=())
    more: bool = False


def item_counts(connection: Connection, chosen: MeasureFilter) -> dict[str, int]:
    """Return how many measures of the filter each item has; items without any are left out."""
    measure = tables["measure"]
    statement = select(measure.c.item_id, func.count()).group_by(measure.c.item_id)
    statement = _narrowed(statement, chosen)
    return {item: count for item, count in connection.execute(statement)}


def measures_of_item(
    connection: Connection, item_id: str, chosen: MeasureFilter, offset: int, limit: int
) -> MeasurePage:
    """Return one page of an item's measures, by number."""
    measure = tables["measure"]
    statement = _narrowed(_lines(chosen), chosen).where(measure.c.item_id == item_id)
    statement = statement.order_by(measure.c.number, measure.c.id)
    return _page(connection, statement, offset, limit)


def list_measures(connection: Connection, chosen: MeasureFilter, offset: int, limit: int) -> MeasurePage:
    """Return one page of the flat list that the filter gives; words are searched in everything of a measure."""
    match = match_expression(chosen.words)
    if chosen.words.strip() and not match:
        return MeasurePage()
    if match and not _few(connection, match):
        return _page(connection, _hits(chosen, match), offset, limit)
    statement = _narrowed(_lines(chosen), chosen)
    return _page(connection, _in_printed_order(statement), offset, limit)


def lines_of(connection: Connection, chosen: MeasureFilter, measure_ids: Sequence[str]) -> list[MeasureLine]:
    """Return the lines of the named measures, whatever the filter leaves out; those that are gone are missing."""
    rows = connection.execute(_lines(chosen).where(tables["measure"].c.id.in_(measure_ids))).fetchall()
    disputed = _disputed(connection, [str(row[0]) for row in rows])
    return [_line(row, str(row[0]) in disputed) for row in rows]


def count_measures(connection: Connection, chosen: MeasureFilter) -> int:
    """Return how many measures the filter lets through."""
    statement = _narrowed(select(func.count()).select_from(tables["measure"]), chosen)
    return int(connection.execute(statement).scalar_one())


def other_hits(connection: Connection, words: str, limit: int) -> list[tuple[str, str]]:
    """Return ``(kind, id)`` of what else holds the words: policies, items, departments, opinions on the plan."""
    match = match_expression(words)
    if not match:
        return []
    statement = (
        select(search_document.c.kind, search_document.c.row)
        .where(search_document.c.doc.in_(_matching(match)), search_document.c.kind != "measure")
        .limit(limit)
    )
    return [(kind, row) for kind, row in connection.execute(statement)]


def _lines(chosen: MeasureFilter) -> AnySelect:
    measure, item, policy, year = tables["measure"], tables["item"], tables["policy"], tables["year_record"]
    of_year = and_(year.c.measure_id == measure.c.id, year.c.fiscal_year == chosen.fiscal_year)
    grade = select(year.c.grade).where(of_year).limit(1).scalar_subquery()
    joined = measure.outerjoin(item, measure.c.item_id == item.c.id).outerjoin(
        policy, item.c.policy_id == policy.c.id
    )
    return select(
        measure.c.id,
        measure.c.item_id,
        policy.c.number,
        item.c.number,
        measure.c.number,
        measure.c.title,
        measure.c.priority,
        measure.c.lead_department_id,
        grade,
    ).select_from(joined)


def _narrowed(statement: AnySelect, chosen: MeasureFilter) -> AnySelect:
    measure, item = tables["measure"], tables["item"]
    if chosen.department_id:
        statement = statement.where(measure.c.lead_department_id == chosen.department_id)
    if chosen.item_id:
        statement = statement.where(measure.c.item_id == chosen.item_id)
    if chosen.number is not None:
        statement = statement.where(measure.c.number == chosen.number)
    if chosen.policy_id:
        of_policy = select(item.c.id).where(item.c.policy_id == chosen.policy_id)
        statement = statement.where(measure.c.item_id.in_(of_policy))
    if chosen.grades:
        statement = statement.where(_has_grade(chosen))
    match = match_expression(chosen.words)
    if match:
        rows = select(search_document.c.row).where(search_document.c.doc.in_(_matching(match)))
        statement = statement.where(measure.c.id.in_(rows))
    return statement


def _has_grade(chosen: MeasureFilter) -> ColumnElement[bool]:
    measure, year = tables["measure"], tables["year_record"]
    of_year = select(year.c.measure_id).where(year.c.fiscal_year == chosen.fiscal_year)
    graded = [one for one in chosen.grades if one != NO_GRADE]
    conditions = [measure.c.id.in_(of_year.where(year.c.grade.in_(graded)))] if graded else []
    if NO_GRADE in chosen.grades:
        conditions.append(measure.c.id.not_in(of_year.where(year.c.grade.is_not(None))))
    return or_(*conditions)


def _in_printed_order(statement: AnySelect) -> AnySelect:
    measure, item, policy = tables["measure"], tables["item"], tables["policy"]
    return statement.order_by(policy.c.number, item.c.number, measure.c.number, measure.c.id)


def _hits(chosen: MeasureFilter, match: str) -> AnySelect:
    """Return the lines of very many hits in the order of the index, so that a page costs only itself."""
    without_words = replace(chosen, words="")
    measure = tables["measure"]
    statement = _narrowed(_lines(chosen), without_words)
    return (
        statement.join(search_document, search_document.c.row == measure.c.id)
        .where(search_document.c.doc.in_(_matching(match)))
        .order_by(search_document.c.doc)
    )


def _matching(match: str) -> AnySelect:
    condition = text(sqlite_dialect.MATCH_SEARCH).bindparams(match=match)
    return select(text("rowid")).select_from(text("search_index")).where(condition)


def _few(connection: Connection, match: str) -> bool:
    limited = _matching(match).limit(SORTED_HITS + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(limited)).scalar_one()) <= SORTED_HITS


def _page(
    connection: Connection, statement: AnySelect, offset: int, limit: int
) -> MeasurePage:
    rows = connection.execute(statement.offset(offset).limit(limit + 1)).fetchall()
    disputed = _disputed(connection, [str(row[0]) for row in rows])
    lines = tuple(_line(row, str(row[0]) in disputed) for row in rows[:limit])
    return MeasurePage(lines, more=len(rows) > limit)


def _line(row: AnyRow, disputed: bool) -> MeasureLine:
    row_id, item_id, policy, item, number, title, priority, department, grade = row
    return MeasureLine(row_id, item_id, policy, item, number, title, bool(priority), department, grade, disputed)


def _disputed(connection: Connection, rows: list[str]) -> set[str]:
    return set(connection.execute(select(conflict.c.row).where(conflict.c.row.in_(rows))).scalars())
