"""帳票: choosing, looking, saving."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.services import editing, reporting
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.reports import ReportsPage
from reform_desktop.ui.pages.reports.choices import PICKED
from reform_desktop.ui.preview.page_view import Fit
from reform_desktop.ui.preview.pdf_pages import PdfPages
from reform_desktop.ui.print_pages import page_layout, print_pages
from reform_desktop.ui.session import Place
from reform_desktop.ui.tasks import Outcome, Task, TaskContext
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _shown(qtbot: QtBot, opened: OpenPage[ReportsPage]) -> int:
    page = opened.page
    qtbot.waitUntil(lambda: not page.maker.is_making and not page._timer.isActive() and page.preview.page_count > 0)
    return page.preview.page_count


def test_a_department_sees_its_sheets_at_once(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, department="財政課")
    assert _shown(qtbot, opened) >= 4
    assert opened.page.choices.department.status.locked
    assert unnamed_controls(opened.page) == []
    picture = opened.page.preview.view.pictures
    qtbot.waitUntil(
        lambda: (found := picture.picture(0, opened.page.preview.view.zoom)) is not None and not found.isNull()
    )


def test_only_the_ticked_measures_are_printed(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, department="財政課")
    whole = _shown(qtbot, opened)
    own = opened.page.choices.picks._lines[:]
    opened.page.choices.scope.load_value(PICKED)
    opened.page.choices._changed(PICKED)
    qtbot.waitUntil(lambda: opened.page._stack.currentWidget() is opened.page._none)
    assert opened.page.print_request() is None
    opened.page.choices.picks.pick((own[0].id,))
    assert _shown(qtbot, opened) < whole
    request = opened.page.print_request()
    assert request is not None
    assert request.measure_ids == (own[0].id,)


def test_the_preview_follows_what_is_filled_in(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, department="財政課")
    before = _shown(qtbot, opened)
    own = opened.page.choices.picks._lines[0]
    editing.set_in_year(opened.desk, own.id, YEAR, {"result": "窓口を見直しました。\n" * 200})
    qtbot.waitUntil(lambda: opened.page.preview.page_count > before, timeout=10_000)


def test_pages_are_walked_and_zoomed_with_the_keys(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, department="財政課")
    pages = _shown(qtbot, opened)
    view = opened.page.preview.view
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == pages - 1
    assert opened.page.preview._place.text() == f"{pages} / {pages}"
    before = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > before
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fit is Fit.WIDTH


def test_the_pdf_is_saved_where_the_dialog_says(qtbot: QtBot, open_page: Opener[ReportsPage], tmp_path: Path) -> None:
    opened = open_page(ReportsPage, department="財政課")
    _shown(qtbot, opened)
    opened.page._buttons[0].click()
    dialog = opened.page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    target = tmp_path / "取組シート.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(lambda: target.exists() and opened.runner.is_idle)
    assert target.read_bytes().startswith(b"%PDF")
    assert "取組シート.pdf" in opened.page._notices.text


def test_every_other_form_is_asked_for_and_written(
    qtbot: QtBot, open_page: Opener[ReportsPage], tmp_path: Path
) -> None:
    opened = open_page(ReportsPage, department="財政課")
    _shown(qtbot, opened)
    opened.page.choices.report.load_value("list")
    opened.page.choices._changed("list")
    _shown(qtbot, opened)
    menu = next(button.menu() for button in opened.page._buttons if button.menu() is not None)
    forms = {action.text(): action for action in menu.actions()}
    for number, (label, suffix) in enumerate((("ウェブページ", "html"), ("CSV", "csv"))):
        forms[label].trigger()
        dialog = opened.page.findChildren(QFileDialog)[-1]
        assert dialog.defaultSuffix() == suffix
        target = tmp_path / f"{number}.{suffix}"
        dialog.fileSelected.emit(str(target))
        dialog.reject()
        qtbot.waitUntil(target.exists)
        qtbot.waitUntil(lambda: opened.runner.is_idle)
        assert "取組" in target.read_text("utf-8-sig")


def test_a_measure_can_be_shown_from_elsewhere(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage)
    measure = opened.measures[5].measure.id
    opened.page.show_place(Place("reports", measure))
    request = opened.page.print_request()
    assert request is not None
    assert request.measure_ids == (measure,)
    _shown(qtbot, opened)


def test_a_plan_without_measures_says_that_there_is_nothing(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, outline="annaka-4")
    qtbot.waitUntil(lambda: opened.page._stack.currentWidget() is opened.page._nothing)


def test_what_is_printed_has_the_chosen_pages(qtbot: QtBot, open_page: Opener[ReportsPage], tmp_path: Path) -> None:
    opened = open_page(ReportsPage, department="財政課")
    _shown(qtbot, opened)
    written = reporting.write_report(opened.desk, "sheet", "pdf", tmp_path / "sheet.pdf", fiscal_year=YEAR)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(page_layout(written))
    printer.setFromTo(1, 2)
    assert print_pages(written, printer, TaskContext(threading.Event(), lambda _done, _total: None)) == 2
    width, height = PdfPages.read(tmp_path / "printed.pdf").sizes[0]
    assert len(PdfPages.read(tmp_path / "printed.pdf")) == 2
    assert width > height


def test_the_first_pages_are_there_while_the_book_is_written(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage)
    page = opened.page
    counts: list[tuple[int, str]] = []
    page.maker.first.connect(lambda _pages: counts.append((page.preview.page_count, page.preview._place.text())))
    page.choices.report.load_value("book")
    page.choices._changed("book")
    whole = _shown(qtbot, opened)
    qtbot.waitUntil(lambda: not page.maker.is_making and page.preview.page_count > 100, timeout=20_000)
    assert counts[-1] == (2, "1 / …")
    assert whole >= 2
    assert page.preview._place.text() == f"1 / {page.preview.page_count}"


def test_a_preview_that_is_given_up_leaves_no_half_of_it(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage)
    page = opened.page
    _shown(qtbot, opened)
    page.choices.report.load_value("book")
    page.maker.first.connect(lambda _pages: opened.runner.cancel_all())
    page.choices._changed("book")
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._long, timeout=20_000)
    assert page.preview.page_count == 0


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "html"])
def test_a_book_that_is_given_up_leaves_no_file_and_the_old_one_as_it_was(
    qtbot: QtBot, open_page: Opener[ReportsPage], tmp_path: Path, kind: str
) -> None:
    opened = open_page(ReportsPage)
    _shown(qtbot, opened)
    qtbot.waitUntil(lambda: opened.runner.is_idle)
    folder = tmp_path / "saved"
    folder.mkdir()
    for old in (b"", b"the old one"):
        target = folder / f"book.{kind}"
        if old:
            target.write_bytes(old)
        ended: list[Task[object]] = []
        opened.runner.ended.connect(ended.append)
        opened.runner.progressed.connect(lambda task: task.cancel())
        opened.page._printing.write(PrintRequest("book", YEAR), kind, target)
        qtbot.waitUntil(lambda: opened.runner.is_idle, timeout=20_000)
        opened.runner.progressed.disconnect()
        assert ended[-1].outcome is Outcome.CANCELLED
        assert [one.read_bytes() for one in folder.iterdir()] == ([old] if old else [])


def test_pages_are_fitted_and_zoomed_from_50_to_400_percent(qtbot: QtBot, open_page: Opener[ReportsPage]) -> None:
    opened = open_page(ReportsPage, department="財政課")
    _shown(qtbot, opened)
    view, button = opened.page.preview.view, opened.page.preview._zoom
    choices = {action.text().split("\t")[0]: action for action in button.menu().actions()}
    assert list(choices)[:3] == ["幅に合わせる", "ページ全体", "50%"]
    assert list(choices)[-1] == "400%"
    choices["ページ全体"].trigger()
    assert view.fit is Fit.PAGE
    assert view._rects[0].height() <= view.viewport().height()
    choices["400%"].trigger()
    assert view.zoom == 4
    assert view.horizontalScrollBar().maximum() > 0
    assert "400%" in button.accessibleName()
    assert [action.text() for action in button.menu().actions() if action.isChecked()] == ["400%"]
    choices["幅に合わせる"].trigger()
    assert view._rects[0].width() <= view.viewport().width()
