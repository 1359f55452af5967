from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import msgspec
import openpyxl
import pytest

from reform_desktop.domain.records import Evidence, Opinion
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.request import ReportRequest
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.page_reader import read_page
from unit.reports.plans import request_of

SECRETS = (
    "内線1121へ連絡",
    "庁内の資料名",
    "庁内の棚.xlsx",
    "秘密の簿冊",
    "途中の様子",
    "推進会議だけの話",
    "課だけの現状",
)


def secret_request() -> ReportRequest:
    """Return a request for a measure whose internal fields say what must never be published."""
    request = request_of("sample")
    base = request.plan.measures[0]
    replaced = msgspec.structs.replace
    note, title, file, binder, midyear, said, state = SECRETS
    evidence = Evidence(id="e", fiscal_year=2025, title=title, file_name=file, paper_location=binder, note=binder)
    internal = Opinion(id="o", fiscal_year=2025, body="promotion_meeting", text=said, response=said)
    dossier = replaced(
        base,
        measure=replaced(base.measure, handover=note, current_state=state),
        years={year: replaced(one, midyear=midyear) for year, one in base.years.items()},
        evidence=(evidence,),
        opinions=(*base.opinions, internal),
    )
    return replace(request, plan=replaced(request.plan, measures=(dossier,), opinions=(internal,)))


def words_of(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            return squeezed(pdf_text(path, "-raw"))
        case ".xlsx":
            sheets = openpyxl.load_workbook(path).worksheets
            cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
            return squeezed("".join(str(cell.value or "") for cell in cells))
        case _:
            return squeezed(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("report_format", ReportFormat)
def test_nothing_internal_is_published(made: Made, report_format: ReportFormat) -> None:
    found = words_of(made("public", report_format, secret_request()))
    assert "広報紙と市ホームページの見直し" in found
    for words in (*SECRETS, "引継ぎ事項", "証拠資料", "上半期の進捗"):
        assert words not in found


def test_the_account_of_the_year_is_published_in_full(made: Made) -> None:
    found = words_of(made("public", ReportFormat.PDF, request_of("sample")))
    for dossier in request_of("sample").plan.measures:
        record = dossier.years.get(2025)
        for text in (dossier.measure.title, *((record.result, record.reason, record.next_step) if record else ())):
            assert squeezed(text)[:30] in found
    assert "高齢の方にも使いやすいかどうかを" in found


def test_the_data_keep_the_rules_for_tables_that_machines_read(made: Made) -> None:
    path = made("public", ReportFormat.CSV, request_of("sample"))
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows
    for row in rows:
        assert row["年度"] == "2025"
        assert row["取組番号"].isdigit()
        for caption, datum in row.items():
            assert "\n" not in datum
            assert datum == datum.strip()
            assert unicodedata.normalize("NFKC", caption.replace("（", "(").replace("）", ")")) == caption.replace(
                "（", "("
            ).replace("）", ")")
            if caption.endswith(("（千円）", "（時間）")):
                assert datum.removeprefix("-").isdigit() or datum == ""


def test_the_page_has_a_landmark_a_title_and_contents_that_lead_to_every_part(made: Made) -> None:
    page = made("public", ReportFormat.HTML, request_of("sample")).read_text(encoding="utf-8")
    reader = read_page(page)
    assert page.count("<main>") == 1
    assert page.count("<nav") == 1
    assert len(reader.addresses) == 9
    assert "令和7(2025)年度</title>" in page
    assert page.count('role="img"') == 2
