"""A title page: the title in the upper third, the other words at the foot, nothing else."""

from __future__ import annotations

from typing import Final

from reform_desktop.reports.model import Cover
from reform_desktop.reports.pdf.breaking import break_lines
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.style import BODY, TextStyle

_TITLE: Final = TextStyle(24, 34, bold=True)
_SUBTITLE: Final = TextStyle(14, 21)
_FOOT: Final = TextStyle(12, 19)
_TITLE_AT: Final = 0.28
"""Of the height of the page."""

_GAP: Final = 16.0
_LOGO_WIDTH: Final = 200.0
_LOGO_HEIGHT: Final = 80.0


def draw_cover(flow: Flow, cover: Cover) -> None:
    """Draw the words centred on a page of their own."""
    flow.y = max(flow.y, flow.geometry.top + _TITLE_AT * flow.geometry.text_height)
    _draw_logo(flow)
    _centred(flow, cover.title, _TITLE)
    flow.y += _GAP
    _centred(flow, cover.subtitle, _SUBTITLE)
    foot = [flow.fonts.printable(line) for line in cover.lines]
    flow.y = max(flow.y + _GAP, flow.geometry.bottom - len(foot) * _FOOT.leading - 4 * BODY.leading)
    for line in foot:
        _centred(flow, line, _FOOT)


def _draw_logo(flow: Flow) -> None:
    """Draw the city's emblem above the title."""
    if flow.logo is None:
        return
    geometry = flow.geometry
    width, height = flow.logo.fitted(_LOGO_WIDTH, _LOGO_HEIGHT)
    flow.page.picture(geometry.left + (geometry.text_width - width) / 2, flow.y - height - 2 * _GAP, width, height)


def _centred(flow: Flow, words: str, style: TextStyle) -> None:
    geometry = flow.geometry
    lines = break_lines(
        flow.fonts.printable(words), geometry.text_width / style.size, flow.fonts.advances(bold=style.bold)
    )
    for line in lines:
        if flow.room < style.leading:
            flow.break_page()
        spare = geometry.text_width - flow.fonts.width(line, style.size, bold=style.bold)
        flow.page.text(geometry.left + spare / 2, flow.y, line, style)
        flow.y += style.leading
