"""The shipped sample plan as dossiers, built without a store: what the reports' tests print."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TypedDict, cast

import msgspec

from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.grades import Grade
from reform_desktop.domain.records import (
    Department,
    Evidence,
    Indicator,
    IndicatorValue,
    Item,
    Measure,
    Opinion,
    Plan,
    Policy,
    YearRecord,
)
from reform_desktop.reports.model import PrintOptions
from reform_desktop.reports.request import ReportRequest
from reform_desktop.resources import resource_path

OPTIONS = PrintOptions(print_date=date(2026, 5, 20), edition="作業中の版")

Raw = dict[str, object]


class _ItemFile(TypedDict):
    number: int
    title: str


class _PolicyFile(TypedDict):
    number: int
    title: str
    items: list[_ItemFile]


def _read(name: str) -> Raw:
    return cast("Raw", json.loads(resource_path(f"outlines/{name}").read_text(encoding="utf-8")))


def scale(name: str = "annaka") -> tuple[Grade, ...]:
    """Return one of the shipped grade scales."""
    grades = cast("list[Raw]", _read("grade_scales.json")[name])
    return tuple(msgspec.convert(grade, Grade) for grade in grades)


@cache
def sample_plan() -> PlanDossier:
    """Return the whole sample plan."""
    outline = _read("annaka-4.json")
    plan = Plan(
        id="plan",
        name="【見本】第4次安中市行政改革大綱 実施計画",
        first_fiscal_year=2025,
        last_fiscal_year=2029,
        grade_scale=scale(),
        managed_by="企画政策部政策・デジタル推進課",
        sample=True,
    )
    policies: dict[int, Policy] = {}
    items: dict[tuple[int, int], Item] = {}
    for raw in cast("list[_PolicyFile]", outline["policies"]):
        number = raw["number"]
        policies[number] = Policy(id=f"policy-{number}", plan_id="plan", number=number, title=raw["title"])
        for item in raw["items"]:
            items[number, item["number"]] = Item(
                id=f"item-{number}-{item['number']}",
                policy_id=f"policy-{number}",
                number=item["number"],
                title=item["title"],
            )
    measures = [
        _dossier(raw, policies, items)
        for number in policies
        for raw in cast("list[Raw]", _read(f"sample/policy-{number}.json")["measures"])
    ]
    measures.sort(key=lambda one: one.sort_key)
    leading = {one.lead_department.id: one.lead_department for one in measures if one.lead_department}
    return PlanDossier(
        plan, tuple(policies.values()), tuple(items.values()), tuple(leading.values()), measures=tuple(measures)
    )


def _department(name: str) -> Department:
    return Department(id=f"department-{name}", name=name)


def _dossier(raw: Raw, policies: dict[int, Policy], items: dict[tuple[int, int], Item]) -> MeasureDossier:
    place = cast("tuple[int, int]", (raw["policy"], raw["item"]))
    key = f"measure-{place[0]}-{place[1]}-{raw['number']}"
    lead = _department(cast("str", raw["lead_department"]))
    own = {name: raw[name] for name in Measure.__struct_fields__ if name in raw}
    measure = msgspec.convert({**own, "id": key, "item_id": items[place].id, "lead_department_id": lead.id}, Measure)
    years = [
        msgspec.convert({**year, "id": f"{key}-{year['fiscal_year']}", "measure_id": key}, YearRecord)
        for year in cast("list[Raw]", raw["year_records"])
    ]
    return MeasureDossier(
        measure,
        policies[place[0]],
        items[place],
        lead,
        tuple(_department(name) for name in cast("list[str]", raw["related_departments"])),
        tuple(_indicator(one, key) for one in cast("list[Raw]", raw["indicators"])),
        {year.fiscal_year: year for year in years if year.fiscal_year is not None},
        tuple(_evidence(one, key, index) for index, one in enumerate(cast("list[Raw]", raw.get("evidence", [])))),
    )


def _indicator(raw: Raw, measure_id: str) -> IndicatorDossier:
    key = f"{measure_id}-i{raw['number']}"
    own = {name: value for name, value in raw.items() if name != "values"}
    values = [
        msgspec.convert({**value, "id": f"{key}-{value['fiscal_year']}", "indicator_id": key}, IndicatorValue)
        for value in cast("list[Raw]", raw["values"])
    ]
    return IndicatorDossier(
        msgspec.convert({**own, "id": key, "measure_id": measure_id}, Indicator),
        {value.fiscal_year: value for value in values if value.fiscal_year is not None},
    )


def _evidence(raw: Raw, measure_id: str, index: int) -> Evidence:
    own = {name: value for name, value in raw.items() if name != "file"}
    file_name = cast("str", raw.get("file", "")).rpartition("/")[2]
    return msgspec.convert(
        {**own, "id": f"{measure_id}-e{index}", "measure_id": measure_id, "file_name": file_name}, Evidence
    )


def opinion(measure_id: str) -> Opinion:
    """Return an opinion with its response."""
    return Opinion(
        id=f"{measure_id}-opinion",
        measure_id=measure_id,
        fiscal_year=2025,
        body="council",
        date=date(2026, 5, 20),
        text="高齢の方にも使いやすいかどうかを、実際に操作してもらって確かめてほしい。",
        response="令和8年度に、公民館の講座で操作の体験会を行い、意見を改修に生かします。",
    )


def request_for(plan: PlanDossier | None = None, *measure_ids: str, fiscal_year: int | None = None) -> ReportRequest:
    """Return a request for the sample plan, or a plan of the test's own; all its measures, or the named ones."""
    chosen = frozenset(measure_ids) or None
    return ReportRequest(plan or sample_plan(), OPTIONS, fiscal_year=fiscal_year, measure_ids=chosen)
