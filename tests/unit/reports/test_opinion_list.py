from __future__ import annotations

import csv
import io
from dataclasses import replace

from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import request_of
from unit.reports.sample_plan import request_for
from unit.reports.small_plan import small_plan

PDF = ReportFormat.PDF


def test_opinions_stand_under_their_meeting_the_newest_first(made: Made) -> None:
    found = squeezed(pdf_text(made("opinions", PDF, request_of("sample")), "-raw"))
    places = [
        found.index(words)
        for words in (
            "行政改革審議会令和8年5月20日（10件）",
            "行政改革推進会議令和8年4月22日（10件）",
            "行政改革推進会議日付なし（1件）",
        )
    ]
    assert places == sorted(places)
    assert "意見21件対応が未記入11件" in found


def test_an_opinion_without_a_response_says_so(made: Made) -> None:
    found = squeezed(pdf_text(made("opinions", PDF, request_for(small_plan()))))
    assert "（対応は未記入です）" in found
    assert "会議名なし日付なし（1件）" in found


def test_a_year_keeps_its_own_opinions_and_those_of_no_year(made: Made) -> None:
    found = pdf_text(made("opinions", PDF, request_for(small_plan(), fiscal_year=2025)))
    assert "続けてほしい。" not in found
    assert "様子を見たい。" in found


def test_a_department_does_not_get_the_others_opinions(made: Made) -> None:
    request = request_of("sample")
    plan = request.plan
    lead = plan.measures[0].lead_department
    path = made("opinions", ReportFormat.CSV, replace(request, department=lead))
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["担当課"] for row in rows} == {lead.name if lead else "", ""}


def test_chosen_measures_come_without_what_was_said_of_the_plan(made: Made) -> None:
    chosen = replace(request_of("sample"), measure_ids=frozenset({"measure-1-1-1"}))
    assert "計画全体" not in pdf_text(made("opinions", PDF, chosen))
