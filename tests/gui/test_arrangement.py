"""計画の編集: every step can be seen, and undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.open_page import Opener, OpenPage, open_page
from reform_desktop.services import planning
from reform_desktop.services.checking import open_plan
from reform_desktop.ui.pages.arrangement import ArrangementPage
from reform_desktop.ui.pages.arrangement.questions import DELETE, KEEP, MoveDialog
from reform_desktop.ui.pages.measures.line_words import Role
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]

Page = OpenPage[ArrangementPage]


def _titles(opened: Page) -> list[str]:
    return [f"{one.number} {one.measure.title}" for one in opened.measures]


def _answer(opened: Page, words: str) -> str:
    box = opened.page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    said = f"{box.text()}{box.informativeText()}"
    next(one for one in box.findChildren(QPushButton) if one.text() == words).click()
    return said


def test_everything_has_a_name(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    assert unnamed_controls(opened.page) == []


def test_a_new_measure_stands_last_and_its_title_is_typed_at_once(
    qtbot: QtBot, open_page: Opener[ArrangementPage]
) -> None:
    opened = open_page(ArrangementPage)
    outline = opened.page.outline
    outline.choose("item", str(opened.measures[0].measure.item_id))
    row = outline.add("measure")
    editor = outline.tree.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("窓口の案内図を新しくする")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1-(1)-④ 窓口の案内図を新しくする" in _titles(opened))
    assert outline.chosen == [("measure", row)]
    opened.desk.undo()
    opened.desk.undo()
    assert row not in {one.measure.id for one in opened.measures}


def test_a_measure_moves_up_with_its_shortcut_and_comes_back(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    before = _titles(opened)
    outline, second = opened.page.outline, opened.measures[1].measure
    outline.choose("measure", second.id)
    QTest.keyClick(outline.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert _titles(opened)[0] == f"1-(1)-① {second.title}"
    assert outline.chosen == [("measure", second.id)]
    assert str(outline.tree.currentIndex().data()).startswith("1-(1)-①")
    opened.desk.undo()
    assert _titles(opened) == before


def test_a_measure_is_moved_to_another_item(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    outline, first, target = opened.page.outline, opened.measures[0].measure, opened.measures[-1].measure.item_id
    outline.choose("measure", first.id)
    outline.move_elsewhere()
    dialog = opened.page.findChild(MoveDialog)
    assert isinstance(dialog, MoveDialog)
    dialog.choice.load_value(target)
    dialog.accept()
    assert next(one for one in opened.measures if one.measure.id == first.id).measure.item_id == target
    assert outline.chosen == [("measure", first.id)]


def test_deleting_says_what_goes_along_and_can_be_undone(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    before = _titles(opened)
    opened.page.outline.choose("measure", opened.measures[0].measure.id)
    opened.page.outline.delete()
    said = _answer(opened, DELETE)
    assert "年度別 5件" in said
    assert "元に戻す" in said
    assert len(_titles(opened)) == len(before) - 1
    opened.desk.undo()
    assert _titles(opened) == before


def test_keeping_deletes_nothing(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    before = _titles(opened)
    opened.page.outline.choose("measure", opened.measures[0].measure.id)
    opened.page.outline.delete()
    _answer(opened, KEEP)
    assert _titles(opened) == before


def test_several_measures_get_one_department_in_one_step(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    outline, department = opened.page.outline, opened.session.departments[4]
    outline.choose("measure", opened.measures[0].measure.id)
    outline._select([("measure", one.measure.id) for one in opened.measures[1:3]])
    field = outline.forms["measure"].fields["lead_department_id"].field
    field.committed.emit(department.id)
    assert [one.measure.lead_department_id for one in opened.measures[:3]] == [department.id] * 3
    undo = opened.desk.next_undo()
    assert undo is not None
    assert undo.name == "担当課の変更（3件）"
    opened.desk.undo()
    assert opened.measures[0].measure.lead_department_id != department.id


def test_a_retired_item_is_marked_in_the_tree(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    item = opened.measures[0].measure.item_id
    opened.page.outline.choose("item", item)
    opened.page.outline.forms["item"].fields["retired_from"].field.committed.emit(2027)
    index = opened.page.outline.model.find("item", item)
    assert index.siblingAtColumn(2).data() == "R9 から"


def test_an_empty_title_is_refused_at_the_field(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    policy = open_plan(opened.desk).policies[0]
    opened.page.outline.choose("policy", policy.id)
    field = opened.page.outline.forms["policy"].fields["title"].field
    field.committed.emit("")
    assert "空にできません" in field.status.error
    assert open_plan(opened.desk).policies[0].title == policy.title


def test_a_department_is_added_renamed_and_deleted(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    editor = opened.page.departments
    opened.page.tabs.setCurrentWidget(editor)
    row = editor.add()
    editor.form.fields["name"].field.committed.emit("未来づくり課")
    assert opened.session.department_name(row) == "未来づくり課"
    assert editor.model.rows[editor.view.currentIndex().row()].name == "未来づくり課"
    editor.delete()
    assert "未来づくり課" in _answer(opened, DELETE)
    assert opened.session.department_name(row) == ""


def test_deleting_a_department_names_the_measures_it_leads(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    lead = str(opened.measures[0].measure.lead_department_id)
    opened.page.tabs.setCurrentWidget(opened.page.departments)
    opened.page.departments.choose(lead)
    opened.page.departments.delete()
    assert f"取組 {planning.count_led(opened.desk, lead)}件" in _answer(opened, KEEP)


def test_a_finding_about_the_outline_leads_to_its_field(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    item = opened.measures[3].measure.item_id
    opened.page.show_place(Place("arrangement", "", "item", item, "title"))
    assert opened.page.outline.tree.currentIndex().data(Role.ID) == item


def test_an_empty_plan_is_built_from_nothing(qtbot: QtBot, open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage, outline="annaka-4")
    outline = opened.page.outline
    policy = outline.add("policy")
    assert outline.chosen == [("policy", policy)]
    item = outline.add("item")
    measure = outline.add("measure")
    assert [one.measure.id for one in opened.measures] == [measure]
    assert opened.measures[0].measure.item_id == item
    qtbot.wait(0)
