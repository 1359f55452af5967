"""The fields and other controls as people meet them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.grades import CountsAs, Grade, GradeScale
from reform_desktop.domain.numerals import parse_decimal
from reform_desktop.ui.icons import icon
from reform_desktop.ui.widgets.check_field import CheckField
from reform_desktop.ui.widgets.choice_field import NOTHING, ChoiceField, Option
from reform_desktop.ui.widgets.date_field import DateField, FiscalYearField
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.field_widget import field_widget, grade_options, labeled
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED, GradeBadge
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel
from reform_desktop.ui.widgets.line_field import LineField
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.number_field import NumberField
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.saved_indicator import SavedIndicator, SaveState
from reform_desktop.ui.widgets.several_field import SeveralField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from reform_desktop.ui.widgets.form_field import FormField

SCALE = GradeScale(
    (
        Grade("year_achieved", "年度目標達成", "○", CountsAs.ACHIEVED, "green", reaches_target=True),
        Grade("stopped", "計画中止", "×", CountsAs.NOT_ACHIEVED, "red", stops=True),
    )
)


class Show(Protocol):
    """Shows widgets under each other in a window that has the focus."""

    def __call__(self, *widgets: QWidget) -> QWidget: ...


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    windows: list[QWidget] = []

    def in_a_window(*widgets: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return window

    yield in_a_window
    windows.clear()


def heard(field: FormField) -> list[object]:
    """Return the list in which committed values gather."""
    values: list[object] = []
    field.committed.connect(values.append)
    return values


def turn_wheel(widget: QWidget) -> bool:
    """Turn the wheel one notch down over a widget; False when the widget leaves it to what lies below."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 -- Qt's own signature
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def every_field() -> list[tuple[str, str]]:
    return [
        (kind.name, name)
        for kind in KINDS.values()
        for name, field in kind.fields.items()
        if field.type is not FieldType.STRUCTURE
    ]


def test_every_declared_field_has_a_control_with_name_and_help(qtbot: QtBot) -> None:
    for kind, name in every_field():
        field = field_named(kind, name)
        made = field_widget(field, context="令和7(2025)年度")
        qtbot.addWidget(made.widget())
        assert made.widget().accessibleName() == f"令和7(2025)年度 {field.caption}"
        assert made.widget().accessibleDescription() == field.help
        before = made.value()
        made.set_value(before)
        made.commit_pending()
        assert made.value() == before


def test_a_value_with_parts_has_no_field() -> None:
    with pytest.raises(TypeError):
        field_widget(field_named("plan", "grade_scale"))


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


def test_a_choice_of_a_newer_program_is_shown_as_it_is(qtbot: QtBot) -> None:
    field = ChoiceField(grade_options(SCALE))
    qtbot.addWidget(field)
    field.set_value("brand_new")
    assert field.currentText() == "brand_new"
    field.set_value(None)
    assert field.currentText() == NOTHING


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


def test_the_label_above_a_field_says_unit_lock_and_error(show: Show) -> None:
    part = labeled(field_named("measure", "title"))
    show(part)
    words = {label.text() for label in part.findChildren(QLabel) if label.isVisible()}
    assert {"取組名", "必須"} <= words
    height = part.height()
    part.field.status.show_error("取組名が入っていません。")
    assert part.sizeHint().height() > height - 1
    part.field.status.lock("推進課が変更します。")
    assert part._lock.isVisible()
    assert "推進課" in part._lock.accessibleName()


def test_a_grade_is_shown_by_symbol_and_word(qtbot: QtBot) -> None:
    badge = GradeBadge(SCALE.grades[0])
    qtbot.addWidget(badge)
    assert badge.text() == "○ 年度目標達成"
    badge.set_grade(None)
    assert badge.text() == NOT_GRADED


def test_saving_says_so(qtbot: QtBot) -> None:
    indicator = SavedIndicator()
    qtbot.addWidget(indicator)
    for state, words in ((SaveState.SAVED, "保存済み"), (SaveState.READ_ONLY, "読み取り専用")):
        indicator.show_state(state, "市民課の担当者が開いています。")
        assert indicator.shown is state
        assert indicator._words.text() == words


def test_a_long_line_ends_in_dots_and_tells_the_rest(qtbot: QtBot) -> None:
    label = ElidedLabel("とても長い取組名" * 20)
    qtbot.addWidget(label)
    label.resize(200, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.accessibleName() == label.toolTip() == "とても長い取組名" * 20


def test_a_paragraph_is_plain_text_whatever_it_holds(qtbot: QtBot) -> None:
    label = ProseLabel("<b>太字</b>\n&amp;")
    qtbot.addWidget(label)
    assert "&lt;b&gt;" in label.text()
    assert label.accessibleName() == "<b>太字</b>\n&amp;"


def test_an_empty_place_offers_one_next_step(qtbot: QtBot) -> None:
    place = EmptyState("証拠資料はまだありません", "ファイルをここに置くと添付されます。", "ファイルを選ぶ")
    qtbot.addWidget(place)
    with qtbot.waitSignal(place.action):
        place.findChild(QPushButton).click()


def test_controls_without_a_name_are_found(show: Show) -> None:
    tree = QTreeWidget()
    tree.setHeaderLabels(["取組", ""])
    row = QTreeWidgetItem(["書かない窓口", ""])
    row.setIcon(1, icon("check"))
    tree.addTopLevelItem(row)
    button, combo = QToolButton(), QComboBox()
    window = show(tree, button, combo, QLineEdit())
    found = unnamed_controls(window)
    assert [line.split(" > ")[-1] for line in found] == [
        "QTreeWidget",
        "QTreeWidget: column 1 has no heading",
        "QTreeWidget: cell 0, 1 shows something and says nothing",
        "QToolButton",
        "QComboBox",
        "QLineEdit",
    ]


def test_no_declared_field_is_without_a_name(show: Show) -> None:
    window = show(*(labeled(field_named(kind, name), scale=SCALE) for kind, name in every_field()))
    assert unnamed_controls(window) == []
