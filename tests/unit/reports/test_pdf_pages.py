from __future__ import annotations

import dataclasses
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pypdfium2
import pytest

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.pdf.breaking import NEVER_FIRST, NEVER_LAST
from reform_desktop.reports.pdf.style import BINDING_MARGIN, MARGIN
from unit.reports.conftest import HOSTILE, LONG, Made, pdf_text, squeezed
from unit.reports.looked_at_plans import sample_request
from unit.reports.sample_plan import OPTIONS, request_for, sample_plan

PDF = ReportFormat.PDF
SPACE = "{http://www.w3.org/1999/xhtml}"


def pages_of(path: Path) -> list[str]:
    return pdf_text(path).removesuffix("\f").split("\f")


def words_of(path: Path) -> list[tuple[int, ET.Element]]:
    pages = ET.fromstring(pdf_text(path, "-bbox")).iter(f"{SPACE}page")  # noqa: S314 -- pdftotext wrote it
    return [(number, word) for number, page in enumerate(pages, 1) for word in page.iter(f"{SPACE}word")]


def texts_of(dossier: MeasureDossier) -> list[str]:
    measure = dossier.measure
    texts = [dossier.number, measure.title, measure.current_state, measure.issues, measure.approach]
    texts += [measure.overall_goal, measure.expected_effect]
    texts += [one.indicator.name for one in dossier.indicators]
    for record in dossier.years.values():
        texts += [record.target, record.plan, record.midyear, record.result, record.reason, record.next_step]
    texts += [one.title for one in dossier.evidence] + [one.note for one in dossier.evidence]
    return [text for text in texts if text]


def test_every_field_of_a_measure_can_be_found_in_the_pdf(made: Made) -> None:
    for dossier in sample_plan().measures[:6]:
        pages = pdf_text(made("sheet", PDF, request_for(None, dossier.measure.id)), "-raw")
        found = squeezed(pages)
        for text in texts_of(dossier):
            lines = [squeezed(line) for line in text.split("\n")]
            assert all(line[:40] in found for line in lines), text


def test_the_fields_stand_in_reading_order(made: Made) -> None:
    found = squeezed(pdf_text(made("sheet", PDF, request_for(None, "measure-1-1-1")), "-raw"))
    captions = ["取組シート", "方針", "担当課", "現状", "取組内容", "全体目標", "目標値", "年度目標", "取組計画"]
    captions += ["上半期の進捗", "取組実績", "達成状況", "理由・課題", "次年度の取組", "歳出削減", "証拠資料", "資料名"]
    place = 0
    for words in captions:
        place = found.index(words, place) + len(words)


def test_a_stage_like_the_year_before_is_an_arrow(made: Made) -> None:
    found = pdf_text(made("sheet", PDF, request_for(None, "measure-1-1-1")))
    assert found.count("→") == 2
    assert "○ 年度目標達成" in found


def test_the_handover_is_printed_only_when_asked_for(made: Made) -> None:
    request = request_for(None, "measure-1-1-1")
    assert "引継ぎ事項" not in pdf_text(made("sheet", PDF, request))
    options = dataclasses.replace(OPTIONS, with_handover=True)
    wanted = dataclasses.replace(request, options=options)
    assert "引継ぎ事項" in pdf_text(made("sheet", PDF, wanted))


def test_the_stamp_boxes_the_date_and_the_edition_are_printed(made: Made) -> None:
    first = pages_of(made("sheet", PDF, request_for(None, "measure-1-1-1")))[0]
    for words in ("課長", "係長", "担当", "印刷日 令和8年5月20日", "作業中の版", "安中市"):
        assert words in first


def test_every_page_says_which_one_it_is_of_how_many(made: Made) -> None:
    pages = pages_of(made("sheet", PDF, request_for(None, "measure-1-1-1", "measure-1-1-2")))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in [squeezed(line) for line in page.splitlines()]


def test_no_line_begins_or_ends_with_a_forbidden_character(made: Made) -> None:
    measures = (one.measure.id for one in sample_plan().measures[:10])
    path = made("sheet", PDF, request_for(None, *measures))
    for _, word in words_of(path):
        text = word.text or ""
        assert text[0] not in NEVER_FIRST - set("・％㎡")  # which also begin a list or stand alone as a unit
        assert text[-1] not in NEVER_LAST


def test_everything_stands_inside_the_margins(made: Made, crowded_plan: PlanDossier) -> None:
    upright = request_for(crowded_plan, fiscal_year=2025)
    for name, request in (("sheet", request_for(crowded_plan)), ("list", request_for(crowded_plan)), ("list", upright)):
        path = made(name, PDF, request)
        width, height = (595.28, 841.89) if request is upright else (841.89, 595.28)
        for _, word in words_of(path):
            assert float(word.get("xMin", 0)) >= BINDING_MARGIN - 0.5
            assert float(word.get("xMax", 0)) <= width - MARGIN + 0.5
            assert float(word.get("yMin", 0)) >= MARGIN - 4
            assert float(word.get("yMax", 0)) <= height - MARGIN + 4


def test_no_two_words_are_printed_over_each_other(made: Made) -> None:
    path = made("sheet", PDF, request_for(None, "measure-1-1-1"))
    boxes = [
        (page, *(float(word.get(edge, 0)) for edge in ("xMin", "yMin", "xMax", "yMax")))
        for page, word in words_of(path)
    ]
    for index, (page, left, top, right, bottom) in enumerate(boxes):
        for other_page, other_left, other_top, other_right, other_bottom in boxes[index + 1 :]:
            if page != other_page:
                continue
            across = min(right, other_right) - max(left, other_left)
            down = min(bottom, other_bottom) - max(top, other_top)
            assert across < 1 or down < 4


def test_the_longest_result_flows_over_pages_and_loses_nothing(made: Made, crowded_plan: PlanDossier) -> None:
    path = made("sheet", PDF, request_for(crowded_plan))
    found = squeezed(pdf_text(path, "-raw"))
    sentences = re.findall(r"第\d+に、", LONG[:10_000])
    places = [found.find(sentence) for sentence in sentences]
    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))
    for number in range(30):
        assert f"指標名{number}番" in found
    for number in range(50):
        assert f"資料{number}番" in found


def test_a_further_page_repeats_the_headings_marked_as_continued(made: Made, crowded_plan: PlanDossier) -> None:
    pages = pages_of(made("sheet", PDF, request_for(crowded_plan)))
    assert all("𠮷の字の入った題名（続き）" in squeezed(page) for page in pages[1:])
    cut = [page for page in pages if "取組実績" in page and page.count("（続き）") > 1]
    assert cut
    assert all("令和7(2025)年度" in page for page in cut)


def test_a_list_repeats_its_head_and_its_groups_on_further_pages(made: Made) -> None:
    pages = pages_of(made("list", PDF, request_for()))
    assert len(pages) > 2
    listing = [page for page in pages if re.search(r"\d-\(\d+\)-", page)]
    assert pages[: len(listing)] == listing
    for page in listing:
        head = squeezed(page.split("R11")[0])
        assert "番号取組名担当課R7R8R9R10" in head, "the list's own head stands on every page of it"
    assert all(re.search(r"方針\d", page) for page in listing)
    assert any("（続き）" in page.split("番号")[1] for page in pages[1:])


@pytest.mark.parametrize("measures", range(1, 49, 5))
def test_the_counts_after_a_list_are_never_cut_and_have_their_own_head(made: Made, measures: int) -> None:
    plan = msgspec.structs.replace(sample_plan(), measures=sample_plan().measures[:measures])
    pages = pdf_text(made("list", PDF, request_for(plan)), "-raw").removesuffix("\f").split("\f")
    with_counts = [squeezed(page) for page in pages if "達成状況の件数" in page]
    assert len(with_counts) == 1
    assert with_counts[0] == squeezed(pages[-1])
    counts = with_counts[0].split("達成状況の件数")[1]
    for words in ("達成状況R7R8R9R10R11", "全体の目標達成", "一部以上達成の割合", "実施期間外", "評価対象外"):
        assert words in counts


def test_fonts_are_embedded_subsets_of_biz_udpgothic(made: Made) -> None:
    path = made("sheet", PDF, request_for(None, "measure-1-1-1"))
    lines = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert len(lines) == 2
    for line in lines:
        assert "BIZUDPGothic" in line
        assert "CID TrueType" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]
    assert path.stat().st_size < 400_000


def test_rare_characters_come_from_the_fallback_font_and_can_be_found(made: Made, crowded_plan: PlanDossier) -> None:
    path = made("sheet", PDF, request_for(crowded_plan))
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout
    assert "ReformDesktopFallback" in fonts
    found = pdf_text(path)
    for words in ("𠮷野家", "髙﨑", "葛城", "が"):
        assert words in found


def test_the_fallback_glyph_is_drawn_and_not_blank(made: Made) -> None:
    plan = sample_plan()
    base = plan.measures[0]
    drawn = []
    for title in ("𠮷", "　"):
        dossier = msgspec.structs.replace(base, measure=msgspec.structs.replace(base.measure, title=title))
        path = made("sheet", PDF, request_for(msgspec.structs.replace(plan, measures=(dossier,))))
        with pypdfium2.PdfDocument(path) as pdf:
            drawn.append(bytes(pdf[0].render(scale=1).to_pil().crop((80, 55, 300, 85)).tobytes()))
    assert drawn[0] != drawn[1]


def test_what_no_font_has_is_spelled_out(made: Made, crowded_plan: PlanDossier) -> None:
    found = squeezed(pdf_text(made("sheet", PDF, request_for(crowded_plan)), "-raw"))
    for words in ("［U+1F600］", "‹U+000B›", "‹RLO›", "［U+05E9］", "<b>太字</b>&amp;", "=1+1"):
        assert words in found, words


def test_the_same_plan_makes_the_same_bytes(made: Made, crowded_plan: PlanDossier) -> None:
    request = request_for(crowded_plan)
    assert made("sheet", PDF, request).read_bytes() == made("sheet", PDF, request).read_bytes()


def test_the_file_says_its_title_its_language_and_has_a_bookmark_for_each_measure(made: Made) -> None:
    path = made("sheet", PDF, request_for(None, "measure-1-1-1", "measure-1-1-2"))
    with pypdfium2.PdfDocument(path) as pdf:
        assert pdf.get_metadata_value("Title").startswith("取組シート")
        assert pdf.get_metadata_value("Author") == "企画政策部政策・デジタル推進課"
        assert pdf.get_metadata_value("CreationDate").startswith("D:20260520")
        titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
    assert titles == [f"{one.number} {one.measure.title}" for one in sample_plan().measures[:2]]
    assert b"/Lang (ja-JP)" in path.read_bytes()


@pytest.mark.parametrize("name", ["sheet", "list"])
def test_an_empty_plan_prints_without_failing(made: Made, name: str) -> None:
    empty = msgspec.structs.replace(sample_plan(), measures=())
    path = made(name, PDF, request_for(empty))
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 1
    assert "該当する取組はありません" in pdf_text(path)


def test_a_measure_without_any_entry_prints_as_an_empty_form(made: Made) -> None:
    plan = sample_plan()
    bare = MeasureDossier(type(plan.measures[0].measure)(id="bare"))
    found = pdf_text(made("sheet", PDF, request_for(msgspec.structs.replace(plan, measures=(bare,)))))
    assert "?-(?)-?" in found
    assert "指標は登録されていません" in found
    assert "証拠資料は登録されていません" in found


def test_every_hostile_string_prints_alone(made: Made) -> None:
    plan = sample_plan()
    base = plan.measures[0]
    measures = tuple(
        msgspec.structs.replace(
            base, measure=msgspec.structs.replace(base.measure, id=str(number), title=text, lead_department_id=text)
        )
        for number, text in enumerate(HOSTILE)
    )
    for name in ("sheet", "list"):
        path = made(name, PDF, request_for(msgspec.structs.replace(plan, measures=measures)))
        with pypdfium2.PdfDocument(path) as pdf:
            assert len(pdf) >= 1


def test_a_long_title_is_broken_before_its_year(made: Made) -> None:
    request = sample_request()
    for stamps, words in ((), "提出状況表 令和7(2025)年度"), (("印",) * 5, "提出状況表\n令和7(2025)年度"):
        asked = dataclasses.replace(request, options=dataclasses.replace(request.options, stamps=stamps))
        assert words in pdf_text(made("submissions", PDF, asked))
