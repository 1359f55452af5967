"""The pictures of the manual's chapters on 表で入力 and 前年度の内容, drawn from the program's own window."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection
from PySide6.QtTest import QTest

from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.ui.bulk_edit.dialog import BulkEditDialog
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.session import Place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.window import MainWindow
    from reform_desktop.ui.windows import OpenWindows

NAMES: Final = ("last-year", "table", "bulk-edit")
YEAR: Final = 2026
_SETTLED: Final = 400
_SIZE: Final = (1100, 640)
_WIDE: Final = (1500, 800)
"""Wide enough for both texts beside each other."""

Save = Callable[["QWidget", str], None]


def draw(desktop: OpenWindows, save: Save) -> None:
    """Draw the table with a chosen block, the change of many measures, and last year's texts beside this year's."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        window = desktop.show_desk(create_desk(Path(folder) / "見本.reform", "sample"))
        window.resize(*_SIZE)
        window.session.set_fiscal_year(YEAR)
        window.show_page("measures")
        page = window.page
        if not isinstance(page, MeasuresPage):
            raise TypeError(page)
        _draw_last_year(window, page, save)
        _draw_table(window, page, save)
        desktop.close_all()
        QTest.qWait(_SETTLED)


def _draw_table(window: MainWindow, page: MeasuresPage, save: Save) -> None:
    page.show_table()
    table = page.table
    if table is None:
        raise TypeError(page)
    model, column = table.model, table.model.column_of("stage")
    flag = table.grid.selectionModel().SelectionFlag
    chosen = QItemSelection(model.index(1, column), model.index(4, column + 1))
    table.grid.selectionModel().select(chosen, flag.ClearAndSelect)
    QTest.qWait(_SETTLED)
    save(page, "table")
    dialog = BulkEditDialog(window.session, [line.id for line in model.lines[1:7]], window)
    dialog.choose(("year_record", "stage"))
    if dialog.value is not None:
        dialog.value.field.load_value("trial")
        dialog.value.field.committed.emit("trial")
    dialog.show()
    QTest.qWait(_SETTLED)
    save(dialog, "bulk-edit")
    dialog.close()
    page.show_sheet("")


def _draw_last_year(window: MainWindow, page: MeasuresPage, save: Save) -> None:
    window.resize(*_WIDE)
    measure = open_plan(window.session.desk).measures[1]
    window.go_to(Place("measures", measure.measure.id))
    years = page.sheet.body.years
    years.open_year.beside_action.setChecked(True)
    QTest.qWait(_SETTLED)
    columns = years.open_year.beside["target"].parentWidget()
    plan = columns.parentWidget() if columns is not None else None
    save(plan or years, "last-year")
    window.resize(*_SIZE)
    years.open_year.beside_action.setChecked(False)
