from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import msgspec

from reform_desktop.domain.records import Department
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.model import PrintOptions
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import request_of

PDF = ReportFormat.PDF


def test_every_department_stands_there_with_its_state_and_days(made: Made) -> None:
    request = request_of("sample")
    found = squeezed(pdf_text(made("submissions", PDF, request), "-raw"))
    assert all(found.count(one.name) >= 2 for one in request.plan.departments)
    for words in ("令和7(2025)年度", "差戻し", "課長確認済", "令和8年5月29日", "令和8年5月12日", "実績値の根拠"):
        assert words in found


def test_a_department_that_was_not_asked_says_so(made: Made) -> None:
    request = request_of("sample")
    plan = msgspec.structs.replace(request.plan, submissions=())
    found = squeezed(pdf_text(made("submissions", PDF, replace(request, plan=plan))))
    assert f"{len(plan.departments)}課未照会{len(plan.departments)}" in found


def test_who_is_late_on_the_day_of_printing_is_marked(made: Made) -> None:
    request = request_of("sample")
    assert "期限超過" not in pdf_text(made("submissions", PDF, request))
    later = replace(request, options=PrintOptions(print_date=date(2026, 6, 1)))
    rows = list(
        csv.DictReader(io.StringIO(made("submissions", ReportFormat.CSV, later).read_text(encoding="utf-8-sig")))
    )
    late = {row["状態"] for row in rows if row["期限超過"]}
    assert late == {"作成中", "課長確認済", "差戻し"}


def test_a_department_that_is_gone_is_left_out_unless_it_was_asked(made: Made) -> None:
    request = request_of("sample")
    gone = Department(id="gone", name="旧市史編さん室", valid_to=date(2024, 3, 31))
    plan = msgspec.structs.replace(request.plan, departments=(*request.plan.departments, gone))
    assert "旧市史編さん室" not in pdf_text(made("submissions", PDF, replace(request, plan=plan)))
