"""A plan's measures gathered by policy, by item and by department, as every table of figures lists them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.numbering import item_number


class Group(Struct, frozen=True):
    """Measures that stand under one heading. ``id`` is the heading's row, ``""`` for measures that have none."""

    id: str
    number: str
    title: str
    measures: tuple[MeasureDossier, ...]


def by_policy(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per policy, empty ones too; measures whose policy is not in the file come last."""
    headings = [(one.id, "" if one.number is None else str(one.number), one.title) for one in plan.policies]
    keyed = [(one.policy.id if one.policy else "", one) for one in plan.measures]
    return _grouped(headings, keyed, "方針のない取組")


def by_item(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per item, empty ones too; measures whose item is not in the file come last."""
    policy_numbers = {one.id: one.number for one in plan.policies}
    headings = [(one.id, item_number(policy_numbers.get(one.policy_id), one.number), one.title) for one in plan.items]
    keyed = [(one.item.id if one.item else "", one) for one in plan.measures]
    return _grouped(headings, keyed, "推進項目のない取組")


def by_department(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per department that leads a measure; measures without a lead department come last."""
    keyed = [(one.lead_department.id if one.lead_department else "", one) for one in plan.measures]
    leading = {key for key, _ in keyed}
    headings = [(one.id, one.code, one.name) for one in plan.departments if one.id in leading]
    return _grouped(headings, keyed, "担当課のない取組")


def _grouped(
    headings: Iterable[tuple[str, str, str]], keyed: Iterable[tuple[str, MeasureDossier]], remainder: str
) -> tuple[Group, ...]:
    """Put each measure under its heading; what no heading claims is shown under ``remainder``, never left out."""
    headed = list(headings)
    members: dict[str, list[MeasureDossier]] = {key: [] for key, _, _ in headed}
    rest: list[MeasureDossier] = []
    for key, measure in keyed:
        members.get(key, rest).append(measure)
    groups = [Group(key, number, title, tuple(members[key])) for key, number, title in headed]
    if rest:
        groups.append(Group("", "", remainder, tuple(rest)))
    return tuple(groups)
