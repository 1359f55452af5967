from __future__ import annotations

import csv
import io
from collections import Counter

from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import request_of
from unit.reports.sample_plan import sample_plan

BEHIND = ("in_progress", "under_study")


def test_what_is_behind_or_stopped_stands_there_with_reason_and_next_step(made: Made) -> None:
    found = squeezed(pdf_text(made("attention", ReportFormat.PDF, request_of("sample")), "-raw"))
    records = [one.years[2025] for one in sample_plan().measures if 2025 in one.years]
    stopped = [one for one in records if one.grade == "stopped"]
    behind = [one for one in records if one.grade in BEHIND]
    assert f"計画を中止した取組（{len(stopped)}件）" in found
    assert f"目標に届いていない取組（{len(behind)}件）" in found
    for record in (*stopped, *behind):
        assert squeezed(record.reason)[:20] in found


def test_every_finding_is_listed_with_its_sentence(made: Made) -> None:
    request = request_of("sample")
    content = made("attention", ReportFormat.CSV, request).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    messages = Counter(row["確認の内容"] for row in rows if row["確認の内容"])
    assert messages == Counter(one.message for one in request.findings)


def test_a_year_without_trouble_says_so(made: Made) -> None:
    found = pdf_text(made("attention", ReportFormat.PDF, request_of("empty")))
    assert found.count("該当するものはありません。") >= 2
