"""表を取り込む: what people see before, while and after a filled-in sheet goes into their file."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.entry_sheets import write_entry_sheets
from reform_desktop.services.exchange.importing import list_imports
from reform_desktop.services.sheet_import.lines import State
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.sheets import offering
from reform_desktop.ui.sheets.sheet_dialog import SheetDialog
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "sample_file", "sample_original", "window"]

SLOW = 30_000
YEAR = 2025


def filled_in(desk: Desk, folder: Path, *, result: str = "シートで書いた実績です。") -> Path:
    """Return a 記入用シート of the first measure with a result, and an amount that nobody can read."""
    measure = open_plan(desk).measures[0].measure.id
    path = write_entry_sheets(desk, folder / "記入済み.xlsx", fiscal_year=YEAR, measure_ids=[measure])
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    for row in page.iter_rows(min_col=2, max_col=4):
        if row[0].value == "取組実績":
            row[2].value = result
        if row[0].value == "歳出削減（実績）":
            row[2].value = "たくさん"
    book.save(path)
    return path


def legacy(desk: Desk, folder: Path) -> Path:
    """Return a list as a city has it."""
    one = open_plan(desk).measures[0]
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([f"令和{YEAR - 2018}年度 取組状況調査票"])
    page.append(["番号", "取組名", "うちの言い方", "自己評価"])
    page.append([one.number, one.measure.title, "一覧で書いた実績", "○"])
    path = folder / "調査票.xlsx"
    book.save(path)
    return path


def offer(window: MainWindow, path: Path, qtbot: QtBot) -> SheetDialog:
    dialog = offering.offer_sheet(window.session, window, path)
    qtbot.waitUntil(lambda: not dialog.work.is_busy, timeout=SLOW)
    return dialog


def result(desk: Desk) -> str:
    return open_plan(desk).measures[0].years[YEAR].result


def test_cells_are_looked_at_before_they_go_in_and_can_be_taken_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = window.session.desk
    before = result(desk)
    dialog = offer(window, filled_in(desk, tmp_path), qtbot)
    assert {one.state for one in dialog.model.rows} == {State.CHANGED, State.REFUSED}
    assert result(desk) == before
    assert dialog.take_button.text().startswith("1件を取り込む")
    assert not dialog.tabs.isTabVisible(1)
    assert unnamed_controls(dialog) == []
    news: list[object] = []
    window.session.news.connect(news.append)
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog.take_button.click()
    assert result(desk) == "シートで書いた実績です。"
    assert len(list_imports(desk)) == 1
    qtbot.waitUntil(lambda: bool(news), timeout=SLOW)
    news[0].action()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: result(desk) == before, timeout=SLOW)


def test_why_a_cell_cannot_be_read_stands_with_its_address(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = offer(window, filled_in(window.session.desk, tmp_path), qtbot)
    place = next(place for place, one in enumerate(dialog.model.rows) if one.state is State.REFUSED)
    dialog.view.choose(place)
    assert "数として読めません" in dialog.details.text()
    assert "たくさん" in dialog.details.text()
    dialog.reject()


def test_the_list_is_narrowed_to_a_state(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = offer(window, filled_in(window.session.desk, tmp_path), qtbot)
    dialog.filter.setCurrentIndex(dialog.filter.findData(State.REFUSED.value))
    dialog.filter.commit_pending()
    assert {one.state for one in dialog.model.rows} == {State.REFUSED}
    dialog.filter.setCurrentIndex(dialog.filter.findData("all"))
    dialog.filter.commit_pending()
    assert len(dialog.model.rows) > 10
    dialog.reject()


def test_giving_up_changes_nothing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    desk = window.session.desk
    before = result(desk)
    dialog = offer(window, filled_in(desk, tmp_path), qtbot)
    dialog.close_button.click()
    assert result(desk) == before
    assert list_imports(desk) == []


def test_a_column_nobody_knows_is_assigned_by_hand_and_remembered(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = window.session.desk
    path = legacy(desk, tmp_path)
    dialog = offer(window, path, qtbot)
    assert dialog.tabs.isTabVisible(1)
    assert unnamed_controls(dialog) == []
    fields = {one.field for one in dialog.model.rows}
    assert "取組実績" not in fields
    panel = dialog.mapping
    panel.view.choose(next(n for n, one in enumerate(panel.model.rows) if one.column.heading == "うちの言い方"))
    panel.target.setCurrentIndex(panel.target.findData("year_record.result"))
    panel.target.commit_pending()
    qtbot.waitUntil(lambda: not dialog.work.is_busy and dialog.work.preview is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: any(one.field == "取組実績" for one in dialog.model.rows), timeout=SLOW)
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog.take_button.click()
    assert result(desk) == "一覧で書いた実績"
    again = offer(window, path, qtbot)
    assert again.work.preview is not None
    assert "year_record.result" in {one.target for one in again.work.preview.mapping.sheets[0].columns}  # type: ignore[union-attr]
    again.reject()


def test_what_is_no_sheet_is_said_in_the_dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "写真.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    dialog = offer(window, path, qtbot)
    assert "取り込めません" in dialog.notes.text()
    assert not dialog.take_button.isEnabled()
    dialog.reject()


def test_a_dropped_workbook_is_offered(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(filled_in(window.session.desk, tmp_path)))])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    (dialog,) = window.findChildren(SheetDialog)
    qtbot.waitUntil(lambda: not dialog.work.is_busy, timeout=SLOW)
    assert dialog.model.rows
    dialog.reject()


@pytest.mark.parametrize("name", ["sheet", "entry"])
def test_both_ways_stand_in_the_menu(window: MainWindow, name: str) -> None:
    assert window.menus.action(name).isEnabled()


def test_a_sheet_is_handed_out_from_the_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "記入用.xlsx"
    said: list[str] = []
    window.session.noticed.connect(said.append)
    offering.hand_out(window.session, window, target)
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    assert target.exists()


def test_a_protected_workbook_asks_for_its_password_in_the_dialog(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = filled_in(window.session.desk, tmp_path)
    protected = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("ひみつ", protected)
    path.write_bytes(protected.getvalue())
    dialog = offer(window, path, qtbot)
    assert dialog.password.isVisible()
    assert "パスワードで保護されています" in dialog.notes.text()
    assert not dialog.take_button.isEnabled()
    for typed, said in (("ちがう", "パスワードが違います"), ("ひみつ", "まだ何も変更していません")):
        dialog.password.setText(typed)
        dialog.open_button.click()
        qtbot.waitUntil(lambda: not dialog.work.is_busy, timeout=SLOW)
        assert said in dialog.notes.text()
    assert not dialog.password.isVisible()
    assert dialog.take_button.isEnabled()
    dialog.reject()


def test_chosen_measures_alone_are_handed_out_from_the_reports(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "一つだけ.xlsx"
    said: list[str] = []
    window.session.noticed.connect(said.append)
    measure = open_plan(window.session.desk).measures[2].measure
    request = PrintRequest("sheet", YEAR, measure_ids=(measure.id,))
    offering.hand_out(window.session, window, target, request=request)
    qtbot.waitUntil(lambda: bool(said), timeout=SLOW)
    names = openpyxl.load_workbook(target).sheetnames
    assert len(names) == 4
    assert measure.title[:6] in names[1]
