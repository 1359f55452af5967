"""The other controls as people meet them: labels, badges, empty places, names for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from gui.fields import SCALE, Show, every_field
from reform_desktop.domain.catalogue import field_named
from reform_desktop.ui.icons import icon
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.field_widget import field_widget, labeled
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED, GradeBadge
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.saved_indicator import SavedIndicator, SaveState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_label_above_a_field_says_unit_lock_and_error(show: Show) -> None:
    part = labeled(field_named("measure", "title"))
    show(part)
    words = {label.text() for label in part.findChildren(QLabel) if label.isVisible()}
    assert {"取組名", "必須"} <= words
    height = part.height()
    part.field.status.show_error("取組名が入っていません。")
    assert part.sizeHint().height() > height - 1
    part.field.status.lock("推進課が変更します。")
    assert part._lock is not None
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
        place.findChildren(QPushButton)[0].click()


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
