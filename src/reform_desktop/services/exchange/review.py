"""Looking through what a department handed in, and the remarks with which it goes back.

What changed since the last submission is read from the log: the department's own changes that the latest import from
it brought and no earlier one had brought. Remarks travel in the return's header and become a to-do list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct, structs

from reform_desktop.bundle.header import Comment
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks import Finding
from reform_desktop.domain.grades import scale_of
from reform_desktop.domain.records import Submission
from reform_desktop.domain.values import JsonValue, display_value
from reform_desktop.services.checking import check
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.submissions import SUBMITTED
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import carriers, history, packs, records
from reform_desktop.store.carriers import Carrier
from reform_desktop.store.history import LoggedChange

_PASSED_OVER: Final = frozenset({"submission", "department"})


class Reviewed(Struct, frozen=True):
    """One field that a department changed since it last handed in, with the content before and after."""

    place: Whereabouts
    field: str
    label: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.place.row, self.field


class Review(Struct, frozen=True):
    """What came last from a department, and what it changed; ``previous`` is when it came before, if it did."""

    file: str = ""
    at: str = ""
    previous: str = ""
    message: str = ""
    changes: tuple[Reviewed, ...] = ()


class Remark(Struct, frozen=True):
    """One remark that came back, with its place; ``done`` when the field was changed here since."""

    place: Whereabouts
    field: str
    label: str
    text: str
    done: bool


def review(desk: Desk, department_id: str) -> Review:
    """Return what a department's last import changed; empty when nothing came from it."""
    with desk.store.reading() as connection:
        came = [one for one in carriers.list_carriers(connection) if _is_from(one, department_id)]
        if not came:
            return Review()
        latest, earlier = came[0], came[1:]
        sequences = carriers.first_carried_by(connection, [latest.id], [one.id for one in earlier])
        logged = [
            one
            for one in history.changes_with_before(connection, sequences)
            if one.change.unit == department_id and one.change.kind not in _PASSED_OVER
        ]
    return Review(
        latest.label,
        latest.at,
        earlier[0].at if earlier else "",
        latest.details.get("message", ""),
        tuple(_reviewed(desk, logged)),
    )


def unsent(desk: Desk) -> Review:
    """Return what a department changed since it last handed in; all of it when it never did.

    It is what the next bundle brings that none brought before. ``previous`` is when it handed in last.
    """
    unit = desk.store.unit
    with desk.store.reading() as connection:
        logged = [
            one
            for one in history.changes_with_before(connection, packs.unsealed(connection))
            if one.change.unit == unit and one.change.kind not in _PASSED_OVER and one.change.at != OUTLINE_TIME
        ]
        own = [one.id for one in records.find_records(connection, Submission, "department_id", [unit])]
        handed_in = [
            one.change.at
            for row in own
            for one in history.field_history(connection, row, "state")
            if one.change.set.get("state") == SUBMITTED
        ]
    return Review(previous=max(handed_in, default=""), changes=tuple(_reviewed(desk, logged)))


def findings_of(desk: Desk, department_id: str, fiscal_year: int) -> tuple[Finding, ...]:
    """Return what the input checks find in a department's answers, each at a record that is there.

    A year that nobody has begun has no record yet; a remark on it then leads to the measure.
    """
    found = check(desk, fiscal_year, department_id=department_id)
    rows: dict[str, set[str]] = {}
    for one in found:
        rows.setdefault(one.kind, set()).add(one.row_id)
    with desk.store.reading() as connection:
        known = {row for kind, several in rows.items() for row in records.existing_rows(connection, kind, several)}
    return tuple(one if one.row_id in known else _at_measure(one) for one in found)


def remarks(desk: Desk) -> tuple[str, list[Remark]]:
    """Return when the division last sent answers back, and its remarks on single fields; open ones first."""
    with desk.store.reading() as connection:
        returns = [
            one
            for one in carriers.list_carriers(connection)
            if not one.retracted and one.details.get("purpose") == "return" and one.details.get("unit") == DIVISION
        ]
    if not returns:
        return "", []
    latest = returns[0]
    comments = msgspec.json.decode(latest.details.get("comments", "[]"), type=list[Comment])
    places = whereabouts(desk, {(one.kind, one.row) for one in comments})
    found = [
        Remark(places[one.row], one.field, _label(one.kind, one.field), one.text, _is_done(desk, one, latest.at))
        for one in comments
    ]
    return latest.at, sorted(found, key=lambda one: (one.done, one.place.number, one.place.fiscal_year or 0))


def _at_measure(one: Finding) -> Finding:
    return structs.replace(one, kind="measure", row_id=one.measure_id, field="")


def _is_from(one: Carrier, department_id: str) -> bool:
    return not one.retracted and one.details.get("unit") == department_id


def _is_done(desk: Desk, one: Comment, since: str) -> bool:
    """Whether this unit wrote the field after the remark came; by this PC's own clock on both sides."""
    unit = desk.store.unit
    with desk.store.reading() as connection:
        logged = history.field_history(connection, one.row, one.field or None)
    return any(each.change.unit == unit and each.change.at > since for each in logged)


def _reviewed(desk: Desk, logged: Sequence[LoggedChange]) -> list[Reviewed]:
    """Return one line a field: what stood there before the first of its changes, and after the last one."""
    first: dict[tuple[str, str, str], JsonValue] = {}
    last: dict[tuple[str, str, str], JsonValue] = {}
    deleted: set[tuple[str, str]] = set()
    for one in logged:
        change = one.change
        if change.delete:
            deleted.add((change.kind, change.row))
        for name, value in change.set.items():
            key = (change.kind, change.row, name)
            first.setdefault(key, one.before[name])
            last[key] = value
    places = whereabouts(desk, {(kind, row) for kind, row, _name in last} | deleted)
    names = {one.id: one.name for one in list_departments(desk)}
    scale = scale_of(desk.plan().grade_scale)
    found = [Reviewed(places[row], "", "削除", "", "（削除しました）") for _kind, row in sorted(deleted)]
    for (kind, row, name), value in last.items():
        declared = KINDS[kind].fields.get(name) if kind in KINDS else None
        if declared is None or name in (KINDS[kind].parent, *KINDS[kind].natural_key) or name == "file_sha256":
            continue
        both = (first[kind, row, name], value)
        before, after = (display_value(declared, each, scale=scale, names=names) for each in both)
        if before != after:
            found.append(Reviewed(places[row], name, declared.label, before, after))
    return sorted(found, key=lambda one: (one.place.number, one.place.fiscal_year or 0))


def _label(kind: str, field: str) -> str:
    declared = KINDS[kind].fields.get(field) if kind in KINDS else None
    return declared.label if declared else ""
