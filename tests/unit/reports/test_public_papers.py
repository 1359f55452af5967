from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import msgspec
import openpyxl
import pytest

from reform_desktop.domain.catalogue import KINDS, is_public, is_public_record
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.records import OPINION_BODIES, Evidence, Opinion, Record, Submission
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


MARK = "印{}印"


def marked(kind: str, record: Record) -> tuple[Record, dict[str, str]]:
    """Return the record with every text saying which field it is, and these marks by field."""
    marks = {name: MARK.format(f"{kind}{name}") for name, field in KINDS[kind].fields.items() if field.is_text}
    return msgspec.structs.replace(record, **marks), marks


def marked_request() -> tuple[ReportRequest, dict[tuple[str, str], str]]:
    """Return a request for a measure in which every text of every kind says its field."""
    request = request_of("sample")
    base = request.plan.measures[0]
    marks: dict[tuple[str, str], str] = {}

    def of(kind: str, record: Record) -> Record:
        made, found = marked(kind, record)
        marks.update({(kind, name): mark for name, mark in found.items()})
        return made

    years = {year: of("year_record", one) for year, one in base.years.items()}
    indicators = tuple(
        msgspec.structs.replace(one, indicator=of("indicator", one.indicator)) for one in base.indicators[:1]
    )
    dossier = msgspec.structs.replace(
        base,
        measure=of("measure", base.measure),
        years=years,
        indicators=indicators,
        evidence=(of("evidence", Evidence(id="e", fiscal_year=2025)),),
        opinions=(of("opinion", Opinion(id="o", fiscal_year=2025, body="division")),),
    )
    submissions = (of("submission", Submission(id="s", department_id="d", fiscal_year=2025, period="year_end")),)
    plan = msgspec.structs.replace(request.plan, measures=(dossier,), opinions=(), submissions=submissions)
    return replace(request, plan=plan), marks


@pytest.mark.parametrize("report_format", ReportFormat)
def test_what_is_published_follows_from_the_catalogue(made: Made, report_format: ReportFormat) -> None:
    request, marks = marked_request()
    found = words_of(made("public", report_format, request))
    texts = {"measure": ("title",), "year_record": ()}
    for (kind, name), mark in marks.items():
        if not is_public(kind, name) or kind == "opinion":
            assert mark not in found, (kind, name)
        elif kind in texts and (KINDS[kind].fields[name].type is FieldType.TEXT or name in texts[kind]):
            assert mark in found, (kind, name)


def test_only_opinions_given_in_public_are_published() -> None:
    assert [choice.identifier for choice in OPINION_BODIES if not choice.internal] == ["council"]
    assert is_public_record("opinion", Opinion(id="o", body="council"))
    assert not is_public_record("opinion", Opinion(id="o", body="division"))
    assert not is_public_record("evidence", Evidence(id="e"))
