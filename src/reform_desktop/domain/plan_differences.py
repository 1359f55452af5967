"""What differs between a plan as it was published and as it is now, value by value: candidates for the 正誤表.

Only what may be published is compared, and of what belongs to a year only the years up to the edition's own: that a
plan goes on is no error of its edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS, Kind, is_public, is_public_record
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.records import Record
from reform_desktop.domain.values import JsonValue, display_value, to_values

NOTHING: Final = "（なし）"
_CONTEXT: Final = 12
_SHORT: Final = 60
_TITLE: Final = 60
"""As much of a title as names a place."""


class Difference(Struct, frozen=True):
    """One value: what the edition says, and what is right now. ``field`` is empty for a whole record."""

    kind: str
    row: str
    field: str
    place: str
    wrong: str
    right: str

    @property
    def key(self) -> str:
        """What names it in a command."""
        return f"{self.row}:{self.field}" if self.field else self.row


class _Standing(Struct, frozen=True):
    kind: Kind
    record: Record
    place: str
    whole: bool = False


def plan_differences(before: PlanDossier, after: PlanDossier, last_year: int) -> list[Difference]:
    """Return the differences in the order of the plan; what was added stands behind."""
    old, new = (_standing(plan, last_year) for plan in (before, after))
    words = (_Words(before), _Words(after))
    found: list[Difference] = []
    for row, standing in old.items():
        found += _of_record(standing, new.get(row), words)
    for row, standing in new.items():
        if row not in old:
            found += _of_record(None, standing, words)
    return found


class _Words:
    """How one side's values read."""

    def __init__(self, plan: PlanDossier) -> None:
        self._scale: GradeScale = plan.scale
        self._names = {one.id: one.name for one in plan.departments}

    def of(self, field: Field, value: JsonValue) -> str:
        shown = display_value(field, value, scale=self._scale, names=self._names)
        return f"{shown}{field.unit}" if shown and field.unit else shown or NOTHING


def _of_record(before: _Standing | None, after: _Standing | None, words: tuple[_Words, _Words]) -> Iterator[Difference]:
    standing = after or before
    assert standing is not None  # noqa: S101 -- it stands on one side at least
    kind, row = standing.kind, standing.record.id
    if standing.whole and (before is None or after is None):
        sides = ("登録あり" if before else NOTHING, "登録あり" if after else "（削除）")
        yield Difference(kind.name, row, "", f"{standing.place}　{kind.label}", *sides)
        return
    values = [to_values(one.record) if one else {} for one in (before, after)]
    for name, field in kind.fields.items():
        if name in (kind.parent, *kind.natural_key) or not is_public(kind.name, name):
            continue
        if field.type is FieldType.STRUCTURE:
            continue
        wrong, right = (side.of(field, one.get(name)) for side, one in zip(words, values, strict=True))
        if wrong != right:
            yield Difference(kind.name, row, name, f"{standing.place}　{field.label}", *changed_passage(wrong, right))


def _standing(plan: PlanDossier, last_year: int) -> dict[str, _Standing]:
    found = [_Standing(KINDS["plan"], plan.plan, "計画")]
    found += [_Standing(KINDS["policy"], one, f"方針{one.number or ''}", whole=True) for one in plan.policies]
    numbers = {one.id: one.number for one in plan.policies}
    for item in plan.items:
        found.append(
            _Standing(
                KINDS["item"], item, f"推進項目{numbers.get(item.policy_id) or ''}-({item.number or ''})", whole=True
            )
        )
    for dossier in plan.measures:
        found += _of_measure(dossier, last_year)
    return {one.record.id: one for one in found if is_public_record(one.kind.name, one.record)}


def _of_measure(dossier: MeasureDossier, last_year: int) -> Iterator[_Standing]:
    place = f"{dossier.number} {_cut(dossier.measure.title, _TITLE)}"
    yield _Standing(KINDS["measure"], dossier.measure, place, whole=True)
    for year, record in sorted(dossier.years.items()):
        if year <= last_year:
            yield _Standing(KINDS["year_record"], record, f"{place}　{format_fiscal_year(year)}")
    for one in dossier.indicators:
        name = f"{place}　指標「{_cut(one.indicator.name, _TITLE)}」"
        yield _Standing(KINDS["indicator"], one.indicator, name, whole=True)
        for year, value in sorted(one.values.items()):
            if year <= last_year:
                yield _Standing(KINDS["indicator_value"], value, f"{name}　{format_fiscal_year(year)}")
    for opinion in dossier.opinions:
        if (opinion.fiscal_year or 0) <= last_year:
            yield _Standing(KINDS["opinion"], opinion, f"{place}　意見", whole=True)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def changed_passage(before: str, after: str) -> tuple[str, str]:
    """Return both sides of a long text cut down to where they differ, with a few characters around it."""
    if max(len(before), len(after)) <= _SHORT or NOTHING in (before, after):
        return before, after
    least = min(len(before), len(after))
    head = next((at for at in range(least) if before[at] != after[at]), least)
    tail = next((at for at in range(least - head) if before[-1 - at] != after[-1 - at]), least - head)
    return _passage(before, head, tail), _passage(after, head, tail)


def _passage(text: str, head: int, tail: int) -> str:
    start, end = max(0, head - _CONTEXT), min(len(text), len(text) - tail + _CONTEXT)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def as_keys(differences: list[Difference]) -> Mapping[str, Difference]:
    """Return the differences by what names them."""
    return {one.key: one for one in differences}
