"""The grid of indicators: typed, pasted, moved and undone as people know it from spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelection, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gui.input_method import commit, compose
from gui.sheet_window import YEAR, SheetWindow, sheet_window
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import IndicatorDossier
from reform_desktop.domain.identity import child_row_id
from reform_desktop.services.editing import set_indicator_value
from reform_desktop.services.kept_entries import kept_entries
from reform_desktop.ui.grid.cell_editor import CellEditor
from reform_desktop.ui.pages.measures.sheet import MeasureSheet
from reform_desktop.ui.session import Place


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show(next(one for one in made.measures if len(one.indicators) > 1))
        yield made


def cell(desk: SheetWindow, row: int, field: str, year: int | None = None) -> QModelIndex:
    """Go to a cell of the grid."""
    model = desk.sheet.body.indicators.model
    column = next(place for place, one in enumerate(model.columns) if (one.field, one.fiscal_year) == (field, year))
    index = model.index(row, column)
    desk.sheet.body.indicators.grid.go_to(index)
    return index


def figures(desk: SheetWindow) -> list[QModelIndex]:
    model = desk.sheet.body.indicators.model
    cells = (model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
    return [index for index in cells if model.is_number(index)]


def editor(desk: SheetWindow) -> CellEditor:
    found = desk.sheet.body.indicators.grid.viewport().findChild(CellEditor)
    assert found is not None
    return found


def type_over(desk: SheetWindow, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    grid = desk.sheet.body.indicators.grid
    for sign in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, sign)
    focused = QApplication.focusWidget()
    assert focused is not grid
    assert focused is not None
    QTest.keyClick(focused, end)


def stored(desk: SheetWindow, row: int = 0) -> IndicatorDossier:
    place = next(place for place, one in enumerate(desk.measures) if one.measure.id == desk.sheet.measure_id)
    return desk.stored(place).indicators[row]


def current(desk: SheetWindow) -> tuple[int, str]:
    index = desk.sheet.body.indicators.grid.currentIndex()
    return index.row(), desk.sheet.body.indicators.model.column(index).head.replace("\n", " ")


def test_the_first_key_opens_the_cell_and_is_not_lost(desk: SheetWindow) -> None:
    cell(desk, 0, "actual", YEAR)
    type_over(desk, "63.5")
    assert stored(desk).values[YEAR].actual == Decimal("63.5")


def test_enter_goes_down_and_tab_goes_right(desk: SheetWindow) -> None:
    cell(desk, 0, "target", YEAR)
    type_over(desk, "61", Qt.Key.Key_Tab)
    assert current(desk) == (0, "R8 実績")
    type_over(desk, "62", Qt.Key.Key_Return)
    assert current(desk) == (1, "R8 目標")
    assert stored(desk).values[YEAR].target == Decimal(61)
    assert stored(desk).values[YEAR].actual == Decimal(62)
    QTest.keyClick(desk.sheet.body.indicators.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert current(desk) == (0, "R8 目標")


def test_the_first_text_of_the_input_method_is_not_lost(desk: SheetWindow) -> None:
    cell(desk, 0, "name")
    grid = desk.sheet.body.indicators.grid
    compose(grid, "し")
    compose(grid, "しひょう")
    commit(grid, "指標名")
    editor(desk)
    desk.sheet.commit_pending()
    assert stored(desk).indicator.name == "指標名"


def test_composition_in_a_cell_is_saved_when_another_measure_is_chosen(desk: SheetWindow) -> None:
    cell(desk, 0, "name")
    before = desk.sheet.measure_id
    grid = desk.sheet.body.indicators.grid
    QTest.keyClick(grid, Qt.Key.Key_F2)
    line = editor(desk)
    line.setText("前の名前と")
    compose(line, "へんかん")
    desk.sheet.show_measure(next(one.measure.id for one in desk.measures if one.measure.id != before))
    desk.sheet.show_measure(before)
    assert stored(desk).indicator.name == "前の名前とへんかん"


def test_full_width_digits_and_triangles_are_understood(desk: SheetWindow) -> None:
    cell(desk, 0, "baseline")
    grid = desk.sheet.body.indicators.grid
    QTest.keyClick(grid, Qt.Key.Key_F2)
    editor(desk).setText("▲１２．５")
    QTest.keyClick(editor(desk), Qt.Key.Key_Return)
    assert stored(desk).indicator.baseline == Decimal("-12.5")


def test_an_entry_that_cannot_be_read_stays_in_its_cell_with_a_sentence(desk: SheetWindow) -> None:
    before = stored(desk).values[YEAR].target
    index = cell(desk, 0, "target", YEAR)
    type_over(desk, "abc")
    part = desk.sheet.body.indicators
    assert "目標値" in part.message.text()
    assert part.message.isVisible()
    assert index.data() == "⚠abc"
    assert stored(desk).values[YEAR].target == before
    cell(desk, 0, "target", YEAR)
    type_over(desk, "70")
    assert stored(desk).values[YEAR].target == Decimal(70)
    assert not part.message.isVisible()


def test_a_block_from_a_spreadsheet_is_one_step_of_undo(desk: SheetWindow) -> None:
    before = [stored(desk, row).values[YEAR] for row in (0, 1)]
    cell(desk, 0, "target", YEAR)
    QApplication.clipboard().setText("６０\t▲1\r\n1,500\t\r\n")
    QTest.keyClick(desk.sheet.body.indicators.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stored(desk, 0).values[YEAR].target == Decimal(60)
    assert stored(desk, 0).values[YEAR].actual == Decimal(-1)
    assert stored(desk, 1).values[YEAR].target == Decimal(1500)
    undo = desk.desk.next_undo()
    assert undo is not None
    assert undo.name == "指標の貼り付け"
    desk.desk.undo()
    assert [(v.target, v.actual) for v in before] == [
        (stored(desk, row).values[YEAR].target, stored(desk, row).values[YEAR].actual) for row in (0, 1)
    ]


def test_a_block_with_one_bad_cell_saves_the_others_and_names_and_shows_the_cell(desk: SheetWindow) -> None:
    before = stored(desk).values[YEAR].actual
    index = cell(desk, 0, "target", YEAR)
    QApplication.clipboard().setText("60\t多め")
    part = desk.sheet.body.indicators
    part.grid.paste()
    sentence = part.message.text()
    assert stored(desk).indicator.name in sentence
    assert "令和8(2026)年度" in sentence
    assert "ほかの1件は保存しました" in sentence
    assert stored(desk).values[YEAR].target == Decimal(60)
    assert stored(desk).values[YEAR].actual == before
    assert part.model.index(0, index.column() + 1).data() == "⚠多め"


def test_an_unreadable_entry_is_still_there_after_the_window_was_closed(desk: SheetWindow) -> None:
    index = cell(desk, 0, "target", YEAR)
    type_over(desk, "about 70")
    first, other = (one.measure.id for one in desk.measures[:2])
    shown = desk.sheet.measure_id
    desk.sheet.show_measure(other if shown != other else first)
    again = MeasureSheet(desk.session, desk.window)
    again.show_measure(shown)
    model = again.body.indicators.model
    assert model.index(0, index.column()).data() == "⚠about 70"
    assert "目標値" in again.body.indicators.message.text()
    model.write([(0, index.column(), "70")])
    assert not kept_entries(desk.desk)
    desk.sheet.show_measure(shown)
    assert stored(desk).values[YEAR].target == Decimal(70)


def test_ctrl_d_fills_the_first_chosen_row_down_as_one_step(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    index = cell(desk, 0, "target", YEAR)
    model.write([(0, index.column(), "1,234")])
    before = stored(desk, 1).values[YEAR].target
    flag = grid.selectionModel().SelectionFlag
    grid.selectionModel().select(model.index(1, index.column()), flag.Select)
    QTest.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert stored(desk, 1).values[YEAR].target == Decimal(1234)
    undo = desk.desk.next_undo()
    assert undo is not None
    assert undo.name == "指標の下へコピー"
    desk.desk.undo()
    assert stored(desk, 1).values[YEAR].target == before


def test_enter_goes_round_in_a_chosen_block_and_ctrl_arrows_go_to_its_edges(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    index = cell(desk, 0, "target", YEAR)
    grid.selectionModel().select(model.index(1, index.column() + 1), grid.selectionModel().SelectionFlag.Select)
    grid.selectionModel().select(
        QItemSelection(index, model.index(1, index.column() + 1)), grid.selectionModel().SelectionFlag.Select
    )
    seen = []
    for _ in range(4):
        QTest.keyClick(grid, Qt.Key.Key_Return)
        seen.append((grid.currentIndex().row(), grid.currentIndex().column() - index.column()))
    assert seen == [(1, 0), (0, 1), (1, 1), (0, 0)]
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert grid.currentIndex().column() == model.columnCount() - 1
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert grid.currentIndex().column() == 0


def test_a_locked_cell_is_marked_skipped_by_a_paste_and_says_why(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with sheet_window(qtbot, tmp_path_factory, read_only=True) as made:
        made.show(next(one for one in made.measures if one.indicators))
        cell(made, 0, "target", YEAR)
        part = made.sheet.body.indicators
        QApplication.clipboard().setText("1")
        part.grid.paste()
        assert "変更できない欄1件は、そのままにしました" in part.message.text()
        assert "読み取り専用" in part.message.text()
        part.message.clear()
        QTest.keyClick(part.grid, Qt.Key.Key_F2)
        assert "読み取り専用" in part.message.text()


def test_what_is_copied_carries_real_numbers_and_words_as_words(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    index = cell(desk, 0, "target", YEAR)
    model.write([(0, index.column(), "１，２３４．５"), (0, 0, "=1+1")])
    grid.copy()
    data = QApplication.clipboard().mimeData()
    assert data.text() == "1234.5\n"
    assert "<td>1234.5</td>" in data.html()
    cell(desk, 0, "name")
    grid.copy()
    assert "mso-number-format" in QApplication.clipboard().mimeData().html()
    grid.copy(with_heads=True)
    assert QApplication.clipboard().text().splitlines()[0] == "\t指標名"


def test_the_sample_fits_the_sheet_of_a_small_screen(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    for one in desk.measures:
        if one.indicators:
            desk.sheet.show_measure(one.measure.id)
            QApplication.processEvents()
            longest = max(len(model.shown(index)) for index in figures(desk))
            assert grid.horizontalScrollBar().maximum() == 0 or longest > 6, one.number
            assert all(
                grid.columnWidth(column) >= grid.sizeHintForColumn(column)
                for column in range(1, grid.model().columnCount())
            ), one.number


def test_a_block_that_is_too_large_changes_nothing(desk: SheetWindow) -> None:
    cell(desk, 1, "target", YEAR)
    before = stored(desk, 1).values[YEAR].target
    QApplication.clipboard().setText("1\n2\n3\n4")
    desk.sheet.body.indicators.grid.paste()
    assert "4行×1列" in desk.sheet.body.indicators.message.text()
    assert stored(desk, 1).values[YEAR].target == before


def test_delete_empties_the_chosen_cells_and_copy_takes_them_along(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    index = cell(desk, 0, "target", YEAR)
    wanted = f"{model.typed(index)}\n{model.typed(model.index(1, index.column()))}\n"
    grid.selectionModel().select(model.index(1, index.column()), grid.selectionModel().SelectionFlag.Select)
    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == wanted
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert stored(desk, 0).values[YEAR].target is None
    assert stored(desk, 1).values[YEAR].target is None


def test_a_direction_is_chosen_from_the_list(desk: SheetWindow) -> None:
    cell(desk, 0, "direction")
    grid = desk.sheet.body.indicators.grid
    QTest.keyClick(grid, Qt.Key.Key_F2)
    box = grid.viewport().findChild(QComboBox)
    assert box is not None
    box.setCurrentText("維持する")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert stored(desk).indicator.direction == "maintain"


def test_a_change_from_elsewhere_does_not_overwrite_a_cell_that_is_being_typed(desk: SheetWindow) -> None:
    cell(desk, 0, "target", YEAR)
    grid = desk.sheet.body.indicators.grid
    QTest.keyClicks(grid, "9")
    set_indicator_value(desk.desk, stored(desk).indicator.id, YEAR, {"target": "5", "actual": "6"})
    assert editor(desk).text() == "9"
    assert desk.sheet.body.indicators.model.index(0, grid.currentIndex().column() + 1).data() == "6"


def test_an_indicator_is_added_named_moved_and_removed(desk: SheetWindow) -> None:
    part = desk.sheet.body.indicators
    rows = part.model.rowCount()
    part.add_button.click()
    assert part.model.rowCount() == rows + 1
    editor(desk).setText("あたらしいもの")
    desk.sheet.commit_pending()
    assert stored(desk, rows).indicator.name == "あたらしいもの"
    part.up_button.click()
    assert stored(desk, rows - 1).indicator.name == "あたらしいもの"
    part.remove_button.click()
    assert part.model.rowCount() == rows
    assert any("あたらしいもの" in notice for notice in desk.notices)
    desk.desk.undo()
    assert part.model.rowCount() == rows + 1


def test_tab_leaves_the_grid_at_its_end_and_ctrl_tab_anywhere(desk: SheetWindow) -> None:
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    grid.go_to(model.index(model.rowCount() - 1, model.columnCount() - 1))
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    assert focused is not grid


def test_a_check_leads_to_its_cell(desk: SheetWindow) -> None:
    indicator = stored(desk, 1).indicator.id
    row = child_row_id(KINDS["indicator_value"], indicator, (YEAR,))
    assert desk.sheet.measure_id is not None
    desk.sheet.show_place(Place("measures", desk.sheet.measure_id, "indicator_value", row, "actual", YEAR))
    assert current(desk) == (1, "R8 実績")
    assert QApplication.focusWidget() is desk.sheet.body.indicators.grid


def test_names_in_a_departments_file_can_be_filled_in(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    with sheet_window(qtbot, tmp_path_factory, department="財政課") as made:
        made.show()
        cell(made, 0, "actual", YEAR)
        type_over(made, "12")
        assert made.stored().indicators[0].values[YEAR].actual == Decimal(12)


def test_every_column_is_wide_enough_for_its_figures(desk: SheetWindow) -> None:
    QApplication.processEvents()
    grid, model = desk.sheet.body.indicators.grid, desk.sheet.body.indicators.model
    for column in range(model.columnCount()):
        assert grid.columnWidth(column) >= grid.sizeHintForColumn(column) or column == 0
    assert grid.verticalScrollBar().maximum() == 0
