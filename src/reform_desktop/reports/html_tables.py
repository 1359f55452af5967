"""Tables on a web page: every heading says what it heads, every table has a name, and a wide one scrolls in its place.

A screen reader names the table, its columns and its rows; on a narrow screen, or much enlarged, the page itself never
scrolls sideways (WCAG 2.2, 1.3.1 and 1.4.10).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from reform_desktop.reports.model import Align, Cell, GradeMark, Row, RowKind, Table, Tone, Year
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import alignment, printed, shown_text

_WIDE: Final = 4
"""From so many columns on, a table needs more room than a telephone has."""


def table_as_html(table: Table, grid: tuple[float, ...], named_by: str, ticker: Ticker) -> Iterator[str]:
    """Yield a table row by row; ``named_by`` is the id of the heading that it stands under."""
    if _is_box(table):
        yield from (f'<p class="box">{_words(row.cells[0])}</p>\n' for row in table.rows)
        return
    total = sum(grid)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in grid)
    wide = any(len(row.cells) >= _WIDE for row in table.head)
    yield from (f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{named_by}">\n',) if wide else ()
    kind = ' class="wide"' if wide else ""
    yield f'<table{kind} aria-labelledby="{named_by}">\n<colgroup>{columns}</colgroup>\n'
    if table.head:
        yield "<thead>\n" + "".join(_head_row(row) for row in table.head) + "</thead>\n"
    yield "<tbody>\n"
    for row in table.rows:
        ticker.advance(row.steps)
        yield _row(row, has_head=bool(table.head))
    yield "</tbody>\n</table>\n"
    yield from ("</div>\n",) if wide else ()


def _is_box(table: Table) -> bool:
    """Whether a table is a mere frame around texts: to a screen reader it is no table."""
    rows = table.rows
    return (
        not table.head
        and isinstance(rows, tuple)
        and all(len(row.cells) == 1 and row.cells[0].tone is Tone.PLAIN for row in rows)
    )


def _head_row(row: Row) -> str:
    return "<tr>" + "".join(_cell(cell, *_head_tag(cell), head=True) for cell in row.cells) + "</tr>\n"


def _row(row: Row, *, has_head: bool) -> str:
    kind = row.kind if len(row.cells) == 1 else RowKind.BODY
    first = next((cell for cell in row.cells if printed(cell.value)), None) if has_head else None
    cells = (_cell(cell, *_tag(cell, kind, heads_row=cell is first), head=False) for cell in row.cells)
    return "<tr>" + "".join(cells) + "</tr>\n"


def _cell(cell: Cell, tag: str, scope: str, *, head: bool) -> str:
    tone = cell.value.tone if isinstance(cell.value, GradeMark) else cell.tone
    align = alignment(cell)
    classes = [
        name
        for name, wanted in (
            (tone.value, tone not in (Tone.PLAIN, Tone.HEAD)),
            (align.value, align in (Align.CENTER, Align.END) and not head),
            ("bold", cell.bold),
        )
        if wanted
    ]
    attributes = f' class="{" ".join(classes)}"' if classes else ""
    if cell.span > 1:
        attributes += f' colspan="{cell.span}"'
    return f"<{tag}{scope}{attributes}>{_words(cell)}</{tag}>"


def _words(cell: Cell) -> str:
    words = escape(shown_text(printed(cell.value)))
    if isinstance(cell.value, Year) and cell.value.short:
        return f'<abbr title="{printed(Year(cell.value.fiscal_year))}">{words}</abbr>'
    return words


def _head_tag(cell: Cell) -> tuple[str, str]:
    """Return the element of a cell of the head; an empty corner heads nothing."""
    return ("th", ' scope="col"') if printed(cell.value) else ("td", "")


def _tag(cell: Cell, kind: RowKind, *, heads_row: bool) -> tuple[str, str]:
    """Return the element and, for a heading, what it heads: a screen reader says it with every cell."""
    if kind is RowKind.GROUP:
        return "th", ' scope="rowgroup"'
    if cell.tone is Tone.LABEL or heads_row:
        return "th", ' scope="row"'
    return "td", ""
