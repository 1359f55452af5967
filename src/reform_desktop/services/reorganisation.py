"""機構改革: departments are renamed, merged and split from a day on, and their measures move with their history.

The old department stays, with the last day on which it existed and its successors; what it wrote stays under its name.
A measure that is handed over remembers everybody who ever had it: bundles that the old department's file still sends
are applied, because the law authorises each unit that ever owned the row. A successor is authorised because the
division names it. The law looks at no chain of successors: what belongs to a new department and never belonged to the
old one is not the old one's to change, whoever sits behind both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import fiscal_year_of
from reform_desktop.domain.identity import new_row_id
from reform_desktop.domain.records import Department, Measure
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import records
from reform_desktop.store.write import Edit, Saved


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department that begins with the reorganisation; an empty bureau is taken over from the one that ends."""

    name: str
    code: str = ""
    bureau: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reorganisation made: the ids of the new departments in their order, and the measures handed over."""

    departments: tuple[str, ...]
    measures: tuple[str, ...]
    saved: Saved


@dataclass(frozen=True, slots=True)
class Handover:
    """One measure that would move: its place, its department now, and the place in ``new`` of the one that takes it.

    ``heir`` is ``None`` while nobody has chosen (a split).
    """

    measure: Whereabouts
    department: str
    heir: int | None


def preview(
    desk: Desk, ended_ids: Sequence[str], new: Sequence[NewDepartment], day: date, heirs: Mapping[str, int]
) -> list[Handover]:
    """Return which measures would move to whom, in printed order; nothing is changed.

    Raises `InputError` for what `reorganise` would refuse, but for heirs that are not chosen yet.
    """
    ended = {one.id: one for one in _departments_ending(desk, ended_ids, day)}
    _check_shape(desk, ended_ids, new)
    measures = running_measures(desk, list(ended), day)
    places = whereabouts(desk, {("measure", one.id) for one in measures})
    only = 0 if len(new) == 1 else None
    found = [
        Handover(places[one.id], ended[one.lead_department_id or ""].name, heirs.get(one.id, only)) for one in measures
    ]
    return sorted(found, key=lambda one: (one.measure.number, one.measure.title))


def reorganise(
    desk: Desk, ended_ids: Sequence[str], new: Sequence[NewDepartment], day: date, heirs: Mapping[str, int]
) -> Outcome:
    """Rename one department, merge several into one, or split one into several; errors as for each of these."""
    _check_shape(desk, ended_ids, new)
    if len(set(ended_ids)) > 1:
        return merge(desk, ended_ids, new[0], day)
    if len(new) > 1:
        return split(desk, ended_ids[0], new, day, heirs)
    return rename(desk, ended_ids[0], new[0], day)


def _check_shape(desk: Desk, ended_ids: Sequence[str], new: Sequence[NewDepartment]) -> None:
    if not set(ended_ids):
        raise InputError(f"今の課を選んでください。{NOTHING_LOST}")
    if not new or not all(one.name.strip() for one in new):
        raise InputError(f"新しい課の名前を入力してください。{NOTHING_LOST}")
    if len({one.name for one in new}) < len(new):
        raise InputError(f"新しい課の名前が重なっています。{NOTHING_LOST}別の名前にしてください。")
    names = {one.name for one in new}
    others = [one for one in list_departments(desk) if one.valid_to is None and one.id not in ended_ids]
    if taken := next((one.name for one in others if one.name in names), ""):
        raise InputError(
            f"「{taken}」という課はすでにあります。{NOTHING_LOST}その課と一緒になるときは、その課も今の課に加えてください。"
        )
    if len(set(ended_ids)) > 1 and len(new) > 1:
        raise InputError(
            f"いくつもの課から、いくつもの課へ一度に変えることはできません。{NOTHING_LOST}統合と分割に分けてください。"
        )


def rename(desk: Desk, department_id: str, new: NewDepartment, day: date) -> Outcome:
    """Let a department go on under another name from ``day`` on.

    Raises `InputError` for a department that ended already or a day before it began, `NotAllowedError` in a
    department's file.
    """
    return _reorganise(desk, [department_id], [new], day, {}, f"課の名称変更（{new.name}）")


def merge(desk: Desk, department_ids: Sequence[str], new: NewDepartment, day: date) -> Outcome:
    """Let several departments become one from ``day`` on; errors as for `rename`."""
    if len(set(department_ids)) < 2:  # noqa: PLR2004 -- one department is renamed, not merged
        raise InputError(f"統合する課を2つ以上選んでください。{NOTHING_LOST}")
    return _reorganise(desk, department_ids, [new], day, {}, f"課の統合（{new.name}）")


def split(desk: Desk, department_id: str, new: Sequence[NewDepartment], day: date, heirs: Mapping[str, int]) -> Outcome:
    """Let a department become several from ``day`` on; ``heirs`` gives each of its measures a place in ``new``.

    Raises `InputError` when a running measure has no heir (`running_measures` lists them); else as for `rename`.
    """
    if len(new) < 2:  # noqa: PLR2004 -- into one is a new name
        raise InputError(f"分割した後の課を2つ以上入力してください。{NOTHING_LOST}")
    names = "・".join(one.name for one in new)
    return _reorganise(desk, [department_id], new, day, heirs, f"課の分割（{names}）")


def running_measures(desk: Desk, department_ids: Sequence[str], day: date) -> list[Measure]:
    """Return the measures that departments lead and that still run on a day: those that a successor must take."""
    year = fiscal_year_of(day)
    with desk.store.reading() as connection:
        found = records.find_records(connection, Measure, "lead_department_id", department_ids)
    return [
        one
        for one in found
        if (one.last_fiscal_year is None or one.last_fiscal_year >= year)
        and (one.retired_from is None or one.retired_from > year)
    ]


def _reorganise(
    desk: Desk,
    ended_ids: Sequence[str],
    new: Sequence[NewDepartment],
    day: date,
    heirs: Mapping[str, int],
    name: str,
) -> Outcome:
    ended = _departments_ending(desk, ended_ids, day)
    ids = tuple(new_row_id() for _one in new)
    measures = running_measures(desk, [one.id for one in ended], day)
    places = {one.id: _place(one, new, heirs) for one in measures}
    edits = [
        *(_beginning(row, one, ended[0], day) for row, one in zip(ids, new, strict=True)),
        *(_ending(one, ids, day) for one in ended),
        *(Edit("measure", row, {"lead_department_id": ids[place]}) for row, place in places.items()),
        *_related(desk, {one.id for one in ended}, ids, day),
    ]
    saved = desk.save([checked_edit(desk, edit) for edit in edits], name)
    return Outcome(ids, tuple(places), saved)


def _departments_ending(desk: Desk, ids: Sequence[str], day: date) -> list[Department]:
    known = {one.id: one for one in list_departments(desk)}
    missing = [row for row in ids if row not in known]
    if missing:
        raise InputError(f"選んだ課が見つかりません。一覧を開き直してください。{NOTHING_LOST}")
    ended = [known[row] for row in dict.fromkeys(ids)]
    for one in ended:
        if one.valid_to is not None:
            raise InputError(f"「{one.name}」はすでに廃止されています。ほかの課を選んでください。{NOTHING_LOST}")
        if one.valid_from is not None and one.valid_from >= day:
            raise InputError(f"「{one.name}」ができた日より後の日を指定してください。{NOTHING_LOST}")
    return ended


def _place(measure: Measure, new: Sequence[NewDepartment], heirs: Mapping[str, int]) -> int:
    if len(new) == 1:
        return 0
    place = heirs.get(measure.id, -1)
    if not 0 <= place < len(new):
        raise InputError(f"取組「{measure.title[:40]}」を引き継ぐ課を選んでください。{NOTHING_LOST}")
    return place


def _beginning(row: str, new: NewDepartment, before: Department, day: date) -> Edit:
    values: dict[str, JsonValue] = {
        "name": new.name,
        "code": new.code,
        "bureau": new.bureau or before.bureau,
        "valid_from": day.isoformat(),
    }
    return Edit("department", row, values, create=True)


def _ending(department: Department, successors: Sequence[str], day: date) -> Edit:
    last = (day - timedelta(days=1)).isoformat()
    return Edit("department", department.id, {"valid_to": last, "successor_ids": list(successors)})


def _related(desk: Desk, ended: set[str], successors: Sequence[str], day: date) -> Iterator[Edit]:
    """Yield the edits that put the successors in the place of departments that only take part in a measure."""
    year = fiscal_year_of(day)
    with desk.store.reading() as connection:
        for row, values in records.stream_values(connection, "measure"):
            related = values["related_department_ids"]
            last = values["last_fiscal_year"]
            if not isinstance(related, list) or ended.isdisjoint(map(str, related)):
                continue
            if isinstance(last, int) and last < year:
                continue
            kept = [one for one in related if one not in ended]
            yield Edit("measure", row, {"related_department_ids": [*kept, *successors]})
