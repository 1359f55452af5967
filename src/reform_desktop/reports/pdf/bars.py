"""Stacked bars on paper: each grade a pattern, its symbol and count in its segment, its word in the legend."""

from __future__ import annotations

from typing import Final

from reform_desktop.reports.model import StackedBars
from reform_desktop.reports.pdf.breaking import break_lines
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.patterns import fill_pattern
from reform_desktop.reports.pdf.style import CAPTION, SMALL, TextStyle
from reform_desktop.reports.wording import printed

_BAR: Final = 17.0
_GAP: Final = 5.0
_NAME_WIDTH: Final = 130.0
_TOTAL_WIDTH: Final = 40.0
_SWATCH: Final = 16.0
_SWATCH_HEIGHT: Final = 9.0
_LEGEND_GAP: Final = 12.0
_LABEL_PADDING: Final = 2.0
_MOST_NAME_LINES: Final = 2


def draw_bars(flow: Flow, bars: StackedBars) -> None:
    """Draw the legend and the bars; they run over pages when there are many."""
    flow.make_room(3 * (_BAR + _GAP) + CAPTION.leading)
    _draw_legend(flow, bars)
    for place in range(len(bars.bars)):
        if flow.room < _BAR + _GAP:
            flow.break_page()
            _draw_legend(flow, bars)
        _draw_bar(flow, bars, place)
        flow.y += _BAR + _GAP


def _draw_legend(flow: Flow, bars: StackedBars) -> None:
    left = flow.geometry.left
    x = left
    for place, one in enumerate(bars.series):
        words = flow.fonts.printable(printed(one.mark))
        width = _SWATCH + 4 + flow.fonts.width(words, CAPTION.size)
        if x > left and x + width > flow.geometry.right:
            x = left
            flow.y += CAPTION.leading + 3
        fill_pattern(flow.page, (x, flow.y + 1, _SWATCH, _SWATCH_HEIGHT), place, one.mark.tone)
        flow.page.text(x + _SWATCH + 4, flow.y, words, CAPTION)
        x += width + _LEGEND_GAP
    flow.y += CAPTION.leading + _GAP


def _draw_bar(flow: Flow, bars: StackedBars, place: int) -> None:
    left = flow.geometry.left
    _draw_name(flow, bars.bars[place])
    total = bars.total(place)
    x = left + _NAME_WIDTH
    room = flow.geometry.text_width - _NAME_WIDTH - _TOTAL_WIDTH
    if not total:
        flow.page.text(x, flow.y + 3, "評価した取組はありません", CAPTION)
        return
    for number, one in enumerate(bars.series):
        width = room * one.counts[place] / total
        fill_pattern(flow.page, (x, flow.y, width, _BAR), number, one.mark.tone)
        _draw_label(flow, x, width, (f"{one.mark.symbol}{one.counts[place]}", str(one.counts[place])))
        x += width
    words = f"計{total:,}"
    flow.page.text(flow.geometry.right - flow.fonts.width(words, CAPTION.size), flow.y + 3, words, CAPTION)


def _draw_name(flow: Flow, name: str) -> None:
    """Draw what the bar is about: on one line where it fits, else on two smaller ones."""
    words = flow.fonts.printable(name)
    room = _NAME_WIDTH - 8
    style: TextStyle = CAPTION
    lines = break_lines(words, room / style.size, flow.fonts.advances(bold=False))
    if len(lines) > 1:
        style = SMALL
        lines = break_lines(words, room / style.size, flow.fonts.advances(bold=False))
    if len(lines) > _MOST_NAME_LINES:
        lines = [*lines[: _MOST_NAME_LINES - 1], lines[_MOST_NAME_LINES - 1][:-1] + "…"]
    top = flow.y + (_BAR - len(lines) * style.leading) / 2
    for line in lines:
        flow.page.text(flow.geometry.left, top, line, style)
        top += style.leading


def _draw_label(flow: Flow, x: float, width: float, wordings: tuple[str, str]) -> None:
    """Draw symbol and count on white, or the count alone, or nothing where there is no room for it."""
    for wording in wordings:
        words = flow.fonts.printable(wording)
        wide = flow.fonts.width(words, SMALL.size) + 2 * _LABEL_PADDING
        if wide <= width - 1:
            start = x + (width - wide) / 2
            top = flow.y + (_BAR - SMALL.leading) / 2
            flow.page.fill(start, top, wide, SMALL.leading, (1.0, 1.0, 1.0))
            flow.page.text(start + _LABEL_PADDING, top, words, SMALL)
            return
