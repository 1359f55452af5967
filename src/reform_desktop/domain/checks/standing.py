"""Rules that hold of a measure in every year: what it must have, and what may not stand outside its run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks.case import Case, Place, Rule
from reform_desktop.domain.checks.finding import Finding
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.records import Record
from reform_desktop.domain.text import quoted

_SAYS_NOTHING: Final = frozenset({"outside_evaluation"})
"""Fields whose filling in does not make a year's record worth a finding."""


def _required_fields(case: Case) -> Iterator[Finding]:
    dossier = case.dossier
    yield from _missing_in(case, "measure", dossier.measure)
    for one in dossier.indicators:
        yield from _missing_in(case, "indicator", one.indicator)
    for evidence in dossier.evidence:
        yield from _missing_in(case, "evidence", evidence, evidence.fiscal_year)


def _missing_in(case: Case, kind: str, record: Record, fiscal_year: int | None = None) -> Iterator[Finding]:
    for field in missing_required(kind, record):
        place = Place(kind, record.id, field.identifier, fiscal_year)
        yield case.error("required_field_empty", place, required_message(kind, field))


def _item_not_in_file(case: Case) -> Iterator[Finding]:
    if case.dossier.item is None and case.dossier.measure.item_id:
        yield case.error(
            "item_not_found",
            case.in_measure("item_id"),
            "この取組が属する推進項目が見つかりません。推進項目を選び直してください。",
        )


def _lead_department(case: Case) -> Iterator[Finding]:
    if case.dossier.lead_department is not None:
        return
    place = case.in_measure("lead_department_id")
    if case.dossier.measure.lead_department_id:
        yield case.error(
            "lead_department_not_found", place, "担当課が課の一覧にありません。担当課を選び直してください。"
        )
    else:
        yield case.error("no_lead_department", place, "担当課が決まっていません。担当課を選んでください。")


def _related_department_is_lead(case: Case) -> Iterator[Finding]:
    measure = case.dossier.measure
    if measure.lead_department_id and measure.lead_department_id in measure.related_department_ids:
        yield case.warning(
            "related_is_lead",
            case.in_measure("related_department_ids"),
            "担当課が関係課にも入っています。関係課から外してください。",
        )


def _run_reversed(case: Case) -> Iterator[Finding]:
    measure = case.dossier.measure
    first, last = measure.first_fiscal_year, measure.last_fiscal_year
    if first is not None and last is not None and last < first:
        yield case.error(
            "run_reversed",
            case.in_measure("last_fiscal_year"),
            "終了年度が開始年度より前です。年度を確かめてください。",
        )


def _indicator_incomplete(case: Case) -> Iterator[Finding]:
    for one in case.dossier.indicators:
        indicator = one.indicator
        name = quoted(indicator.name)
        if indicator.direction is None:
            place = Place("indicator", indicator.id, "direction")
            yield case.warning(
                "indicator_without_direction",
                place,
                f"指標{name}の方向がありません。増やす・減らす・維持するのどれかを選んでください。",
            )
        if indicator.baseline is None:
            place = Place("indicator", indicator.id, "baseline")
            yield case.warning(
                "indicator_without_baseline", place, f"指標{name}の基準値がありません。基準値を入力してください。"
            )


def _evidence_without_source(case: Case) -> Iterator[Finding]:
    for one in case.dossier.evidence:
        if not (one.file_sha256 or one.address.strip() or one.paper_location.strip()):
            place = Place("evidence", one.id, "file_name", one.fiscal_year)
            message = (
                f"証拠資料{quoted(one.title)}に、ファイルもアドレスも簿冊名もありません。どれか一つを入れてください。"
            )
            yield case.error("evidence_without_source", place, message)


def _year_outside_run(case: Case) -> Iterator[Finding]:
    for year, record in case.dossier.years.items():
        if _outside_run(case, year) and (filled := _first_filled("year_record", record)):
            place = Place("year_record", record.id, filled, year)
            yield case.error("year_outside_run", place, _outside_message(year, "年度別の内容が"))


def _indicator_value_outside_run(case: Case) -> Iterator[Finding]:
    for one in case.dossier.indicators:
        for year, value in one.values.items():
            if _outside_run(case, year) and (filled := _first_filled("indicator_value", value)):
                place = Place("indicator_value", value.id, filled, year)
                yield case.error(
                    "indicator_value_outside_run",
                    place,
                    _outside_message(year, f"指標{quoted(one.indicator.name)}の値が"),
                )


def _evidence_outside_run(case: Case) -> Iterator[Finding]:
    for one in case.dossier.evidence:
        if one.fiscal_year is not None and _outside_run(case, one.fiscal_year):
            place = Place("evidence", one.id, "fiscal_year", one.fiscal_year)
            yield case.error(
                "evidence_outside_run", place, _outside_message(one.fiscal_year, f"証拠資料{quoted(one.title)}が")
            )


def _outside_run(case: Case, fiscal_year: int) -> bool:
    """Whether a year lies before the measure's first or behind its last; retirement leaves what was planned."""
    first, last = case.dossier.measure.first_fiscal_year, case.dossier.measure.last_fiscal_year
    return (first is not None and fiscal_year < first) or (last is not None and last < fiscal_year)


def _outside_message(fiscal_year: int, what: str) -> str:
    return (
        f"{format_fiscal_year(fiscal_year)}は取組の期間の外ですが、{what}入っています。"
        "取組の開始年度と終了年度か、入力した年度を確かめてください。"
    )


def missing_required(kind: str, record: Record) -> list[Field]:
    """Return the required fields that are empty in a record."""
    return [field for name, field in _required(kind).items() if _is_blank(getattr(record, name))]


def required_message(kind: str, field: Field) -> str:
    """Return the sentence about one required field that is empty."""
    return f"{KINDS[kind].label}の{field.label}がありません。{field.label}を入力してください。"


@cache
def _required(kind: str) -> Mapping[str, Field]:
    return MappingProxyType({name: field for name, field in KINDS[kind].fields.items() if field.required})


@cache
def _content_fields(kind: str) -> tuple[str, ...]:
    """Return the fields that say something of their own, neither where the record belongs nor which year it is."""
    skipped = _SAYS_NOTHING | {KINDS[kind].parent, *KINDS[kind].natural_key}
    fields: Iterable[tuple[str, Field]] = KINDS[kind].fields.items()
    return tuple(name for name, field in fields if name not in skipped and field.type is not FieldType.REFERENCE)


def _first_filled(kind: str, record: Record) -> str:
    """Return the first field with content, or ``""``."""
    return next((name for name in _content_fields(kind) if not _is_blank(getattr(record, name))), "")


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


STANDING_RULES: Final[tuple[Rule, ...]] = (
    _required_fields,
    _item_not_in_file,
    _lead_department,
    _related_department_is_lead,
    _run_reversed,
    _indicator_incomplete,
    _evidence_without_source,
    _year_outside_run,
    _indicator_value_outside_run,
    _evidence_outside_run,
)
