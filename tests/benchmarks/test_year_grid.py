"""The table of a year with 1,000 measures, against a bare Qt table that holds the same words in memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from benchmarks.big_store import make_big_store
from benchmarks.conftest import RatioBook, median_of
from reform_desktop.services.desk import Desk
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.pages.measures.year_grid.columns import VIEWS
from reform_desktop.ui.pages.measures.year_grid.grid import YearGrid
from reform_desktop.ui.pages.measures.year_grid.model import YearGridModel
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

MEASURES = 1_000
YEAR = 2025
Index = QModelIndex | QPersistentModelIndex


class _Words(QAbstractTableModel):
    """The words of the table, kept in memory: what Qt itself needs to show them."""

    def __init__(self, words: list[list[str]]) -> None:
        super().__init__()
        self._words = words

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        return 0 if parent.isValid() else len(self._words)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        return 0 if parent.isValid() else len(self._words[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._words[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def test_a_table_of_a_thousand_measures_scrolls_like_a_bare_one(
    tmp_path: Path, qtbot: QtBot, ratio_book: RatioBook
) -> None:
    path = tmp_path / "table.reform"
    make_big_store(path, MEASURES)
    session = Session(Desk.open(path, who="計測"), TaskRunner())
    session.set_fiscal_year(YEAR)
    model = YearGridModel(session)
    grid = YearGrid(model)
    qtbot.addWidget(grid)
    grid.resize(1180, 600)
    grid.show()

    def open_table() -> float:
        start = time.perf_counter()
        model.show(MeasureFilter(YEAR), VIEWS[0].fields)
        grid.grab()
        return time.perf_counter() - start

    opened = median_of(open_table)
    assert model.rowCount() == MEASURES
    words = [
        [model.shown(model.index(row, column)) for column in range(model.columnCount())] for row in range(MEASURES)
    ]
    bare = QTableView()
    bare_model = _Words(words)
    bare.setModel(bare_model)
    qtbot.addWidget(bare)
    bare.resize(1180, 600)
    bare.setFont(grid.font())
    bare.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
    for column in range(model.columnCount()):
        bare.setColumnWidth(column, grid.columnWidth(column))
    bare.setVerticalScrollMode(grid.verticalScrollMode())
    bare.show()
    model.show(MeasureFilter(YEAR), VIEWS[0].fields)  # nothing is read yet: scrolling reads page by page
    ours, peer = median_of(lambda: _scroll(grid)), median_of(lambda: _scroll(bare))
    session.runner.close()
    session.close()
    ratio_book.check("year table of 1,000: a screen scrolled / bare Qt table", ours / peer, 3, f"{ours * 1000:.1f} ms")
    ratio_book.check("year table of 1,000: opened / a screen of a bare", opened / peer, 15, f"{opened * 1000:.0f} ms")


def _scroll(view: QTableView) -> float:
    """Return the seconds that a screen takes on the way from the top to the bottom."""
    bar = view.verticalScrollBar()
    screens = 0
    start = time.perf_counter()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        QApplication.processEvents()
        view.viewport().repaint()
        screens += 1
    return (time.perf_counter() - start) / max(1, screens)
