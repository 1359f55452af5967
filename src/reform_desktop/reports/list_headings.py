"""Under what headings 取組一覧 gathers its measures: 方針 and 推進項目 as the plan does, or 方針, 課, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.numbering import item_number
from reform_desktop.domain.records import Department
from reform_desktop.reports.rowmaking import department_name

Heading = tuple[str, str]
"""What tells a heading from another, and its words."""


@dataclass(frozen=True, slots=True)
class MeasureHeadings:
    """The headings of each measure, outermost first."""

    of: Callable[[MeasureDossier], tuple[Heading, ...]]
    by_department: bool = False
    nested: bool = False

    def in_order(
        self, measures: Sequence[MeasureDossier], departments: Sequence[Department]
    ) -> Sequence[MeasureDossier]:
        """Return the measures so that each heading comes once: as they are, or by department."""
        if not self.by_department:
            return measures
        order = {one.id: place for place, one in enumerate(departments)}
        return sorted(measures, key=lambda one: order.get(one.measure.lead_department_id or "", len(order)))


def measure_headings(grouping: str | None) -> MeasureHeadings:
    """Return the headings of a layout's ``grouping``; those of the plan for none, or for an unknown one."""
    return _HEADINGS.get(grouping or "item", _HEADINGS["item"])


def _policy(dossier: MeasureDossier) -> Heading:
    label = KINDS["policy"].label
    if dossier.policy is None:
        return "", f"{label}が登録されていない取組"
    number = "?" if dossier.policy.number is None else dossier.policy.number
    return dossier.policy.id, f"{label}{number}　{dossier.policy.title}"


def _item(dossier: MeasureDossier) -> Heading:
    if dossier.item is None:
        return "", f"{KINDS['item'].label}が登録されていない取組"
    number = item_number(dossier.policy.number if dossier.policy else None, dossier.item.number)
    return dossier.item.id, f"{number}　{dossier.item.title}"


def _department(dossier: MeasureDossier) -> Heading:
    name = department_name(dossier)
    lead = dossier.lead_department
    return (lead.id, name) if lead else ("", "担当課のない取組")


_HEADINGS: Final = {
    "item": MeasureHeadings(lambda one: (_policy(one), _item(one)), nested=True),
    "policy": MeasureHeadings(lambda one: (_policy(one),)),
    "department": MeasureHeadings(lambda one: (_department(one),), by_department=True),
    "none": MeasureHeadings(lambda _one: ()),
}
