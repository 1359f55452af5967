"""帳票のレイアウト: made, changed and seen in the dialog, and printed with from everywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.open_page import Opener, OpenPage, open_page
from reform_desktop.services import layouts
from reform_desktop.ui.layouts.columns_model import CAPTION, NAME, WIDTH
from reform_desktop.ui.layouts.layout_dialog import LayoutDialog
from reform_desktop.ui.pages.reports import ReportsPage
from reform_desktop.ui.theme import apply_theme
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]

UNTICKED, TICKED = Qt.CheckState.Unchecked, Qt.CheckState.Checked


@pytest.fixture
def opened(open_page: Opener[ReportsPage], qtbot: QtBot) -> Iterator[OpenPage[ReportsPage]]:
    one = open_page(ReportsPage)
    one.page.choices.report.load_value("list")
    yield one
    for dialog in one.page.findChildren(LayoutDialog):
        dialog.preview.stop()
    qtbot.waitUntil(lambda: one.runner.is_idle, timeout=20_000)


def dialog_of(opened: OpenPage[ReportsPage], qtbot: QtBot) -> LayoutDialog:
    opened.page.choices.edit_button.click()
    dialog = opened.page.findChildren(LayoutDialog)[-1]
    qtbot.waitExposed(dialog)
    return dialog


def shown_words(dialog: LayoutDialog, qtbot: QtBot) -> str:
    """Wait for the preview of what is on the screen now, and return the words of its first page."""
    import pypdfium2  # noqa: PLC0415 -- as the program loads it

    from reform_desktop.ui.preview.pdf_pages import PDFIUM  # noqa: PLC0415

    preview = dialog.preview
    qtbot.waitUntil(lambda: not preview._timer.isActive() and not preview.maker.is_making, timeout=20_000)
    pages = preview.pane.view.pictures.pages
    assert pages is not None
    with PDFIUM, pypdfium2.PdfDocument(pages._content) as document:  # workers still draw its pages
        return str(document[0].get_textpage().get_text_range())


def test_a_preview_that_stops_before_the_end_says_so(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    shown_words(dialog, qtbot)
    assert dialog.preview.only_first.isHidden(), "取組一覧 has three pages"
    dialog.preview.show_report("book")
    shown_words(dialog, qtbot)
    assert not dialog.preview.only_first.isHidden()
    assert "12ページまで" in dialog.preview.only_first.accessibleName()


def answer(dialog: LayoutDialog, words: str) -> None:
    box = dialog.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == words).click()


def test_a_layout_is_made_seen_saved_and_printed_with(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    assert unnamed_controls(dialog) == []
    assert "変えられません" in dialog.words.text()
    dialog.new.click()
    dialog.paper.name.field.load_value("")
    QTest.keyClicks(dialog.paper.name.field.widget(), "A3 list")
    footer = dialog.paper.fields[-1].field.widget()
    footer.setFocus()
    QTest.keyClicks(footer, "for the council")
    qtbot.waitUntil(lambda: dialog.draft.value("footer") == "for the council")
    assert "for the council" in shown_words(dialog, qtbot)
    assert layouts.list_layouts(opened.desk)[0].settings.footer == "", "nothing is kept before 保存"
    dialog.save.click()
    (entry,) = layouts.list_layouts(opened.desk)
    assert (entry.name, entry.settings.footer) == ("A3 list", "for the council")
    dialog.shut.click()
    assert not dialog.isVisible()
    assert opened.session.layout_id == entry.id
    assert opened.page.choices.layout_choice.currentText() == "A3 list"
    opened.desk.undo()
    assert layouts.list_layouts(opened.desk)[0].settings.footer == ""
    opened.desk.redo()
    assert layouts.list_layouts(opened.desk)[0].settings.footer == "for the council"


def test_columns_are_chosen_captioned_widened_and_moved_with_the_keys(
    opened: OpenPage[ReportsPage], qtbot: QtBot
) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.columns)
    model, view = dialog.columns.model, dialog.columns.view
    view.setFocus()
    view.setCurrentIndex(model.index(1, NAME))
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [model.index(row, NAME).data() for row in range(2)] == ["取組名", "番号"]
    view.setCurrentIndex(model.index(1, NAME))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert model.setData(model.index(0, CAPTION), "とりくみ")
    assert model.setData(model.index(0, WIDTH), "８０mm")
    words = shown_words(dialog, qtbot)
    assert "とりくみ" in words
    assert "番号" not in words
    dialog.save.click()
    (entry,) = layouts.list_layouts(opened.desk)
    columns = entry.settings.columns["list"]
    assert [one.column for one in columns] == ["title", "lead_department", "years"]
    assert (columns[0].caption, columns[0].width) == ("とりくみ", 80)
    dialog.columns._buttons[2].click()
    dialog.save.click()
    assert layouts.list_layouts(opened.desk)[0].settings.columns == {}


def test_sections_of_other_reports_are_chosen_and_headed_but_have_no_width(
    opened: OpenPage[ReportsPage], qtbot: QtBot
) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.columns)
    dialog.columns._show_list("handover")
    model = dialog.columns.model
    names = [model.index(row, NAME).data() for row in range(model.rowCount())]
    row = names.index("引継ぎ事項")
    assert not model.flags(model.index(row, WIDTH)) & Qt.ItemFlag.ItemIsEditable
    assert not model.index(row, WIDTH).data()
    assert model.setData(model.index(row, CAPTION), "申し送り")
    assert model.setData(model.index(names.index("最近の変更"), NAME), UNTICKED, Qt.ItemDataRole.CheckStateRole)
    dialog.save.click()
    (entry,) = layouts.list_layouts(opened.desk)
    chosen = {one.column: one.caption for one in entry.settings.columns["handover"]}
    assert chosen["handover"] == "申し送り"
    assert "changes" not in chosen


def test_what_cannot_be_a_column_is_refused_with_a_sentence(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.columns)
    dialog.columns._show_list("opinions")
    model = dialog.columns.model
    assert not model.setData(model.index(0, WIDTH), "広く")
    assert dialog.columns.problem.isVisible()
    assert not model.setData(model.index(0, WIDTH), "5")
    assert "8 から 300" in dialog.columns.problem.text()
    for row in (0, 1):
        assert model.setData(model.index(row, NAME), UNTICKED, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(model.index(2, NAME), UNTICKED, Qt.ItemDataRole.CheckStateRole)
    assert "1つ以上" in dialog.columns.problem.text()
    assert "対応" in shown_words(dialog, qtbot)


def test_parts_of_the_sheet_and_stamps_are_seen_at_once(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.parts)
    assert "現状" in shown_words(dialog, qtbot)
    model = dialog.parts.model
    row = next(row for row in range(model.rowCount()) if model.index(row).data() == "現状")
    model.setData(model.index(row), UNTICKED, Qt.ItemDataRole.CheckStateRole)
    assert "現状" not in shown_words(dialog, qtbot)
    model.setData(model.index(row), TICKED, Qt.ItemDataRole.CheckStateRole)
    dialog.show_tab(dialog.stamps)
    stamps = dialog.stamps.fields[0].field
    stamps.widget().setFocus()
    QTest.keyClicks(stamps.widget(), "bucho,kacho")
    qtbot.waitUntil(lambda: dialog.draft.value("stamps") == ["bucho", "kacho"])  # typing is taken over after a pause
    words = shown_words(dialog, qtbot)
    assert "bucho" in words
    assert "係長" not in words


def test_an_emblem_is_chosen_shown_and_taken_off(opened: OpenPage[ReportsPage], qtbot: QtBot, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), (10, 90, 54)).save(content, "PNG")
    (tmp_path / "市章.png").write_bytes(content.getvalue())
    (tmp_path / "壊れた.png").write_bytes(b"no image")
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.stamps)
    dialog.stamps.take_logo(tmp_path / "壊れた.png")
    assert "使えません" in dialog.words.text()
    dialog.stamps.take_logo(tmp_path / "市章.png")
    assert dialog.stamps.logo_name.text() == "市章.png"
    shown_words(dialog, qtbot)
    pages = dialog.preview.pane.view.pictures.pages
    assert pages is not None
    assert b"/Subtype /Image" in pages._content
    dialog.stamps.remove.click()
    assert dialog.draft.value("logo_sha256") == ""


def test_leaving_asks_about_what_is_not_kept(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.draft.set("city", "髙﨑市")
    dialog.close()
    answer(dialog, "続けて直す")
    assert dialog.isVisible()
    dialog.close()
    answer(dialog, "保存する")
    assert not dialog.isVisible()
    assert layouts.list_layouts(opened.desk)[0].settings.city == "髙﨑市"
    again = dialog_of(opened, qtbot)
    again.draft.set("city", "別の市")
    again.choice.load_value(None)
    again._chosen(None)
    answer(again, "保存しない")
    assert again.draft.value("name") == layouts.USUAL
    assert layouts.list_layouts(opened.desk)[0].settings.city == "髙﨑市"


def test_a_wrong_margin_is_not_kept_and_says_why(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    top = dialog.paper.fields[3].field
    top.widget().setFocus()
    QTest.keyClicks(top.widget(), "500")
    assert not dialog.save_draft()
    assert "50" in top.status.error
    assert layouts.list_layouts(opened.desk)[0].settings.margins.top is None


def test_a_copy_and_a_deletion_are_one_step_each(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.copy.click()
    assert [one.name for one in layouts.list_layouts(opened.desk)] == [
        "新しいレイアウト",
        "新しいレイアウトのコピー",
    ]
    dialog.delete.click()
    answer(dialog, "削除する")
    assert [one.name for one in layouts.list_layouts(opened.desk)] == ["新しいレイアウト"]
    assert not opened.session.layout_id
    opened.desk.undo()
    assert len(layouts.list_layouts(opened.desk)) == 2


def test_a_departments_file_shows_the_divisions_layout_locked(open_page: Opener[ReportsPage], qtbot: QtBot) -> None:
    from reform_desktop.changes.change import DIVISION  # noqa: PLC0415 -- only here
    from reform_desktop.store.write import Author, Edit  # noqa: PLC0415 -- only here

    one = open_page(ReportsPage, department="財政課")
    row = "0197b5c0-0000-7000-8000-0000000000aa"
    given = Author(DIVISION, "推進課", "2026-04-01T09:00:00+09:00")
    one.desk.store.apply([Edit("layout", row, {"name": "審議会用"}, create=True)], given, "届いたもの")
    one.session.set_layout(row)
    dialog = dialog_of(one, qtbot)
    assert "複製してください" in dialog.words.text()
    assert dialog.paper.name.field.status.locked
    assert not dialog.save.isEnabled()
    assert not dialog.delete.isEnabled()
    dialog.copy.click()
    assert not dialog.draft.locked
    assert [found.department_id for found in layouts.list_layouts(one.desk)] == [None, one.desk.department_id]
    dialog.preview.stop()
    qtbot.waitUntil(lambda: one.runner.is_idle, timeout=20_000)


def test_a_layout_that_was_deleted_elsewhere_gives_way_to_the_usual_look(
    opened: OpenPage[ReportsPage], qtbot: QtBot
) -> None:
    row, _saved = layouts.create_layout(opened.desk, {"name": "会議用"})
    opened.desk.tell(_saved)
    opened.session.set_layout(row)
    qtbot.waitUntil(lambda: opened.page.choices.layout_choice.currentText() == "会議用")
    layouts.delete_layout(opened.desk, row)
    qtbot.waitUntil(lambda: not opened.session.layout_id)
    assert opened.page.choices.layout_choice.currentText() == layouts.USUAL


def test_the_window_answers_while_the_preview_is_made(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    for step in range(12):
        dialog.draft.set("footer", f"{step}")
        qtbot.wait(10)
    assert "11" in shown_words(dialog, qtbot)
    button = dialog.findChildren(QPushButton)[0]
    assert dialog.childAt(button.mapTo(dialog, QPoint(2, 2))) is not None


@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_the_dialog_fits_a_small_screen(opened: OpenPage[ReportsPage], qtbot: QtBot, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, scale=scale)
    dialog = dialog_of(opened, qtbot)
    least = dialog.minimumSizeHint()
    assert least.width() <= 1366
    assert least.height() <= 768 - 48, "title bar and task bar need their room"


def test_tab_goes_down_the_fields_and_then_through_the_preview(opened: OpenPage[ReportsPage], qtbot: QtBot) -> None:
    dialog = dialog_of(opened, qtbot)
    dialog.new.click()
    dialog.show_tab(dialog.columns)
    shown_words(dialog, qtbot)
    dialog.activateWindow()
    dialog.choice.setFocus()
    walked = [dialog.focusWidget()]
    for _step in range(20):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        walked.append(dialog.focusWidget())
    enabled = [one for one in (dialog.new, dialog.copy, dialog.delete) if one.isEnabled()]
    before = [dialog.choice, *enabled, dialog.tabs.tabBar(), *dialog.columns.stops, dialog.shut, dialog.preview.report]
    assert walked[: len(before)] == before
    assert walked[len(before) :][:5] == dialog.preview.pane.stops[:5]
