"""Reports with a layout: columns, grouping, parts of the sheet, paper, foot, stamps and emblem in every format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from reform_desktop.domain.layout_words import shown_parts, word_of
from reform_desktop.domain.layouts import LayoutColumn, LayoutSettings, Margins
from reform_desktop.reports.arranging import arranged
from reform_desktop.reports.catalogue import REPORTS, ReportFormat, report_named
from reform_desktop.reports.columns import LISTS, usual_columns
from reform_desktop.reports.measure_sheet import sheet_parts
from reform_desktop.reports.model import Document, PrintOptions, Table
from reform_desktop.reports.sections import CHOICES
from reform_desktop.reports.writing import write_report
from unit.reports.conftest import pdf_text, squeezed
from unit.reports.plans import request_of
from unit.reports.sample_plan import OPTIONS, sample_plan

MM = 72 / 25.4


def emblem(size: tuple[int, int] = (60, 40), kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (10, 90, 54, 128)[: 4 if kind == "PNG" else 3]).save(
        content, kind
    )
    return content.getvalue()


def columns(report: str, *names: str, **captions: str) -> dict[str, tuple[LayoutColumn, ...]]:
    return {report: tuple(LayoutColumn(report, name, captions.get(name, "")) for name in names)}


def options(layout: LayoutSettings, **changes: object) -> PrintOptions:
    return replace(OPTIONS, layout=layout, **changes)  # type: ignore[arg-type]  # by the names of PrintOptions


def document(name: str, layout: LayoutSettings, **changes: object) -> Document:
    request = replace(request_of("sample"), options=options(layout, **changes))
    return arranged(report_named(name).build(request), layout)


def write(one: Document, report_format: ReportFormat, folder: Path) -> Path:
    path = folder / f"made.{report_format.value}"
    write_report(one, report_format, path)
    return path


def heads(one: Document) -> list[str]:
    part = next(iter(one.parts))
    table = next(block for block in part.blocks if isinstance(block, Table))
    return [str(cell.value) for row in table.head for cell in row.cells]


def test_columns_stand_in_the_order_of_the_layout_under_its_captions() -> None:
    layout = LayoutSettings(columns=columns("list", "lead_department", "title", "approach", title="取組の名前"))
    assert heads(document("list", layout)) == ["担当課", "取組の名前", "取組内容"]


def test_every_row_of_every_list_fills_the_grid_whatever_columns_are_chosen() -> None:
    for report, known in LISTS.items():
        for names in ([one.name for one in reversed(known)], [known[-1].name], [known[1].name, known[0].name]):
            layout = LayoutSettings(columns=columns(report, *names))
            for part in document(report, layout).parts:
                for block in part.blocks:
                    for row in (*block.head, *block.rows) if isinstance(block, Table) else ():
                        assert sum(cell.span for cell in row.cells) == len(part.grid), (report, names)


def test_naming_the_usual_columns_changes_nothing(tmp_path: Path) -> None:
    for report in LISTS:
        layout = LayoutSettings(columns=columns(report, *(one.name for one in usual_columns(report))))
        one, other = (
            write(document(report, chosen), ReportFormat.PDF, tmp_path).read_bytes()
            for chosen in (LayoutSettings(), layout)
        )
        assert one == other


def test_every_column_and_part_has_a_word_for_history_and_conflicts() -> None:
    names = {one.name for known in CHOICES.values() for one in known} | {name for name, _caption in sheet_parts()}
    assert [name for name in sorted(names) if word_of(name).isascii()] == []
    assert [name for name in CHOICES if shown_parts([{"report": name, "column": "number"}]).startswith(name)] == []


def test_every_column_that_the_dialog_offers_is_printed() -> None:
    for report, known in LISTS.items():
        part = next(iter(document(report, LayoutSettings(columns=columns(report, *(one.name for one in known)))).parts))
        assert len(part.grid) >= len(known), report
    layout = LayoutSettings(columns=columns("list", *(one.name for one in LISTS["list"])))
    assert "備考" in heads(document("list", layout))


def test_a_worksheet_is_as_wide_as_the_paper_of_the_layout(tmp_path: Path) -> None:
    layout = LayoutSettings(paper="a3", orientation="landscape", columns=columns("list", "number", "title"))
    sheet = openpyxl.load_workbook(write(document("list", layout), ReportFormat.EXCEL, tmp_path)).worksheets[0]
    width = sum(one.width for one in sheet.column_dimensions.values()) * 5.3
    assert width == pytest.approx((420 - 35) * MM, rel=0.02)


def test_unknown_columns_are_passed_over() -> None:
    unknown = LayoutSettings(columns=columns("list", "of_a_newer_program"))
    assert heads(document("list", unknown)) == heads(document("list", LayoutSettings()))


def test_a_column_is_as_wide_as_the_layout_says(tmp_path: Path) -> None:
    wide = LayoutSettings(columns={"list": (LayoutColumn("list", "number", "", 60), LayoutColumn("list", "title"))})
    part = next(iter(document("list", wide).parts))
    assert part.grid[0] == pytest.approx(60 * MM)
    write(document("list", wide), ReportFormat.PDF, tmp_path)


def test_the_published_list_never_shows_what_is_the_citys_own() -> None:
    layout = LayoutSettings(columns=columns("list", "title", "issues", "current_state", "midyear", "approach"))
    part = next(one for one in document("public", layout).parts if one.table == "list")
    assert part.columns.count("approach") == 1
    assert not {"issues", "current_state", "midyear"} & set(part.columns)


@pytest.mark.parametrize(
    ("grouping", "first", "count"),
    [("item", "方針1　", 24 + 5), ("policy", "方針1　", 5), ("department", "", None), ("none", "", 0)],
)
def test_the_list_is_grouped_as_the_layout_says(grouping: str, first: str, count: int | None) -> None:
    part = next(iter(document("list", LayoutSettings(grouping=grouping)).parts))
    table = next(block for block in part.blocks if isinstance(block, Table))
    groups = [str(row.cells[0].value) for row in table.rows if row.kind.value == "group"]
    leading = {one.lead_department.name for one in sample_plan().measures if one.lead_department}
    if count is None:
        assert sorted(groups) == sorted(leading)
    else:
        assert len(groups) <= count
        assert not groups or groups[0].startswith(first)
    assert sum(row.kind.value == "body" for row in table.rows) == len(sample_plan().measures)


def test_parts_of_the_sheet_can_be_left_out_one_by_one_and_all_together(tmp_path: Path) -> None:
    for name, caption in sheet_parts():
        one = document("sheet", LayoutSettings(hidden=frozenset({name})))
        part = next(iter(one.parts))
        words = [str(cell.value) for block in part.blocks if isinstance(block, Table) for row in block.rows
                 for cell in row.cells]  # fmt: skip
        assert caption not in words
    bare = document("sheet", LayoutSettings(hidden=frozenset(name for name, _ in sheet_parts())))
    for report_format in ReportFormat:
        assert write(bare, report_format, tmp_path).stat().st_size


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("report_format", ReportFormat)
def test_every_report_is_made_with_every_part_of_a_layout(
    name: str, report_format: ReportFormat, tmp_path: Path
) -> None:
    layout = LayoutSettings(
        paper="a3",
        orientation="portrait",
        margins=Margins(50, 50, 50, 50),
        grouping="department",
        hidden=frozenset({"evidence", "stage", "policy"}),
        columns={**columns("list", "years", "number", "result"), **columns("opinions", "response")},
    )
    changes = {"logo": emblem(), "footer": "令和７年度 第２回審議会 資料１ & 参考", "stamps": (), "city": "髙﨑市"}
    path = write(document(name, layout, **changes), report_format, tmp_path)
    content = path.read_bytes()
    if report_format is ReportFormat.PDF:
        with pypdfium2.PdfDocument(content) as pdf:
            assert {(round(w), round(h)) for w, h in (pdf.get_page_size(page) for page in range(len(pdf)))} == {
                (round(297 * MM), round(420 * MM))
            }
        words = squeezed(pdf_text(path))
        assert squeezed("令和７年度 第２回審議会 資料１ & 参考") in words
        assert "課長係長担当" not in words
        assert b"/Subtype /Image" in content
    elif report_format is ReportFormat.EXCEL:
        book = openpyxl.load_workbook(path)
        first = book.worksheets[0]
        assert first.page_setup.paperSize == 8
        assert first.oddFooter is not None
        left = first.oddFooter.left
        assert left is not None
        assert "審議会 資料１" in str(left.text)
        with zipfile.ZipFile(path) as archive:
            assert [one for one in archive.namelist() if one.startswith("xl/media/")] == ["xl/media/image1.png"]
    elif report_format is ReportFormat.HTML:
        assert 'alt="髙﨑市の市章" src="data:image/png;base64,' in content.decode()


def test_margins_move_the_words_and_the_usual_ones_do_not(tmp_path: Path) -> None:
    usual = write(document("list", LayoutSettings()), ReportFormat.PDF, tmp_path).read_bytes()
    same = LayoutSettings(margins=Margins(15, 15, 20, 15))
    assert write(document("list", same), ReportFormat.PDF, tmp_path).read_bytes() == usual
    wide = LayoutSettings(margins=Margins(left=50))
    assert write(document("list", wide), ReportFormat.PDF, tmp_path).read_bytes() != usual


@pytest.mark.parametrize(
    "content",
    [b"", b"no image", emblem()[:60], b"GIF89a" + bytes(50), emblem((3000, 2000)), emblem((3000, 2000))[:900]],
)
def test_what_is_no_emblem_is_left_out_of_every_format(content: bytes, tmp_path: Path) -> None:
    for report_format in ReportFormat:
        assert write(document("list", LayoutSettings(), logo=content), report_format, tmp_path).exists()


def test_a_jpeg_is_an_emblem_too(tmp_path: Path) -> None:
    path = write(document("book", LayoutSettings(), logo=emblem(kind="JPEG")), ReportFormat.PDF, tmp_path)
    assert b"/SMask" not in path.read_bytes()
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        picture = pdf[0].render(scale=0.5).to_pil().convert("RGB")
    pixels = picture.tobytes()
    assert any(green > red + 20 for red, green in zip(pixels[0::3], pixels[1::3], strict=True))
