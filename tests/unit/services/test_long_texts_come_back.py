"""Long texts that stand in several cells, one below the other: of our own printed lists and of other sheets."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reform_desktop.domain.layouts import LayoutColumn, LayoutSettings
from reform_desktop.services.reporting import write_report
from reform_desktop.services.sheet_import.lines import CellLine, Preview, State
from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
from reform_desktop.services.sheet_import.taking import take_sheet
from unit.services.offices import MEASURE, Office, year_row
from unit.store.small_plan import value

LONG = "".join(f"第{number}に、窓口の待ち時間を短くするため、予約制を試しました。\n" for number in range(200))


def listed(office: Office, folder: Path) -> Path:
    """Return 取組一覧 with the reasons, as a layout of the city's own has it."""
    chosen = tuple(LayoutColumn("list", name) for name in ("number", "title", "reason"))
    path = folder / "一覧.xlsx"
    layout = LayoutSettings(columns={"list": chosen})
    return write_report(office.desk, "list", "xlsx", path, fiscal_year=2025, layout=layout)


def lines_of(office: Office, path: Path, field: str) -> list[CellLine]:
    lines = previewed_of_2025(office, path).lines
    return [one for one in lines if one.measure_id == MEASURE and one.field == field]


def previewed_of_2025(office: Office, path: Path) -> Preview:
    return preview_sheet(office.desk, open_sheet(office.desk, path), fiscal_year=2025)


@pytest.mark.parametrize("text", [LONG, LONG.replace("\n", ""), "窓口" * 4000])
def test_a_list_of_ours_comes_back_without_a_change(division: Office, tmp_path: Path, text: str) -> None:
    division.fill_year(2025, reason=text)
    (line,) = lines_of(division, listed(division, tmp_path), "理由・課題")
    assert line.state is State.UNCHANGED


def test_one_cell_changed_in_a_list_of_ours_changes_only_its_words(division: Office, tmp_path: Path) -> None:
    division.fill_year(2025, reason=LONG)
    path = listed(division, tmp_path)
    book = openpyxl.load_workbook(path)
    (cell,) = [one for row in book.worksheets[0] for one in row if "第99に、" in str(one.value)]
    cell.value = str(cell.value).replace("第99に、", "最後に、")
    book.save(path)
    take_sheet(division.desk, previewed_of_2025(division, path))
    assert value(division.desk.store, year_row(2025), "reason") == LONG.replace("第99に、", "最後に、")


@pytest.mark.parametrize("form", [False, True])
def test_lines_in_cells_of_their_own_beside_one_tall_cell_are_one_text(
    division: Office, tmp_path: Path, form: bool
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    if form:
        page.append(["番号", "1-(1)-①"])
        page.append(["令和7年度実績", "予約を始めた"])
        page.append([None, "待ち時間が減った"])
        page.merge_cells("A2:A3")
    else:
        page.append(["番号", "令和7年度実績", "達成状況"])
        page.append(["1-(1)-①", "予約を始めた", "年度目標達成"])
        page.append([None, "待ち時間が減った", None])
        page.append(["1-(1)-②", "別の取組", None])
        page.merge_cells("A2:A3")
    path = tmp_path / "二行.xlsx"
    book.save(path)
    (line,) = lines_of(division, path, "取組実績")
    assert (line.state, line.after) == (State.NEW, "予約を始めた\n待ち時間が減った")
