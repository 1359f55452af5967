"""確定版 in the window: freeze, print from, publish, correct."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.services import corrections, editing, editions
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, export_bundle
from reform_desktop.services.exchange.importing import import_file
from reform_desktop.ui.editions.corrections_dialog import CorrectionsDialog
from reform_desktop.ui.editions.editions_dialog import EditionsDialog
from reform_desktop.ui.editions.freeze_dialog import FreezeDialog
from reform_desktop.ui.pages.reports import ReportsPage
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]

SLOW = 60_000
ORDER = editions.FreezeOrder(date(2026, 6, 20), "推進会議", fiscal_year=2025)


def shown(window: MainWindow) -> EditionsDialog:
    window.show_editions()
    (dialog,) = window.findChildren(EditionsDialog)
    return dialog


def freeze(dialog: EditionsDialog, qtbot: QtBot, meeting: str) -> None:
    dialog.freeze_button.click()
    (form,) = dialog.findChildren(FreezeDialog)
    assert unnamed_controls(form) == []
    field = form.fields["meeting"].field
    field.widget().setFocus()
    QTest.keyClicks(field.widget(), meeting)
    with qtbot.waitSignal(form.sent, timeout=SLOW):
        form.action_button.click()


def change_result(window: MainWindow) -> str:
    """Change a published amount of 2025 and return the key of the difference."""
    desk = window.session.desk
    record = next(one.years[2025] for one in open_plan(desk).measures if 2025 in one.years)
    editing.set_values(desk, "year_record", record.id, {"cost_cut_actual": 4_321})
    return f"{record.id}:cost_cut_actual"


def test_an_edition_is_frozen_listed_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(window)
    assert unnamed_controls(dialog) == []
    assert not dialog.print_button.isEnabled()
    freeze(dialog, qtbot, "Council 2026")
    (one,) = dialog.model.rows
    assert (one.number, one.meeting, one.here) == (1, "Council 2026", True)
    assert "第1版を確定しました" in dialog.message.text()
    window.session.desk.undo()
    qtbot.waitUntil(lambda: not dialog.model.rows)
    window.session.desk.redo()
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 1)
    dialog.reject()


def test_what_is_missing_is_said_in_the_form_and_nothing_is_frozen(window: MainWindow) -> None:
    dialog = shown(window)
    dialog.freeze_button.click()
    (form,) = dialog.findChildren(FreezeDialog)
    day = form.fields["date"].field
    day.load_value(None)
    form.action_button.click()
    assert "まだ何も確定していません" in form.message.text()
    day.widget().setFocus()
    QTest.keyClicks(day.widget(), "R8.6.31")
    form.action_button.click()
    assert "まだ何も確定していません" in form.message.text()
    form.reject()
    assert editions.list_editions(window.session.desk) == []
    dialog.reject()


def test_a_number_that_is_taken_stays_in_the_form_with_the_reason(window: MainWindow, qtbot: QtBot) -> None:
    editions.freeze_edition(window.session.desk, ORDER)
    dialog = shown(window)
    dialog.freeze_button.click()
    (form,) = dialog.findChildren(FreezeDialog)
    assert form.fields["number"].field.value() == 2
    form.fields["number"].field.load_value(1)
    form.action_button.click()
    qtbot.waitUntil(lambda: "すでにあります" in form.message.text(), timeout=SLOW)
    form.reject()
    dialog.reject()


def test_printing_from_an_edition_goes_to_the_reports_page_in_the_editions_year(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = window.session.desk
    editions.freeze_edition(desk, editions.FreezeOrder(date(2026, 6, 20), "推進会議", fiscal_year=2025))
    window.session.set_fiscal_year(2027)
    dialog = shown(window)
    dialog.print_button.click()
    page = window.page
    assert isinstance(page, ReportsPage)
    request = page.choices.request()
    assert request is not None
    assert (request.edition, request.fiscal_year) == (1, 2025)
    assert page.choices.edition.isVisibleTo(page.choices)
    page.choices.report.load_value("summary")
    page.choices.changed.emit()
    qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=SLOW)
    page.choices.show_edition(None)
    again = page.choices.request()
    assert again is not None
    assert again.edition is None


def test_without_editions_there_is_nothing_to_choose(window: MainWindow) -> None:
    window.show_page("reports")
    page = window.page
    assert isinstance(page, ReportsPage)
    assert not page.choices.edition.isVisibleTo(page.choices)


def test_a_published_edition_is_not_deleted_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    editions.freeze_edition(window.session.desk, ORDER)
    dialog = shown(window)
    field = dialog.published.field
    field.widget().setFocus()
    QTest.keyClicks(field.widget(), "R8.7.1")
    field.commit_pending()
    (edition,) = editions.list_editions(window.session.desk)
    assert edition.published_on == date(2026, 7, 1)
    with qtbot.waitSignal(window.session.failed) as failed:
        dialog.delete_button.click()
    assert "公表した確定版のため、削除できません" in str(failed.args[0])
    assert len(dialog.model.rows) == 1
    dialog.reject()


def test_a_difference_becomes_a_correction_with_its_reason(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.session.desk
    editions.freeze_edition(desk, ORDER)
    key = change_result(window)
    dialog = shown(window)
    dialog.correct_button.click()
    (form,) = dialog.findChildren(CorrectionsDialog)
    qtbot.waitUntil(lambda: len(form.model.rows) == 1, timeout=SLOW)
    assert unnamed_controls(form) == []
    assert "正：4,321千円" in form.both.text()
    form.correct_button.click()
    assert "理由を書いてください" in form.message.text()
    form.reason.field.widget().setFocus()
    QTest.keyClicks(form.reason.field.widget(), "wrong sum")
    form.correct_button.click()
    qtbot.waitUntil(lambda: form.model.rows[0].correction_id is not None, timeout=SLOW)
    (told,) = corrections.candidates(desk, 1)
    assert (told.key, told.reason) == (key, "wrong sum")
    form.delete_button.click()
    qtbot.waitUntil(lambda: form.model.rows[0].correction_id is None, timeout=SLOW)
    form.reject()
    dialog.reject()


def test_the_keys_alone_do_it(window: MainWindow, qtbot: QtBot) -> None:
    editions.freeze_edition(window.session.desk, ORDER)
    dialog = shown(window)
    dialog.view.setFocus()
    with qtbot.waitSignal(dialog.print_wanted):
        QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    assert isinstance(window.page, ReportsPage)


@pytest.mark.parametrize("read_only", [True])
def test_a_file_that_cannot_be_changed_offers_to_print_only(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    editions.freeze_edition(window.session.desk, ORDER)
    monkeypatch.setattr(type(window.session.desk), "read_only", read_only)
    dialog = shown(window)
    assert not dialog.freeze_button.isEnabled()
    assert not dialog.correct_button.isEnabled()
    assert dialog.print_button.isEnabled()
    dialog.reject()


def test_an_edition_of_another_version_of_the_program_says_so(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions.freeze_edition(window.session.desk, ORDER)
    monkeypatch.setattr("reform_desktop.services.editions.__version__", "99")
    dialog = shown(window)
    assert "別の版の行革デスク（0.1" in dialog.message.text()
    dialog.reject()


def test_a_department_prints_from_what_it_received_and_freezes_nothing(
    desktop: OpenWindows, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    division = create_desk(tmp_path / "全体.reform", "sample")
    editions.freeze_edition(division, ORDER)
    finance = create_desk(tmp_path / "財政課.reform", "sample", department="財政課")
    order = ExportOrder(Purpose.RETURN, "財政課")
    import_file(finance, export_bundle(division, order, tmp_path / "返却.zip")[0], accept_keys=True)
    for desk in (division, finance):
        desk.close()
    opened = desktop.open_file(tmp_path / "財政課.reform")
    assert opened is not None
    dialog = shown(opened)
    assert not dialog.freeze_button.isEnabled()
    assert "推進課のファイル" in dialog.freeze_button.toolTip()
    dialog.print_button.click()
    page = opened.page
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=SLOW)
    request = page.choices.request()
    assert request is not None
    assert (request.edition, request.department_id) == (1, opened.session.desk.department_id)
