from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import msgspec
import pytest

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.formula_text import without_mark
from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import HOSTILE, Made
from unit.reports.sample_plan import request_for, sample_plan

VOID = {"meta", "col", "br"}


class Reader(HTMLParser):
    """Checks that elements are closed in order and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("name", ["sheet", "list"])
def test_the_page_is_well_formed_says_its_language_and_needs_nothing_else(
    made: Made, crowded_plan: PlanDossier, name: str
) -> None:
    page = made(name, ReportFormat.HTML, request_for(crowded_plan)).read_text(encoding="utf-8")
    assert '<html lang="ja">' in page
    assert "<script" not in page
    reader = read(page)
    assert reader.addresses == []
    assert "𠮷の字の入った題名" in "".join(reader.words)


def test_markup_in_a_text_is_shown_and_not_obeyed(made: Made, crowded_plan: PlanDossier) -> None:
    page = made("sheet", ReportFormat.HTML, request_for(crowded_plan)).read_text(encoding="utf-8")
    words = "".join(read(page).words)
    assert "<b>太字</b>&amp;" in words
    assert "‹U+000B›" in words
    assert "<b>太字" not in page


def test_every_row_of_a_table_is_as_wide_as_its_grid(made: Made) -> None:
    page = made("sheet", ReportFormat.HTML, request_for(None, "measure-1-1-1")).read_text(encoding="utf-8")
    assert page.count("<col ") % 11 == 0


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") > 1
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_list_as_csv_has_one_row_for_each_measure_and_year(made: Made) -> None:
    rows = rows_of(made("list", ReportFormat.CSV, request_for()).read_bytes())
    measures = sample_plan().measures
    assert len(rows) == len(measures) * 5
    first = rows[0]
    assert first["取組名"] == measures[0].measure.title
    assert first["年度"] == "2025"
    assert first["達成状況"] == "年度目標達成"
    assert (first["方針番号"], first["推進項目番号"], first["取組番号"]) == ("1", "1", "1")


def test_amounts_in_csv_have_no_separators_and_text_is_as_typed(made: Made, crowded_plan: PlanDossier) -> None:
    rows = rows_of(made("sheet", ReportFormat.CSV, request_for(crowded_plan)).read_bytes())
    assert rows[0]["歳出削減（計画）（千円）"] == "-1234567"
    assert [without_mark(row["理由・課題"]) for row in rows[:4]] == list(HOSTILE[:4])
    assert rows[0]["理由・課題"] == "'=1+1", "Excel would run it"


def test_csv_and_page_of_an_empty_plan_have_their_headings(made: Made) -> None:
    empty = msgspec.structs.replace(sample_plan(), measures=())
    assert made("list", ReportFormat.CSV, request_for(empty)).read_text(encoding="utf-8-sig").startswith("方針番号,")
    assert "該当する取組はありません" in made("list", ReportFormat.HTML, request_for(empty)).read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def spelled_out(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_of_a_page_stands_out_from_its_ground(made: Made) -> None:
    page = made("public", ReportFormat.HTML, request_for(fiscal_year=2025)).read_text(encoding="utf-8")
    style = page[page.index("<style>") : page.index("</style>")]
    rules = re.findall(r"\{([^}]*)\}", style)
    grounds = 0
    for rule in rules:
        named = dict(re.findall(r"(background|color): (#[0-9a-f]{3,6})", rule))
        full = {
            key: value if len(value) == 7 else "#" + "".join(sign * 2 for sign in value[1:])
            for key, value in named.items()
        }
        if full:
            grounds += "background" in full
            assert contrast(full.get("color", "#333333"), full.get("background", "#ffffff")) >= 4.5
    assert grounds > 8


def test_a_number_is_never_broken_into_lines(made: Made) -> None:
    page = made("effects", ReportFormat.HTML, request_for()).read_text("utf-8")
    assert ".wide { min-width: 42rem; table-layout: auto; } .wide .end { white-space: nowrap; }" in page
    assert re.search(r'<table class="wide"[^>]*>.*<td class="end">[\d,]+</td>', page, re.DOTALL)


def test_the_page_says_its_title_once(made: Made) -> None:
    page = made("public", ReportFormat.HTML, request_for()).read_text(encoding="utf-8")
    head = page[page.index("<h1") : page.index("<nav")]
    assert head.count("公表資料") == 1
    assert "令和8年5月20日" in head
