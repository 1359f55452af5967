"""The pictures of the manual's chapters on single pages and dialogs, drawn from the program's own windows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from reform_desktop.services import editing
from reform_desktop.services.browsing import list_measures
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.entry_sheets import write_entry_sheets
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.layouts.layout_dialog import LayoutDialog
from reform_desktop.ui.pages.measures.sheet.evidence.part import EvidencePart
from reform_desktop.ui.pages.measures.sheet.indicators.part import IndicatorsPart
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place
from reform_desktop.ui.sheets.sheet_dialog import SheetDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from reform_desktop.ui.window import MainWindow
    from reform_desktop.ui.windows import OpenWindows

YEAR: Final = 2025
PAGES: Final = {
    "home": "home",
    "history": "history",
    "arrangement": "arrangement",
    "reports": "reports",
}
"""A picture's name, and the page that it shows."""

NAMES: Final = (*PAGES, "window", "sheet", "checks", "indicators", "evidence", "layout", "sheet-import", "welcome")

_SIZE: Final = (1100, 640)
_WHOLE: Final = (1366, 768)
_LOOK: Final = 50
_QUIET: Final = 8

Save = Callable[["QWidget", str], None]


def draw(desktop: OpenWindows, save: Save, wanted: Collection[str] = NAMES) -> None:
    """Draw those pictures that are wanted, over a sample made for them."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        window = desktop.show_desk(create_desk(Path(folder) / "見本.reform", "sample"))
        window.session.set_fiscal_year(YEAR)
        _write_something(window)
        for name in NAMES:
            if name in wanted:
                window.resize(*(_WHOLE if name in ("window", "sheet") else _SIZE))
                _draw(desktop, window, name, save)
        desktop.close_all()
        _calm(desktop)


def _write_something(window: MainWindow) -> None:
    """Fill in two measures, so that history and ホーム have something to tell."""
    desk = window.session.desk
    for place, words in ((1, "配信の手順をまとめ、登録者が500人増えた。"), (4, "アンケートの回収率が41%になった。")):
        measure = open_plan(desk).measures[place].measure.id
        editing.set_in_year(desk, measure, YEAR, {"result": words, "grade": "year_achieved"})


def _draw(desktop: OpenWindows, window: MainWindow, name: str, save: Save) -> None:
    if name in PAGES:
        window.show_page(PAGES[name])
        _calm(desktop)
        save(_page(window), name)
    elif name == "welcome":
        desktop.show_welcome()
        _calm(desktop)
        if desktop.welcome is not None:
            save(desktop.welcome, name)
            desktop.welcome.close()
    elif name in ("layout", "sheet-import"):
        _draw_dialog(desktop, _dialog(window, name), name, save)
    else:
        _draw_sheet(desktop, window, name, save)


def _draw_sheet(desktop: OpenWindows, window: MainWindow, name: str, save: Save) -> None:
    """Draw the sheet of the first measure: the whole window, with the checks below, or one section of it."""
    lines = list_measures(window.session.desk, MeasureFilter(YEAR), 0, 1).lines
    window.go_to(Place("measures", lines[0].id))
    window.show_checks(shown=name == "checks")
    _calm(desktop)
    sections = {"indicators": IndicatorsPart, "evidence": EvidencePart}
    save(window.findChildren(sections[name])[0] if name in sections else window, name)
    window.show_checks(shown=False)


def _dialog(window: MainWindow, name: str) -> QDialog:
    session = window.session
    if name == "layout":
        return LayoutDialog(session, PrintRequest("list", YEAR), window)
    return SheetDialog(session, _filled_in(window), window)


def _filled_in(window: MainWindow) -> Path:
    """Return a 記入用シート of the first measure with a result, and an amount that nobody can read."""
    desk = window.session.desk
    measure = open_plan(desk).measures[0].measure.id
    target = desk.path.parent / "記入済み.xlsx"
    path = write_entry_sheets(desk, target, fiscal_year=YEAR, measure_ids=[measure])
    book = openpyxl.load_workbook(path)
    written = {"取組実績": "窓口の待ち時間を15分に短くした。", "歳出削減（実績）": "たくさん"}
    for row in book.worksheets[1].iter_rows(min_col=2, max_col=4):
        if row[0].value in written:
            row[2].value = written[str(row[0].value)]
    book.save(path)
    return path


def _draw_dialog(desktop: OpenWindows, dialog: QDialog, name: str, save: Save) -> None:
    dialog.show()
    _calm(desktop)
    save(dialog, name)
    dialog.reject()
    dialog.hide()
    dialog.deleteLater()


def _page(window: MainWindow) -> QWidget:
    """Return the page that is shown, as a widget."""
    page: object = window.page
    if not isinstance(page, QWidget):
        raise TypeError(page)
    return page


def _calm(desktop: OpenWindows) -> None:
    """Wait until nothing has run for a while: the windows show all they have to show."""
    quiet = 0
    while quiet < _QUIET:
        QTest.qWait(_LOOK)
        quiet = quiet + 1 if desktop.runner.is_idle else 0
