"""印刷 works on every page, in the division's file and in a department's."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.services import layouts
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.ui.pages.reports import ReportsPage
from reform_desktop.ui.session import Place
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]

REPORTS = {
    "home": "取組一覧",
    "measures": "取組シート",
    "submissions": "提出状況表",
    "conflicts": "取組一覧",
    "opinions": "意見",
    "reports": "取組シート",
    "history": "取組一覧",
    "handover": "引継書",
    "arrangement": "取組一覧",
}
"""What a page prints in the division's file."""


@pytest.fixture(scope="module")
def department_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("department") / "財政課.reform"
    create_desk(path, "sample", department="財政課").close()
    return path


def printed(opened: MainWindow, page: str, folder: Path, qtbot: QtBot) -> str:
    """Show a page, make what 印刷 would send, and return the text of its first sheet."""
    first = open_plan(opened.session.desk, opened.session.desk.department_id).measures[0].measure
    opened.go_to(Place(page, first.id))
    qtbot.waitUntil(lambda: opened.session.runner.is_idle, timeout=20_000)
    request = opened.page.print_request()
    assert request is not None
    path = folder / f"{page}.pdf"
    opened.printing.write(request, "pdf", path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: opened.session.runner.is_idle)
    with pypdfium2.PdfDocument(path) as document:
        return str(document[0].get_textpage().get_text_range())


def test_every_page_of_the_divisions_file_prints_what_it_shows(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    pages = [entry.name for entry in window.page_entries()]
    assert set(pages) == set(REPORTS)
    wrong = [page for page in pages if REPORTS[page] not in printed(window, page, tmp_path, qtbot)]
    assert wrong == []


def test_every_page_of_a_departments_file_prints_only_its_own(
    desktop: OpenWindows, department_original: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "財政課.reform"
    shutil.copyfile(department_original, path)
    opened = desktop.open_file(path)
    assert opened is not None
    opened.session.set_fiscal_year(YEAR)
    for entry in opened.page_entries():
        text = printed(opened, entry.name, tmp_path, qtbot)
        assert "財政課" in text, entry.name
        if "取組シート" not in text:  # which names the measure's related departments, too
            assert "職員課" not in text, entry.name


def test_every_page_shows_its_paper_before_it_is_printed(window: MainWindow, qtbot: QtBot) -> None:
    first = open_plan(window.session.desk).measures[0].measure
    for entry in window.page_entries():
        window.go_to(Place(entry.name, first.id))
        wanted = window.page.print_request()
        assert wanted is not None
        window.menus.action("preview").trigger()
        assert window.page_name == "reports"
        page = window.page
        assert isinstance(page, ReportsPage)
        qtbot.waitUntil(partial(_is_shown, page), timeout=20_000)
        shown = page.print_request()
        assert shown is not None
        assert (shown.report, shown.measure_ids) == (wanted.report, wanted.measure_ids), entry.name
    qtbot.waitUntil(lambda: window.session.runner.is_idle, timeout=20_000)


def _is_shown(page: ReportsPage) -> bool:
    return page.preview.page_count > 0 and not page.maker.is_making


def test_the_layout_chosen_last_is_printed_with_after_a_restart(
    desktop: OpenWindows, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = desktop.open_file(sample_file)
    assert first is not None
    row, saved = layouts.create_layout(first.session.desk, {"name": "会議用", "footer": "資料１"})
    first.session.desk.tell(saved)
    first.session.set_layout(row)
    assert "資料１" in printed(first, "home", tmp_path, qtbot)
    first.close()
    again = desktop.open_file(sample_file)
    assert again is not None
    assert again.session.layout_id == row
    again.session.set_layout("")
    (tmp_path / "home.pdf").unlink()
    assert "資料１" not in printed(again, "home", tmp_path, qtbot)
