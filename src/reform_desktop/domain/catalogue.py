"""The catalogue: every record kind and its fields, read back from the declarations in `records`.

A field that must be known by name elsewhere is looked up here, so that a label, a limit or an owner is never
written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final, get_args, get_origin, get_type_hints

from msgspec import Meta

from reform_desktop.domain import records
from reform_desktop.domain.fields import Field
from reform_desktop.domain.records import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    ``parent`` is the field that holds the record it belongs to (and from which ownership is inherited);
    ``owner_field`` the field that names the owning department; ``natural_key`` the fields that, with the
    parent, make up its identity, so that two copies which both create it meet in one row. ``internal`` kinds are
    for the city's own use: nothing of them is published.
    """

    name: str
    label: str
    record_type: type[Record]
    parent: str = ""
    owner_field: str = ""
    natural_key: tuple[str, ...] = ()
    internal: bool = False

    @property
    def fields(self) -> MappingProxyType[str, Field]:
        """The kind's fields by identifier, in the order of declaration; ``id`` is not one of them."""
        return _fields_of(self.record_type)

    @property
    def parent_kind(self) -> str:
        """The kind of the record it belongs to, or ``""``."""
        return self.fields[self.parent].target_kind if self.parent else ""


@cache
def _fields_of(record_type: type[Record]) -> MappingProxyType[str, Field]:
    found: dict[str, Field] = {}
    for identifier, hint in get_type_hints(record_type, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            continue
        for note in get_args(hint)[1:]:
            if isinstance(note, Meta) and note.extra is not None:
                found[identifier] = note.extra["field"].named(identifier)
    return MappingProxyType(found)


KINDS: Final = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("plan", "計画", records.Plan),
            Kind("policy", "方針", records.Policy, parent="plan_id"),
            Kind("item", "推進項目", records.Item, parent="policy_id"),
            Kind("department", "課", records.Department),
            Kind("measure", "取組", records.Measure, parent="item_id", owner_field="lead_department_id"),
            Kind("indicator", "指標", records.Indicator, parent="measure_id"),
            Kind(
                "indicator_value",
                "指標の値",
                records.IndicatorValue,
                parent="indicator_id",
                natural_key=("fiscal_year",),
            ),
            Kind(
                "year_record",
                "年度別",
                records.YearRecord,
                parent="measure_id",
                natural_key=("fiscal_year",),
            ),
            Kind("evidence", "証拠資料", records.Evidence, parent="measure_id", internal=True),
            Kind("opinion", "意見", records.Opinion, parent="measure_id"),
            Kind(
                "submission",
                "提出",
                records.Submission,
                parent="department_id",
                owner_field="department_id",
                natural_key=("fiscal_year", "period"),
                internal=True,
            ),
            Kind("edition", "確定版", records.Edition, parent="plan_id"),
            Kind("correction", "訂正", records.Correction, parent="edition_id"),
            Kind(
                "plan_count",
                "年度別件数",
                records.PlanCount,
                parent="plan_id",
                natural_key=("fiscal_year", "grade"),
            ),
            Kind("layout", "レイアウト", records.Layout, owner_field="department_id", internal=True),
        )
    }
)
"""Every kind by its name, parents before children: also the canonical order of a dump."""


def kind_named(name: str) -> Kind:
    """Return the kind of that name; `KeyError` when this program does not know it."""
    return KINDS[name]


def field_named(kind: str, field: str) -> Field:
    """Return one field's declaration; `KeyError` when this program does not know it."""
    return KINDS[kind].fields[field]


def is_public(kind: str, field: str) -> bool:
    """Whether a field may be published: neither it nor its kind is internal."""
    return not (KINDS[kind].internal or KINDS[kind].fields[field].internal)


def is_public_record(kind: str, record: Record) -> bool:
    """Whether a record may be published: neither its kind nor a choice in it is internal (意見 of 推進会議)."""
    chosen = (
        choice
        for name, field in KINDS[kind].fields.items()
        for choice in field.choices
        if choice.identifier == getattr(record, name)
    )
    return not (KINDS[kind].internal or any(choice.internal for choice in chosen))


@cache
def child_kinds(parent_kind: str) -> tuple[Kind, ...]:
    """Return the kinds whose records belong to a record of ``parent_kind``."""
    return tuple(kind for kind in KINDS.values() if kind.parent_kind == parent_kind)
