"""Rules about the plan as a whole: required parts of its outline, numbers and names used twice.

Two departments may both create ``1-(1)-④`` on their copies; that must not make an import fail, so it is found here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from reform_desktop.domain.checks.case import Place, finding_about
from reform_desktop.domain.checks.finding import Finding, Severity
from reform_desktop.domain.checks.standing import missing_required, required_message
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.numbering import item_number
from reform_desktop.domain.records import Department, Record
from reform_desktop.domain.text import fold, quoted

T = TypeVar("T")


def outline_findings(plan: PlanDossier, fiscal_year: int) -> Iterator[Finding]:
    """Yield the findings about the plan, its policies, items and departments, in that order."""
    yield from _required_in("plan", [plan.plan])
    yield from _plan_years_reversed(plan)
    yield from _required_in("policy", plan.policies)
    yield from _policy_numbers(plan, fiscal_year)
    yield from _required_in("item", plan.items)
    yield from _item_numbers(plan, fiscal_year)
    yield from _required_in("department", plan.departments)
    yield from _department_names(plan)


def duplicate_measures(measures: Iterable[MeasureDossier]) -> dict[str, Finding]:
    """Return, by measure, the findings about measures that carry the same number within their item."""
    keyed = (((one.measure.item_id, one.measure.number), one) for one in measures if one.measure.number is not None)
    return {one.measure.id: _duplicate_measure(one) for one in _repeated(keyed)}


def _duplicate_measure(dossier: MeasureDossier) -> Finding:
    place = Place("measure", dossier.measure.id, "number")
    message = f"取組の番号 {dossier.number} がほかの取組と重なっています。番号を付け直してください。"
    return finding_about(dossier, Severity.ERROR, "duplicate_measure_number", place, message)


def _required_in(kind: str, records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        for field in missing_required(kind, record):
            yield _error(
                "required_field_empty", Place(kind, record.id, field.identifier), required_message(kind, field)
            )


def _plan_years_reversed(plan: PlanDossier) -> Iterator[Finding]:
    first, last = plan.plan.first_fiscal_year, plan.plan.last_fiscal_year
    if first is not None and last is not None and last < first:
        place = Place("plan", plan.plan.id, "last_fiscal_year")
        yield _error("plan_years_reversed", place, "計画の終了年度が開始年度より前です。年度を確かめてください。")


def _policy_numbers(plan: PlanDossier, fiscal_year: int) -> Iterator[Finding]:
    live = (one for one in plan.policies if not _retired(one.retired_from, fiscal_year))
    for one in _repeated((one.number, one) for one in live if one.number is not None):
        message = f"方針の番号 {one.number} がほかの方針と重なっています。番号を付け直してください。"
        yield _error("duplicate_policy_number", Place("policy", one.id, "number"), message)


def _item_numbers(plan: PlanDossier, fiscal_year: int) -> Iterator[Finding]:
    policy_numbers = {one.id: one.number for one in plan.policies}
    live = (one for one in plan.items if not _retired(one.retired_from, fiscal_year))
    for one in _repeated(((one.policy_id, one.number), one) for one in live if one.number is not None):
        number = item_number(policy_numbers.get(one.policy_id), one.number)
        message = f"推進項目の番号 {number} がほかの推進項目と重なっています。番号を付け直してください。"
        yield _error("duplicate_item_number", Place("item", one.id, "number"), message)


def _department_names(plan: PlanDossier) -> Iterator[Finding]:
    """Find names that two departments carry at the same time; a name may be used again after 機構改革."""
    named = [one for one in plan.departments if one.name.strip()]
    groups = _by_key(("".join(fold(one.name).split()), one) for one in named)
    for one in named:
        others = groups["".join(fold(one.name).split())]
        if any(other is not one and _together(one, other) for other in others):
            message = f"課名{quoted(one.name)}がほかの課と重なっています。どちらかの課名か期間を直してください。"
            yield _error("duplicate_department_name", Place("department", one.id, "name"), message)


def _together(one: Department, other: Department) -> bool:
    """Whether two departments exist on some same day."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last


def _retired(retired_from: int | None, fiscal_year: int) -> bool:
    return retired_from is not None and retired_from <= fiscal_year


def _repeated(keyed: Iterable[tuple[Hashable, T]]) -> list[T]:
    """Return the things whose key is not theirs alone, gathered by key."""
    return [one for group in _by_key(keyed).values() if len(group) > 1 for one in group]


def _by_key(keyed: Iterable[tuple[Hashable, T]]) -> defaultdict[Hashable, list[T]]:
    groups: defaultdict[Hashable, list[T]] = defaultdict(list)
    for key, one in keyed:
        groups[key].append(one)
    return groups


def _error(code: str, place: Place, message: str) -> Finding:
    return Finding(Severity.ERROR, code, message, kind=place.kind, row_id=place.row_id, field=place.field)
