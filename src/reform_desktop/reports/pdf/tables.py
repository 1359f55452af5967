"""A table running over pages: its head repeated, the groups it is in repeated with （続き）, long rows cut."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reform_desktop.reports.model import Row, RowKind, Table
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.rows import LaidRow, RowLayout, joined
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import CONTINUED

WHOLE_UP_TO: Final = 0.3
"""Rows up to this share of the page are never cut but moved to the next page."""

WHOLE_TABLE_UP_TO: Final = 0.8
"""Tables kept together up to this share of the page; the rest of it is for running title and heading."""

_LEAST_ROOM: Final = 76.0
"""Points below which a long row is not begun on a page."""


class TableFlow:
    """Draws one table at the cursor of a flow."""

    def __init__(self, flow: Flow, table: Table, grid: tuple[float, ...], ticker: Ticker) -> None:
        self._flow = flow
        self._table = table
        self._ticker = ticker
        self._layout = RowLayout(grid, flow.geometry.left, flow.geometry.text_width, flow.fonts)
        self._head = joined([self._layout.lay(row) for row in table.head])
        self._groups: list[Row] = []
        self._waiting: list[Row] = []
        self._begun = False

    def draw(self) -> None:
        """Draw head and rows; rows are asked for one by one, but for those of a table that is kept together."""
        if self._table.together:
            self._draw_together(tuple(self._table.rows))
        else:
            self._draw_rows((row, None) for row in self._table.rows)
        self._open(0.0)
        self._draw_waiting()

    def _draw_rows(self, rows: Iterable[tuple[Row, LaidRow | None]]) -> None:
        for row, laid in rows:
            self._ticker.advance(row.steps)
            if row.kind is RowKind.GROUP:
                self._enter_group(row)
            else:
                self._draw_body(laid or self._layout.lay(row))

    def _draw_together(self, rows: tuple[Row, ...]) -> None:
        """Make room for the whole table where a page can hold it; a longer one runs on as usual."""
        laid = [self._layout.lay(row) for row in rows]
        height = self._head_height() + sum(row.height for row in laid)
        if height <= WHOLE_TABLE_UP_TO * self._flow.geometry.text_height:
            self._flow.make_room(height)
        self._draw_rows(zip(rows, laid, strict=True))

    def _enter_group(self, row: Row) -> None:
        """Hold a group's heading back until its first row is known: the two stay together."""
        self._waiting = [one for one in self._waiting if one.level < row.level] + [row]

    def _draw_body(self, row: LaidRow) -> None:
        whole = row.height <= WHOLE_UP_TO * self._flow.geometry.text_height
        self._open(row.height if whole else min(row.height, _LEAST_ROOM))
        self._draw_waiting()
        while row.height > self._flow.room:
            pieces = row.cut(self._flow.room)
            if pieces is not None:
                self._draw(pieces[0])
                row = pieces[1]
            self._turn()
        self._draw(row)

    def _open(self, first: float) -> None:
        """Make room for the waiting groups and the row after them, and draw the head before the first row."""
        together = max((row.together for row in self._waiting), default=1)
        needed = sum(self._layout.lay(row).height for row in self._waiting) + together * first
        if not self._begun:
            self._begun = True
            self._flow.make_room(needed + self._head_height())
            self._draw_head()
        elif self._flow.room < needed and (together == 1 or not self._flow.at_top):
            self._turn()

    def _turn(self) -> None:
        """Go on overleaf under the repeated headings; headings that would fill half the page are not repeated."""
        self._flow.break_page()
        entered = min((row.level for row in self._waiting), default=len(self._groups))
        repeated = [*self._head, *(self._layout.lay(group, CONTINUED) for group in self._groups[:entered])]
        if sum(row.height for row in repeated) <= self._flow.room / 2:
            for row in repeated:
                self._draw(row)

    def _draw_waiting(self) -> None:
        for row in self._waiting:
            self._groups[row.level :] = [row]
            self._draw(self._layout.lay(row))
        self._waiting = []

    def _draw_head(self) -> None:
        for row in self._head:
            self._draw(row)

    def _head_height(self) -> float:
        return sum(row.height for row in self._head)

    def _draw(self, row: LaidRow) -> None:
        row.draw(self._flow.page, self._flow.y, self._flow.fonts)
        self._flow.y += row.height
