"""練習用: the sample says what it is on everything that leaves it, and never mixes with real work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.domain.errors import NotAllowedError, UserError
from reform_desktop.services import editing, entry_sheets, reporting
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk, practise_again
from reform_desktop.services.desk import Desk
from reform_desktop.services.editions import FreezeOrder, freeze_edition
from reform_desktop.services.exchange import exporting, importing
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.services.sheet_import.errors import SheetError
from reform_desktop.services.sheet_import.previewing import open_sheet

WORD = "練習用"


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Desk]]:
    """Practice and real work of the division, and a real file of the plan that the sample holds as its previous one."""
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    opened = {name: create_desk(tmp_path / f"{name}.reform", name) for name in ("sample", "annaka-4", "annaka-3")}
    yield opened
    for desk in opened.values():
        desk.close()


def _request(desk: Desk, folder: Path) -> Path:
    order = ExportOrder(Purpose.REQUEST, "財政課" if desk.plan().sample else "政策・デジタル推進課", fiscal_year=2025)
    return exporting.export_bundle(desk, order, folder)[0]


@pytest.mark.parametrize("real", ["annaka-4", "annaka-3"])
def test_neither_takes_in_a_bundle_of_the_other(desks: dict[str, Desk], tmp_path: Path, real: str) -> None:
    practised = _request(desks["sample"], tmp_path)
    assert practised.name.startswith("練習用_")
    with pytest.raises(BundleError, match="練習用のファイルで作られたものです。何も取り込んでいません。"):
        importing.import_file(desks[real], practised, accept_keys=True)
    if real == "annaka-4":
        sent = _request(desks[real], tmp_path)
        assert WORD not in sent.name
        with pytest.raises(BundleError, match="今開いているのは練習用のファイルで、これは本番の計画"):
            importing.preview_import(desks["sample"], sent)


@pytest.mark.parametrize("real", ["annaka-4", "annaka-3"])
def test_neither_takes_in_a_copy_of_the_other(desks: dict[str, Desk], real: str) -> None:
    before = desks[real].plan()
    with pytest.raises(BundleError, match="練習用のファイルで作られたものです"):
        importing.import_file(desks[real], desks["sample"].path)
    with pytest.raises(BundleError, match="今開いているのは練習用のファイルで"):
        importing.import_file(desks["sample"], desks[real].path)
    assert desks[real].plan() == before


def test_a_department_practises_with_what_practice_sent(desks: dict[str, Desk], tmp_path: Path) -> None:
    joined = create_from_bundle(tmp_path / "財政課.reform", _request(desks["sample"], tmp_path))
    assert joined.plan().sample
    sent = exporting.export_bundle(joined, ExportOrder(Purpose.SUBMISSION, fiscal_year=2025), tmp_path)[0]
    joined.close()
    importing.import_file(desks["sample"], sent, accept_keys=True)
    assert [one.label for one in importing.list_imports(desks["sample"])] == [sent.name]


def test_a_sheet_filled_in_to_practise_is_not_taken_into_real_work(desks: dict[str, Desk], tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    entry_sheets.write_entry_sheets(desks["sample"], sheet, fiscal_year=2025, department="財政課")
    with pytest.raises(SheetError, match="練習用の記入用シートです"):
        open_sheet(desks["annaka-4"], sheet)
    book = openpyxl.load_workbook(sheet)
    assert str(book.worksheets[0]["A1"].value).startswith("【練習用】")


def test_a_list_printed_to_practise_is_not_guessed_into_real_work(desks: dict[str, Desk], tmp_path: Path) -> None:
    path = reporting.write_report(desks["sample"], "list", "xlsx", tmp_path / "l.xlsx")
    with pytest.raises(SheetError, match="練習用のファイルから作った表です（【練習用】とあります）"):
        open_sheet(desks["annaka-4"], path)
    assert open_sheet(desks["sample"], path).keyed is None


def test_practice_cannot_be_made_real_by_an_edit(desks: dict[str, Desk]) -> None:
    desk = desks["sample"]
    with pytest.raises(NotAllowedError, match="ファイルを作るときに決まり"):
        editing.set_values(desk, "plan", desk.plan().id, {"sample": False})
    with pytest.raises(UserError):
        editing.set_values(desks["annaka-4"], "plan", desks["annaka-4"].plan().id, {"sample": True})


def test_every_page_of_paper_says_so(desks: dict[str, Desk], tmp_path: Path) -> None:
    path = reporting.write_report(desks["sample"], "summary", "pdf", tmp_path / "s.pdf", fiscal_year=2025)
    pages = pypdfium2.PdfDocument(path)
    assert len(pages) > 1
    for page in pages:
        words = page.get_textpage().get_text_bounded()
        assert words.count(WORD) >= 3, "across the page, in its title and at its foot"
    pages.close()
    real = reporting.write_report(desks["annaka-4"], "summary", "pdf", tmp_path / "r.pdf", fiscal_year=2025)
    assert b"/Practice" not in real.read_bytes()


def test_workbooks_and_web_pages_say_so(desks: dict[str, Desk], tmp_path: Path) -> None:
    path = reporting.write_report(desks["sample"], "list", "xlsx", tmp_path / "l.xlsx")
    for sheet in openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets:
        if sheet.sheet_state == "visible" and sheet.oddFooter and sheet.oddFooter.left.text:
            assert sheet.oddHeader is not None
            assert WORD in str(sheet.oddHeader.center.text)
            assert WORD in "".join(str(cell.value) for row in sheet["A1:A3"] for cell in row)
    page = reporting.write_report(desks["sample"], "list", "html", tmp_path / "l.html").read_text(encoding="utf-8")
    assert '<p class="practice-note" role="note">練習用です。' in page
    assert "<title>【練習用】" in page
    real = reporting.write_report(desks["annaka-4"], "list", "html", tmp_path / "r.html").read_text(encoding="utf-8")
    assert "practice" not in real


def test_what_is_frozen_of_practice_stays_practice(desks: dict[str, Desk], tmp_path: Path) -> None:
    freeze_edition(desks["sample"], FreezeOrder(date(2026, 6, 20), "推進会議", fiscal_year=2025))
    path = reporting.write_report(desks["sample"], "public", "html", tmp_path / "p.html", edition=1)
    assert '<p class="practice-note"' in path.read_text(encoding="utf-8")


def test_practice_begins_again_and_keeps_what_was_practised(tmp_path: Path) -> None:
    path = tmp_path / "練習用_財政課.reform"
    desk = create_desk(path, "sample", department="財政課")
    measure = open_plan(desk, desk.department_id).measures[0].measure
    editing.set_values(desk, "measure", measure.id, {"approach": "練習で書きました。"})
    desk.close()
    kept = practise_again(path, "財政課", "担当者")
    for file, words in ((path, measure.approach), (kept, "練習で書きました。")):
        opened = Desk.open(file)
        assert open_plan(opened, opened.department_id).measures[0].measure.approach == words
        opened.close()
    assert sorted(one.name for one in tmp_path.glob("*.reform")) == [path.name, kept.name]


def test_files_are_named_so_that_nobody_takes_them_for_real_ones(desks: dict[str, Desk]) -> None:
    assert reporting.suggested_name(desks["sample"], "list", "pdf").startswith("練習用_取組一覧_")
    assert reporting.suggested_name(desks["annaka-4"], "list", "pdf").startswith("取組一覧_")
