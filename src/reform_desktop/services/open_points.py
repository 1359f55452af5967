"""What is not settled in a file: conflicts with their places and texts, and changes that are held."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reform_desktop.changes.change import DIVISION, EXISTENCE
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.grades import scale_of
from reform_desktop.domain.three_way import Proposal, join_texts
from reform_desktop.domain.values import JsonValue, display_value
from reform_desktop.services.conflicts import Conflict, list_conflicts
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import disputes
from reform_desktop.store.disputes import Held

_TWO: Final = 2
_TEXTS: Final = (FieldType.TEXT, FieldType.LINE)


class OpenConflict(Struct, frozen=True):
    """A conflict with its place. ``ancestor`` is the value in words that all sides replaced."""

    conflict: Conflict
    place: Whereabouts
    ancestor: str = ""
    is_text: bool = False

    @property
    def proposal(self) -> Proposal | None:
        """A text that joins both sides; ``None`` for more than two sides, and for what is no text."""
        texts = list(dict.fromkeys(one.value for one in self.conflict.values if isinstance(one.value, str)))
        if not self.is_text or len(texts) != _TWO:
            return None
        ancestor = self.conflict.ancestor
        return join_texts(ancestor if isinstance(ancestor, str) else "", *texts)


class HeldLine(Struct, frozen=True):
    """One field of a change that is here but not applied; ``advice`` is what to do about it."""

    change: str
    field: str
    place: Whereabouts
    label: str
    shown: str
    who: str
    at: str
    reason: str
    advice: str
    source: str


_ADVICE: Final = {
    "retracted": "取り消した取込みの内容です。「取込みの一覧」で、もう一度適用できます。",
    "incomplete": (
        "もとになった内容が、このファイルにありません。"
        "前回の提出ファイルを取り込むか、取り消した取込みをもう一度適用すると、適用されます。"
    ),
    "foreign": "ほかの課の取組への変更です。担当課を確かめ、必要なら担当課に入力してもらってください。",
    "reserved": "推進課だけが決める項目への変更です。必要なら、推進課のファイルで入力してください。",
}


def count_open_points(desk: Desk) -> tuple[int, int]:
    """Return how many conflicts and how many held changes there are."""
    with desk.store.reading() as connection:
        return disputes.count_conflicts(connection), disputes.count_held(connection)


def open_conflicts(desk: Desk) -> list[OpenConflict]:
    """Return every conflict with its place, in the order of the plan."""
    found = list_conflicts(desk)
    places = whereabouts(desk, {(one.kind, one.id) for one in found})
    words = _Words(desk)
    shown = [_open(one, places[one.id], words) for one in found]
    return sorted(shown, key=_order)


def held_lines(desk: Desk) -> list[HeldLine]:
    """Return every held change, a line a field."""
    with desk.store.reading() as connection:
        found = disputes.list_held(connection)
    places = whereabouts(desk, {(one.change.kind, one.change.row) for one in found})
    words = _Words(desk)
    return [line for one in found for line in _held(one, places[one.change.row], words)]


def _order(one: OpenConflict) -> tuple[str, int, str, str]:
    return one.place.number, one.place.fiscal_year or 0, one.place.label, one.conflict.label


def _open(one: Conflict, place: Whereabouts, words: _Words) -> OpenConflict:
    kind = KINDS.get(one.kind)
    field = kind.fields.get(one.field) if kind else None
    if field is None or one.field == EXISTENCE:
        return OpenConflict(one, place)
    return OpenConflict(one, place, words.shown(one.kind, one.field, one.ancestor), field.type in _TEXTS)


def _held(one: Held, place: Whereabouts, words: _Words) -> list[HeldLine]:
    change = one.change
    who, at = words.unit(change.unit), change.at
    reason, advice = one.reason.label, _ADVICE[one.reason.value]
    source = "、".join(one.carriers) or "このファイル"
    if change.delete:
        return [HeldLine(one.change_id, "", place, "削除", "削除する", who, at, reason, advice, source)]
    kind = KINDS.get(change.kind)
    parent = kind.parent if kind else ""
    return [
        HeldLine(
            one.change_id,
            name,
            place,
            words.label(change.kind, name),
            words.shown(change.kind, name, value),
            who,
            at,
            reason,
            advice,
            source,
        )
        for name, value in change.set.items()
        if name != parent
    ]


class _Words:
    """Puts values into words, with the names of departments read once."""

    def __init__(self, desk: Desk) -> None:
        self._names = {one.id: one.name for one in list_departments(desk)}
        self._scale = scale_of(desk.plan().grade_scale)

    def unit(self, unit: str) -> str:
        return DIVISION_NAME if unit == DIVISION else self._names.get(unit, unit)

    def label(self, kind: str, field: str) -> str:
        declared = KINDS[kind].fields.get(field) if kind in KINDS else None
        return declared.label if declared else field

    def shown(self, kind: str, field: str, value: JsonValue) -> str:
        declared = KINDS[kind].fields.get(field) if kind in KINDS else None
        if declared is None:
            return "" if value is None else str(value)
        return display_value(declared, value, scale=self._scale, names=self._names)
