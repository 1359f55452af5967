"""The supplied content is whole: outlines, grade scales and the sample plan, read as plain JSON."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

import pytest

# Plain JSON is a tree without a static shape; the checks below assert the shape they need.
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
OUTLINES: Final = RESOURCES / "outlines"
SAMPLE: Final = RESOURCES / "sample"
STAGES: Final = {"study", "preparation", "trial", "implementation", "continuation", "completion"}
LARGEST_EVIDENCE: Final = 30_000
LONG_TEXTS: Final = ("current_state", "issues", "approach")
TEXTS: Final = ("title", *LONG_TEXTS, "overall_goal", "expected_effect", "handover", "contact")
EFFECTS: Final = ("cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual", "hours_saved")


def table(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def tables(value: Json) -> list[dict[str, Json]]:
    assert isinstance(value, list)
    return [table(one) for one in value]


def text(value: Json) -> str:
    assert isinstance(value, str)
    return value


def number(value: Json) -> int:
    assert isinstance(value, int)
    assert not isinstance(value, bool)
    return value


def read(name: str) -> dict[str, Json]:
    parsed: Json = json.loads((OUTLINES / name).read_text(encoding="utf-8"))
    return table(parsed)


OUTLINE: Final = read("annaka-4.json")
CLOSED: Final = read("annaka-3.json")
PLAN: Final = read("sample.json")
SCALES: Final = read("grade_scales.json")
FILES: Final = PLAN["measures_files"]
assert isinstance(FILES, list)
MEASURES: Final = [one for name in FILES for one in tables(read(text(name))["measures"])]
GRADES: Final = [text(one["grade"]) for one in tables(SCALES["annaka"])]
DEPARTMENTS: Final = {text(one["name"]) for one in tables(PLAN["departments"])}


def printed_number(measure: dict[str, Json]) -> str:
    return f"{measure['policy']}-({measure['item']})-{measure['number']}"


def years_of(measure: dict[str, Json]) -> list[int]:
    return list(range(number(measure["first_fiscal_year"]), number(measure["last_fiscal_year"]) + 1))


def record_of(measure: dict[str, Json], fiscal_year: int) -> dict[str, Json] | None:
    records = tables(measure["year_records"])
    return next((one for one in records if one["fiscal_year"] == fiscal_year), None)


each_measure = pytest.mark.parametrize("measure", MEASURES, ids=printed_number)


def test_the_4th_outline_has_its_five_policies_and_24_items() -> None:
    policies = tables(OUTLINE["policies"])
    assert [one["number"] for one in policies] == [1, 2, 3, 4, 5]
    assert [len(tables(one["items"])) for one in policies] == [3, 6, 6, 3, 6]
    for policy in policies:
        items = tables(policy["items"])
        assert [one["number"] for one in items] == list(range(1, len(items) + 1))
        assert all(text(one["title"]) for one in items)
    plan = table(OUTLINE["plan"])
    assert (plan["first_fiscal_year"], plan["last_fiscal_year"]) == (2025, 2029)


def test_the_3rd_outline_counts_24_of_36_achieved_in_2023_and_35_measures_in_2020() -> None:
    counts = tables(CLOSED["plan_counts"])
    by_year: dict[int, dict[str, int]] = {}
    for one in counts:
        by_year.setdefault(number(one["fiscal_year"]), {})[text(one["grade"])] = number(one["count"])
    assert {year: sum(grades.values()) for year, grades in by_year.items()} == {2020: 35, 2021: 36, 2022: 36, 2023: 36}
    assert all(list(grades) == GRADES for grades in by_year.values())
    achieved = {text(one["grade"]) for one in tables(SCALES["annaka"]) if one["counts_as"] == "achieved"}
    assert sum(count for grade, count in by_year[2023].items() if grade in achieved) == 24
    assert CLOSED["policies"] == []
    assert table(CLOSED["plan"])["closed"] is True


def test_the_grade_scales_have_distinct_symbols_and_a_known_side() -> None:
    assert [one["symbol"] for one in tables(SCALES["annaka"])] == ["◎", "○", "△", "＞", "…", "×"]
    assert [one["label"] for one in tables(SCALES["kizugawa"])] == ["S", "A", "B", "C"]
    for name in SCALES:
        scale = tables(SCALES[name])
        assert len({text(one["symbol"]) for one in scale}) == len(scale)
        assert {text(one["counts_as"]) for one in scale} == {"achieved", "not_achieved"}
        assert {text(one["tone"]) for one in scale} <= {"green_strong", "green", "yellow", "blue", "gray", "red"}


def test_the_sample_is_marked_as_a_sample_and_stands_on_the_4th_outline() -> None:
    assert PLAN["sample"] is True
    assert PLAN["extends"] == OUTLINE["name"]
    assert "見本" in text(PLAN["label"])
    assert "見本" in text(table(PLAN["plan"])["name"])


def test_the_sample_has_measures_for_every_item_and_many_departments() -> None:
    assert len(MEASURES) >= 40
    items = {(policy["number"], one["number"]) for policy in tables(OUTLINE["policies"])
             for one in tables(policy["items"])}
    assert {(one["policy"], one["item"]) for one in MEASURES} == items
    assert len({text(one["lead_department"]) for one in MEASURES}) >= 10
    assert len(DEPARTMENTS) >= 12
    assert len({printed_number(one) for one in MEASURES}) == len(MEASURES)
    codes = [text(one["code"]) for one in tables(PLAN["departments"])]
    assert len(set(codes)) == len(codes)
    assert {text(one["name"]) for one in tables(OUTLINE["departments"])} <= DEPARTMENTS


@each_measure
def test_a_measure_is_described_in_full_and_names_known_departments(measure: dict[str, Json]) -> None:
    assert all(text(measure[field]).strip() for field in TEXTS)
    assert all(len(text(measure[field])) >= 50 for field in LONG_TEXTS)
    assert len(text(measure["handover"]) + text(measure["contact"])) >= 50
    related = measure["related_departments"]
    assert isinstance(related, list)
    assert {text(one) for one in [*related, measure["lead_department"]]} <= DEPARTMENTS
    assert measure["lead_department"] not in related


@each_measure
def test_a_measure_has_indicators_with_a_target_for_every_year_of_its_run(measure: dict[str, Json]) -> None:
    indicators = tables(measure["indicators"])
    assert [one["number"] for one in indicators] == list(range(1, len(indicators) + 1))
    assert indicators
    for indicator in indicators:
        assert indicator["direction"] in {"increase", "decrease", "maintain"}
        assert Decimal(text(indicator["baseline"])).is_finite()
        values = tables(indicator["values"])
        assert [one["fiscal_year"] for one in values] == years_of(measure)
        assert all(Decimal(text(one["target"])).is_finite() for one in values)
        assert all(one["actual"] is None or Decimal(text(one["actual"])).is_finite() for one in values)
        assert all(one["actual"] is None for one in values if number(one["fiscal_year"]) > 2025)


@each_measure
def test_a_measure_has_one_record_for_every_year_of_its_run(measure: dict[str, Json]) -> None:
    records = tables(measure["year_records"])
    assert [one["fiscal_year"] for one in records] == years_of(measure)
    for record in records:
        assert record["stage"] in STAGES
        assert text(record["target"])
        assert text(record["plan"])
        assert record["grade"] is None or record["grade"] in GRADES
        assert all(record[field] is None or number(record[field]) >= 0 for field in EFFECTS)
        if number(record["fiscal_year"]) > 2025:
            assert not record["result"]
            assert record["grade"] is None
            assert record["cost_cut_actual"] is None
            assert record["revenue_actual"] is None


def test_all_six_grades_appear_and_a_stopped_measure_says_why() -> None:
    records = [record for one in MEASURES if (record := record_of(one, 2025)) is not None]
    assert {text(one["grade"]) for one in records if one["grade"]} == set(GRADES)
    stopped = [one for one in records if one["grade"] == "stopped"]
    assert stopped
    assert all(text(one["reason"]) for one in stopped)


def test_the_sample_leaves_something_for_the_input_checks_to_show() -> None:
    records = [record for one in MEASURES if (record := record_of(one, 2025)) is not None]
    assert any(not one["result"] for one in records)
    assert any(one["result"] and one["grade"] is None for one in records)
    assert any(one["cost_cut_planned"] and one["cost_cut_actual"] is None for one in records)
    assert any(one["grade"] == "year_achieved" and not measure["evidence"]
               for measure in MEASURES if (one := record_of(measure, 2025)) is not None)
    assert sum(1 for one in MEASURES if number(one["first_fiscal_year"]) > 2025) == 2


def test_one_grade_and_only_one_contradicts_its_numbers() -> None:
    contradicting = [printed_number(one) for one in MEASURES if claims_more_than_reached(one)]
    assert contradicting == ["2-(6)-1"]


def claims_more_than_reached(measure: dict[str, Json]) -> bool:
    record = record_of(measure, 2025)
    if record is None or record["grade"] not in {"overall_achieved", "year_achieved"}:
        return False
    return any(falls_short(one) for one in tables(measure["indicators"]))


def falls_short(indicator: dict[str, Json]) -> bool:
    value = tables(indicator["values"])[0]
    gap = Decimal(text(value["actual"])) - Decimal(text(value["target"]))
    return gap > 0 if indicator["direction"] == "decrease" else gap < 0


def test_the_share_told_in_the_measure_about_progress_is_that_of_the_sample() -> None:
    grades = Counter(record["grade"] for one in MEASURES if (record := record_of(one, 2025)) is not None)
    achieved = sum(grades[one] for one in GRADES[:3])
    progress = next(one for one in MEASURES if printed_number(one) == "3-(1)-1")
    told = Decimal(text(tables(tables(progress["indicators"])[0]["values"])[0]["actual"]))
    assert (Decimal(100 * achieved) / sum(grades.values())).quantize(Decimal("0.1")) == told


def test_one_result_is_long_enough_to_flow_over_pages_and_rare_characters_are_there() -> None:
    results = [text(record["result"]) for one in MEASURES if (record := record_of(one, 2025)) is not None]
    assert max(map(len, results)) >= 1500
    whole = json.dumps(MEASURES, ensure_ascii=False)
    assert all(one in whole for one in "髙﨑𠮷①㈱㎡")


def test_every_piece_of_evidence_is_one_of_file_address_or_paper_and_every_file_is_there() -> None:
    evidence = [piece for one in MEASURES for piece in tables(one["evidence"])]
    kinds = Counter(kind for piece in evidence for kind in ("file", "address", "paper_location") if kind in piece)
    assert sum(kinds.values()) == len(evidence)
    assert kinds["file"] >= 6
    assert kinds["address"] >= 2
    assert kinds["paper_location"] >= 3
    named = [SAMPLE / text(one["file"]) for one in evidence if "file" in one]
    assert sorted(named) == sorted(path for path in (SAMPLE / "evidence").iterdir() if path.is_file())
    assert all(0 < path.stat().st_size < LARGEST_EVIDENCE for path in named)


def test_evidence_tables_have_one_header_and_no_ragged_rows() -> None:
    for path in (SAMPLE / "evidence").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source))
        assert len(rows) > 1, path.name
        assert {len(row) for row in rows} == {len(rows[0])}, path.name


def test_opinions_point_at_measures_that_exist_or_at_the_whole_plan() -> None:
    known = {(one["policy"], one["item"], one["number"]) for one in MEASURES}
    opinions = tables(PLAN["opinions"])
    assert len(opinions) >= 6
    for one in opinions:
        target = tuple(one[part] for part in ("policy", "item", "measure") if part in one)
        assert target in known or target == ()
        assert one["body"] in {"promotion_meeting", "council", "division"}
        assert text(one["text"])
        date.fromisoformat(text(one["date"]))
    assert {text(one["body"]) for one in opinions} == {"promotion_meeting", "council", "division"}


def test_every_department_with_a_measure_in_2025_has_a_submission_for_both_periods() -> None:
    leading = {text(one["lead_department"]) for one in MEASURES if one["first_fiscal_year"] == 2025}
    submissions = tables(PLAN["submissions"])
    keys = [(text(one["department"]), text(one["period"])) for one in submissions]
    assert sorted(keys) == sorted((name, period) for name in leading for period in ("midyear", "year_end"))
    assert {text(one["state"]) for one in submissions} == {"draft", "confirmed", "submitted", "returned", "accepted"}
    for one in submissions:
        date.fromisoformat(text(one["deadline"]))
        assert bool(one["return_reason"]) is (one["state"] == "returned")


def test_the_closed_plan_beside_brings_no_second_department_of_the_same_name() -> None:
    assert not CLOSED["departments"]
