"""A plan's measures gathered by policy, by item and by department, as every table of figures lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.dossier_shelf import measures_at
from reform_desktop.domain.numbering import item_number


class Group(Struct, frozen=True):
    """Measures that stand under one heading. ``id`` is the heading's row, ``""`` for measures that have none."""

    id: str
    number: str
    title: str
    measures: Sequence[MeasureDossier]


def by_policy(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per policy, empty ones too; measures whose policy is not in the file come last."""
    headings = [(one.id, "" if one.number is None else str(one.number), one.title) for one in plan.policies]
    keys = [one.policy.id if one.policy else "" for one in plan.measures]
    return _grouped(headings, keys, plan.measures, "方針のない取組")


def by_item(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per item, empty ones too; measures whose item is not in the file come last."""
    policy_numbers = {one.id: one.number for one in plan.policies}
    headings = [(one.id, item_number(policy_numbers.get(one.policy_id), one.number), one.title) for one in plan.items]
    keys = [one.item.id if one.item else "" for one in plan.measures]
    return _grouped(headings, keys, plan.measures, "推進項目のない取組")


def by_department(plan: PlanDossier) -> tuple[Group, ...]:
    """Return one group per department that leads a measure; measures without a lead department come last."""
    keys = [one.lead_department.id if one.lead_department else "" for one in plan.measures]
    leading = set(keys)
    headings = [(one.id, one.code, one.name) for one in plan.departments if one.id in leading]
    return _grouped(headings, keys, plan.measures, "担当課のない取組")


def _grouped(
    headings: Sequence[tuple[str, str, str]], keys: Iterable[str], measures: Sequence[MeasureDossier], remainder: str
) -> tuple[Group, ...]:
    """Put each measure under the heading of its key; what none claims is shown under ``remainder``, never left out."""
    members: dict[str, list[int]] = {key: [] for key, _, _ in headings}
    rest: list[int] = []
    for place, key in enumerate(keys):
        members.get(key, rest).append(place)
    groups = [Group(key, number, title, measures_at(measures, members[key])) for key, number, title in headings]
    if rest:
        groups.append(Group("", "", remainder, measures_at(measures, rest)))
    return tuple(groups)
