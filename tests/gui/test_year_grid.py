"""表で入力: one year of many measures, typed, pasted, filled down and changed together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.domain.records import YearRecord
from reform_desktop.services.kept_entries import kept_entries
from reform_desktop.ui.bulk_edit.dialog import BulkEditDialog
from reform_desktop.ui.grid.cell_editor import TextCellEditor
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.pages.measures.year_grid.pane import YearGridPane
from reform_desktop.ui.session import News, Place
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


class Table:
    """The page with its table shown."""

    def __init__(self, opened: OpenPage[QWidget]) -> None:
        self.opened = opened
        assert isinstance(opened.page, MeasuresPage)
        self.page = opened.page
        self.page.show_table()
        assert self.page.table is not None
        self.pane: YearGridPane = self.page.table
        self.grid, self.model = self.pane.grid, self.pane.model
        QApplication.processEvents()

    def go(self, row: int, field: str) -> QModelIndex:
        index = self.model.index(row, self.model.column_of(field))
        self.grid.go_to(index)
        return index

    def year(self, row: int) -> YearRecord:
        wanted = self.model.lines[row].id
        return next(one for one in self.opened.measures if one.measure.id == wanted).years[YEAR]


@pytest.fixture
def table(open_page: Opener[QWidget]) -> Table:
    return Table(open_page(MeasuresPage))


def test_every_measure_stands_in_the_table_with_its_number_and_title(table: Table) -> None:
    assert table.model.rowCount() == len(table.opened.measures)
    head = str(table.model.headerData(0, Qt.Orientation.Vertical))
    first = table.opened.measures[0]
    assert head.startswith(first.number)
    assert first.measure.title[:10] in head
    assert first.measure.title in table.model.row_name(table.model.index(0, 0))
    assert not unnamed_controls(table.page)


def test_a_block_from_excel_is_one_step_and_what_is_not_understood_is_named_and_stays(table: Table) -> None:
    table.go(0, "cost_cut_planned")
    before = [table.year(row).cost_cut_planned for row in (0, 1)]
    QApplication.clipboard().setText("１，２００千円\t▲3\r\n約百\t120万円\r\n")
    table.grid.paste()
    assert table.year(0).cost_cut_planned == 1200
    assert table.year(0).revenue_planned == -3
    assert table.year(1).revenue_planned == 1200
    assert table.year(1).cost_cut_planned == before[1]
    index = table.model.index(1, table.model.column_of("cost_cut_planned"))
    assert table.model.shown(index) == "約百"
    assert table.opened.measures[1].number in table.pane.message.text()
    assert "ほかの3件は保存しました" in table.pane.message.text()
    assert len(kept_entries(table.opened.desk)) == 1
    table.opened.desk.undo()
    assert table.year(0).cost_cut_planned == before[0]
    assert table.model.shown(index) == "約百"


def test_a_refused_entry_of_the_table_is_shown_on_the_sheet_too(table: Table) -> None:
    index = table.go(0, "cost_cut_actual")
    table.model.setData(index, "千円くらい")
    table.pane.back_button.click()
    assert not table.page.in_table
    assert table.page.sheet.measure_id == table.opened.measures[0].measure.id
    field = table.page.sheet.body.years.open_year.fields.fields["cost_cut_actual"]
    assert field.labelled.field.status.error
    field.labelled.field.widget().setFocus()
    assert field.unsaved


def test_a_stage_and_a_grade_are_filled_down(table: Table) -> None:
    table.go(0, "stage")
    table.model.setData(table.model.index(0, table.model.column_of("stage")), "試行")
    column = table.model.column_of("stage")
    flag = table.grid.selectionModel().SelectionFlag
    table.grid.selectionModel().select(
        QItemSelection(table.model.index(0, column), table.model.index(4, column)), flag.ClearAndSelect
    )
    QTest.keyClick(table.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert {table.year(row).stage for row in range(5)} == {"trial"}
    undo = table.opened.desk.next_undo()
    assert undo is not None
    assert undo.name == "年度別の下へコピー"


def test_a_text_is_written_in_several_lines_with_alt_enter(table: Table) -> None:
    table.go(0, "target")
    QTest.keyClick(table.grid, Qt.Key.Key_F2)
    editor = table.grid.viewport().findChild(TextCellEditor)
    assert editor is not None
    assert editor.textCursor().atEnd()
    editor.setPlainText("一行目")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    editor.insertPlainText("二行目")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert table.year(0).target == "一行目\n二行目"
    assert table.grid.currentIndex().column() == table.model.column_of("target") + 1


def test_the_words_of_excel_with_line_breaks_come_in_and_go_out(table: Table) -> None:
    table.go(0, "result")
    QApplication.clipboard().setText('"窓口を\n一つにした。"\r\n次の行\r\n')
    table.grid.paste()
    assert table.year(0).result == "窓口を\n一つにした。"
    assert table.year(1).result == "次の行"
    table.grid.copy()
    assert QApplication.clipboard().text().startswith('"窓口を\n一つにした。"')


def test_the_filter_and_the_choice_of_columns_narrow_the_table(table: Table) -> None:
    table.pane.filter.search.setText("1-1")
    table.pane.show_year()
    assert 0 < table.model.rowCount() < len(table.opened.measures)
    table.pane.view.load_value("figures")
    table.pane.show_year()
    assert table.model.column_of("target") == -1
    assert table.model.column_of("hours_saved") >= 0


def test_typing_into_the_search_box_is_never_interrupted(table: Table) -> None:
    table.go(0, "target")
    search = table.pane.filter.search
    search.setFocus()
    for sign in "1-2":
        QTest.keyClicks(search, sign)
        QApplication.processEvents()
        assert QApplication.focusWidget() is search
    assert {str(table.model.headerData(row, Qt.Orientation.Vertical))[:5] for row in range(table.model.rowCount())} == {
        "1-(2)"
    }


def test_the_table_opens_with_a_cell_to_begin_with(table: Table) -> None:
    assert table.grid.currentIndex().isValid()
    assert QApplication.focusWidget() is table.grid


def test_a_finding_leads_to_its_cell_and_another_place_to_the_sheet(table: Table) -> None:
    measure = table.opened.measures[2].measure.id
    table.page.show_place(Place("measures", measure, "year_record", "", "grade", YEAR))
    assert table.page.in_table
    index = table.grid.currentIndex()
    assert (table.model.lines[index.row()].id, table.model.field(index.column())) == (measure, "grade")
    table.page.show_place(Place("measures", measure, "measure", measure, "approach"))
    assert table.page.sheet.isVisible()
    assert table.page.sheet.measure_id == measure


def test_another_year_shows_its_own_cells(table: Table) -> None:
    table.go(0, "target")
    table.model.setData(table.grid.currentIndex(), "この年度だけ")
    table.opened.session.set_fiscal_year(YEAR + 1)
    assert table.model.shown(table.model.index(0, table.model.column_of("target"))) != "この年度だけ"


@pytest.mark.parametrize("at_once", [200, 0], ids=["few at once", "very many beside the window"])
def test_many_measures_are_changed_after_a_look_at_before_and_after(
    table: Table, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    for module in ("bulk_edit.dialog", "session"):
        monkeypatch.setattr(f"reform_desktop.ui.{module}.MANY", at_once)
    column = table.model.column_of("stage")
    flag = table.grid.selectionModel().SelectionFlag
    table.grid.selectionModel().select(
        QItemSelection(table.model.index(0, column), table.model.index(3, column)), flag.ClearAndSelect
    )
    dialog = BulkEditDialog(table.opened.session, table.grid.chosen_measures(), table.page)
    dialog.choose(("measure", "lead_department_id"))
    assert dialog.value is not None
    department = table.opened.session.departments[3]
    dialog.value.field.load_value(department.id)
    dialog.value.field.committed.emit(department.id)
    QApplication.processEvents()
    assert dialog.plan is not None
    assert {line.after for line in dialog.model.rows} == {department.name}
    assert f"{dialog.plan.changing}件" in dialog.apply_button.text()
    news: list[News] = []
    table.opened.session.news.connect(news.append)
    before = [one.measure.lead_department_id for one in table.opened.measures]
    dialog.apply_button.click()
    qtbot.waitUntil(lambda: bool(news))
    assert [one.measure.lead_department_id for one in table.opened.measures[:4]] == [department.id] * 4
    news[0].action()
    qtbot.waitUntil(lambda: [one.measure.lead_department_id for one in table.opened.measures] == before)
    dialog.deleteLater()


def test_a_departments_table_locks_what_the_division_decides_and_offers_only_its_own_fields(
    open_page: Opener[QWidget],
) -> None:
    table = Table(open_page(MeasuresPage, department="財政課"))
    assert table.model.rowCount() < len(table.opened.measures)
    index = table.model.index(0, table.model.column_of("outside_evaluation"))
    assert "政策・デジタル推進課" in table.model.lock_reason(index)
    assert "政策・デジタル推進課" in table.model.spoken(index)
    table.grid.go_to(index)
    QTest.keyClick(table.grid, Qt.Key.Key_Delete)
    QApplication.clipboard().setText("はい")
    table.grid.paste()
    assert "そのままにしました" in table.pane.message.text()
    dialog = BulkEditDialog(table.opened.session, [table.model.lines[0].id], table.page)
    assert dialog.target.count() == 2
    dialog.deleteLater()
