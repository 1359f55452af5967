"""Stacked bars on a web page: an SVG that stands in the page, with its figures as its text for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from reform_desktop.reports.model import Series, StackedBars, Tone
from reform_desktop.reports.wording import printed, shown_text

_WIDTH: Final = 900
_NAME: Final = 250
_TOTAL: Final = 70
_BAR: Final = 30
_GAP: Final = 8
_LEGEND: Final = 26
_LEGEND_COLUMNS: Final = 3
_LABEL_AT: Final = 20
_LEAST_FOR_LABEL: Final = 34
_LONGEST_NAME: Final = 16
_SMALL: Final = 13
_SMALL_NAME: Final = 18
"""Characters of a name, and of a line of one in smaller type."""

_COLOURS: Final = {
    Tone.GREEN_STRONG: ("#dbf2e1", "#115a36"),
    Tone.GREEN: ("#ebf7ee", "#197a4b"),
    Tone.YELLOW: ("#fcf7db", "#6e5600"),
    Tone.BLUE: ("#e8f1fe", "#0017c1"),
    Tone.GRAY: ("#f2f2f2", "#4d4d4d"),
    Tone.RED: ("#fdebeb", "#ce0000"),
}
_PLAIN: Final = ("#ffffff", "#333333")
_PATTERNS: Final = ("M0 2H8M0 6H8", "M0 8L8 0", "M4 0V8", "", "M0 0L8 8", "M0 8L8 0M0 0L8 8")


def bars_as_svg(bars: StackedBars) -> str:
    """Return the chart as one element; its figures are spelled out in its label."""
    rows = -(-len(bars.series) // _LEGEND_COLUMNS)
    height = rows * _LEGEND + len(bars.bars) * (_BAR + _GAP) + _GAP
    label = escape(shown_text(_spoken(bars)))
    pieces = "".join((*_definitions(bars), *_legend(bars), *_drawn(bars, rows * _LEGEND + _GAP)))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{label}" font-size="15" fill="#333">{pieces}</svg>\n'
    )


def _spoken(bars: StackedBars) -> str:
    """Return the figures as sentences."""
    lines = [
        f"{name}：" + "、".join(f"{one.mark.label} {one.counts[place]}件" for one in bars.series)
        for place, name in enumerate(bars.bars)
    ]
    return f"{bars.title}。" + "。".join(lines)


def _definitions(bars: StackedBars) -> Iterator[str]:
    for place, one in enumerate(bars.series):
        ground, ink = _COLOURS.get(one.mark.tone, _PLAIN)
        yield (
            f'<pattern id="{_pattern_id(bars, place)}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{ground}"/>'
            f'<path d="{_PATTERNS[place % len(_PATTERNS)]}" stroke="{ink}"/></pattern>'
        )


def _pattern_id(bars: StackedBars, place: int) -> str:
    """Return an id that two charts of a page do not share unless they are the same."""
    return f"p{place}-{sum(map(ord, bars.title)) % 9973}"


def _legend(bars: StackedBars) -> Iterator[str]:
    for place, one in enumerate(bars.series):
        x = place % _LEGEND_COLUMNS * (_WIDTH // _LEGEND_COLUMNS)
        y = place // _LEGEND_COLUMNS * _LEGEND
        yield _box(x, y + 4, 28, 16, _pattern_id(bars, place))
        yield _words(x + 36, y + 18, printed(one.mark))


def _drawn(bars: StackedBars, top: int) -> Iterator[str]:
    room = _WIDTH - _NAME - _TOTAL
    for place, name in enumerate(bars.bars):
        y = top + place * (_BAR + _GAP)
        total = bars.total(place)
        yield from _name(y, name)
        if not total:
            yield _words(_NAME, y + _LABEL_AT, "評価した取組はありません")
            continue
        x = float(_NAME)
        for number, one in enumerate(bars.series):
            width = room * one.counts[place] / total
            yield from _segment(bars, one, (number, place), (x, y, width))
            x += width
        yield _words(_WIDTH - _TOTAL + 8, y + _LABEL_AT, f"計{total:,}")


def _name(y: int, name: str) -> Iterator[str]:
    """Yield what a bar is about: on one line where it fits, else on two smaller ones."""
    if len(name) <= _LONGEST_NAME:
        yield _words(0, y + _LABEL_AT, name)
        return
    second = name[_SMALL_NAME : 2 * _SMALL_NAME]
    if len(name) > 2 * _SMALL_NAME:
        second = second[:-1] + "…"
    yield _words(0, y + 13, name[:_SMALL_NAME], size=_SMALL)
    yield _words(0, y + 28, second, size=_SMALL)


def _segment(bars: StackedBars, one: Series, at: tuple[int, int], where: tuple[float, int, float]) -> Iterator[str]:
    (number, place), (x, y, width) = at, where
    if not width:
        return
    yield _box(x, y, width, _BAR, _pattern_id(bars, number))
    if width >= _LEAST_FOR_LABEL:
        middle = x + width / 2
        yield f'<rect x="{middle - 15:.1f}" y="{y + 6}" width="30" height="18" fill="#fff"/>'
        yield _words(middle, y + _LABEL_AT, f"{one.mark.symbol}{one.counts[place]}", anchor="middle")


def _box(x: float, y: float, width: float, height: float, pattern: str) -> str:
    place = f'x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}"'
    return f'<rect {place} fill="url(#{pattern})" stroke="#767676"/>'


def _words(x: float, y: float, words: str, *, anchor: str = "start", size: int | None = None) -> str:
    sized = f' font-size="{size}"' if size else ""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}"{sized}>{escape(shown_text(words))}</text>'
