"""The fields as people fill them in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.fields import SCALE, Show, heard, turn_wheel
from reform_desktop.domain.catalogue import field_named
from reform_desktop.ui.widgets.check_field import CheckField
from reform_desktop.ui.widgets.choice_field import NOTHING, ChoiceField, Option
from reform_desktop.ui.widgets.date_field import DateField, FiscalYearField
from reform_desktop.ui.widgets.field_widget import field_widget, grade_options, labeled
from reform_desktop.ui.widgets.line_field import LineField
from reform_desktop.ui.widgets.number_field import NumberField
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.several_field import SeveralField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_amount_shows_separators_and_takes_full_width_digits(show: Show) -> None:
    amount, other = field_widget(field_named("year_record", "cost_cut_actual")), QLineEdit()
    assert isinstance(amount, NumberField)
    show(other, amount)
    values = heard(amount)
    amount.set_value(1234567)
    assert amount.text() == "1,234,567"
    amount.setFocus()
    assert amount.text() == "1234567"
    amount.selectAll()
    amount.insert("▲１，２００千円")
    other.setFocus()
    assert values == [-1200]
    assert amount.text() == "-1,200"
    assert amount.alignment() & Qt.AlignmentFlag.AlignRight


def test_looking_at_an_amount_is_not_an_edit(show: Show) -> None:
    amount, other = field_widget(field_named("year_record", "cost_cut_actual")), QLineEdit()
    show(amount.widget(), other)
    values = heard(amount)
    amount.set_value(1234567)
    amount.widget().setFocus()
    other.setFocus()
    amount.widget().setFocus()
    other.setFocus()
    assert values == []


def test_a_number_that_cannot_be_read_stays_with_the_reason(show: Show) -> None:
    amount, other = labeled(field_named("year_record", "cost_cut_actual")), QLineEdit()
    show(amount, other)
    field = amount.field
    assert isinstance(field, NumberField)
    values = heard(field)
    field.setFocus()
    QTest.keyClicks(field, "12a")
    other.setFocus()
    assert values == []
    assert field.text() == "12a"
    assert "12a" in field.status.error
    assert field.status.error in field.accessibleDescription()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    other.setFocus()
    assert values == [12]
    assert field.status.error == ""


def test_a_decimal_keeps_the_digits_that_were_typed(show: Show) -> None:
    field, other = field_widget(field_named("indicator", "baseline"), unit="人"), QLineEdit()
    show(field.widget(), other)
    values = heard(field)
    line = field.widget()
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, "1234.50")
    other.setFocus()
    assert values == ["1234.50"]
    assert line.text() == "1,234.50"
    field.set_value(Decimal("0.10"))
    assert line.text() == "0.10"


def test_a_date_is_typed_freely_and_shown_as_understood(show: Show) -> None:
    field, other = DateField(), QLineEdit()
    show(field, other)
    values = heard(field)
    field.setFocus()
    QTest.keyClicks(field, "R7.4.1")
    assert field.status.hint == "→ 令和7(2025)年4月1日"
    other.setFocus()
    assert values == ["2025-04-01"]
    assert field.text() == "令和7(2025)年4月1日"
    assert field.status.hint == ""


def test_a_date_half_typed_is_not_called_wrong(show: Show) -> None:
    field = DateField()
    show(field)
    field.setFocus()
    QTest.keyClicks(field, "R7.")
    field._typing._pause()
    assert field.status.error == ""
    QTest.keyClicks(field, "4.31")
    field.commit_pending()
    assert field.status.error != ""


def test_a_fiscal_year_is_typed_freely(show: Show) -> None:
    field, other = FiscalYearField(), QLineEdit()
    show(field, other)
    values = heard(field)
    field.setFocus()
    QTest.keyClicks(field, "R7")
    other.setFocus()
    assert values == [2025]
    assert field.text() == "令和7(2025)年度"
    field.setFocus()
    field.clear()
    other.setFocus()
    assert values == [2025, None]


def test_a_cell_pasted_from_excel_is_one_line(show: Show) -> None:
    field, other = LineField(), QLineEdit()
    show(field, other)
    values = heard(field)
    field.setFocus()
    field.insert("待ち時間\n")
    other.setFocus()
    assert values == ["待ち時間"]
    assert field.text() == "待ち時間"


def test_files_dropped_on_a_text_are_left_to_the_page(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/tmp/a.pdf")])  # noqa: S108 -- only its address is looked at
    dropped.setText("file:///tmp/a.pdf")
    assert not field.canInsertFromMimeData(dropped)
    field.insertFromMimeData(dropped)
    assert field.value() == ""


def test_a_text_grows_with_its_content_and_then_scrolls(show: Show) -> None:
    field = TextField(min_lines=2, max_lines=5)
    show(field)
    heights = []
    for lines in (1, 2, 4, 5, 40):
        field.set_value("\n".join("行" * lines))
        heights.append(field.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]
    assert field.verticalScrollBar().maximum() > 0


def test_hits_are_marked_where_they_are_even_behind_rare_kanji(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    field.set_value("𠮷田の窓口")
    field.set_hits([(3, 5)])
    marked = [selection.cursor.selectedText() for selection in field.extraSelections()]  # type: ignore[attr-defined]
    assert marked == ["窓口"]
    field.set_hits([])
    assert field.extraSelections() == []


def test_a_choice_is_saved_when_it_is_made(show: Show, qtbot: QtBot) -> None:
    field = ChoiceField(grade_options(SCALE))
    show(field)
    values = heard(field)
    assert field.currentText() == NOTHING
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert values == []
    qtbot.waitUntil(lambda: values == ["stopped"], timeout=2000)
    assert field.currentText() == "× 計画中止"


def test_a_choice_made_with_keys_is_saved_on_leaving(show: Show) -> None:
    field, other = ChoiceField(grade_options(SCALE)), QLineEdit()
    show(field, other)
    values = heard(field)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    field.set_value("stopped")
    other.setFocus()
    assert values == ["year_achieved"]


def test_a_choice_made_by_a_screen_reader_is_saved_too(show: Show, qtbot: QtBot) -> None:
    field = ChoiceField(grade_options(SCALE))
    show(field)
    values = heard(field)
    field.set_value("stopped")
    field.set_options(grade_options(SCALE))
    field.setCurrentIndex(1)
    qtbot.waitUntil(lambda: values == ["year_achieved"], timeout=2000)


def test_a_choice_of_a_newer_program_is_shown_as_it_is(qtbot: QtBot) -> None:
    field = ChoiceField(grade_options(SCALE))
    qtbot.addWidget(field)
    field.set_value("brand_new")
    assert field.currentText() == "brand_new"
    field.set_value(None)
    assert field.currentText() == NOTHING


def test_long_words_of_a_choice_end_with_dots_not_under_the_arrow(show: Show) -> None:
    words = "髙﨑野町まちづくり・子育て支援・総合窓口推進課の長い名前の様式"
    field = ChoiceField([Option("a", words), Option("b", "短い")])
    show(field)
    field.load_value("a")
    field.setFixedWidth(220)
    shown = field.shown_text()
    assert shown.endswith("…")
    assert words.startswith(shown[:-1])
    assert field.fontMetrics().horizontalAdvance(shown) < 220 - 24
    assert field.currentText() == words
    field.load_value("b")
    assert field.shown_text() == "短い"


def test_a_locked_choice_does_not_change(show: Show) -> None:
    field = ChoiceField(grade_options(SCALE))
    show(field)
    values = heard(field)
    field.set_value("stopped")
    field.status.lock("受理されています。")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.showPopup()
    turn_wheel(field)
    field.commit_pending()
    assert values == []
    assert field.value() == "stopped"
    assert not field.view().isVisible()


def test_the_wheel_never_changes_a_choice_that_has_no_focus(show: Show) -> None:
    field, foreign, other = ChoiceField(grade_options(SCALE)), QComboBox(), QLineEdit()
    foreign.addItems(["a", "b"])
    content = QWidget()
    layout = QVBoxLayout(content)
    for widget in (other, field, foreign):
        layout.addWidget(widget)
    content.setMinimumHeight(2000)
    page = PageScroll(content)
    show(page)
    other.setFocus()
    assert not turn_wheel(field)
    assert not turn_wheel(foreign)
    assert (field.currentIndex(), foreign.currentIndex()) == (0, 0)


def test_the_wheel_over_a_text_scrolls_the_page_unless_one_is_reading_there(show: Show) -> None:
    field, other = TextField(max_lines=3), QLineEdit()
    show(field, other)
    field.setFocus()
    assert not turn_wheel(field.viewport())
    field.set_value("行\n" * 20)
    assert turn_wheel(field.viewport())
    other.setFocus()
    assert not turn_wheel(field.viewport())


def test_a_check_box_is_saved_at_once_unless_locked(show: Show) -> None:
    field = CheckField("重点")
    show(field)
    values = heard(field)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert values == [True]
    field.status.lock("推進課が変更します。")
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert (values, field.value()) == ([True], True)


def test_several_departments_are_ticked(show: Show) -> None:
    field = SeveralField([Option("a", "市民課"), Option("b", "税務課")])
    show(field)
    values = heard(field)
    field.set_value(["a", "gone"])
    field.item(1).setCheckState(Qt.CheckState.Checked)
    assert values == [["a", "b", "gone"]]
    field.status.lock("推進課が変更します。")
    assert [field.item(row).text() for row in range(field.count())] == ["市民課", "税務課"]
    assert not field.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable
