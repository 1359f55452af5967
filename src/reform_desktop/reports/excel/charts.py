"""Native stacked bar charts: patterns as on paper, figures on a worksheet of their own that anyone may look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties

from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.streamed import StreamedSheet, new_sheet
from reform_desktop.reports.model import StackedBars, Tone
from reform_desktop.reports.wording import printed, shown_text

FIGURES_NAME: Final = "グラフの数値"
CHART_ROW_HEIGHT: Final = 18.0
_CENTIMETRES_A_POINT: Final = 2.54 / 72
_ROWS_A_BAR: Final = 2
_ROWS_AROUND: Final = 5
_WIDTH_USED: Final = 0.98
_NAME_WIDTH: Final = 44
_FIGURE_WIDTH: Final = 15
_POINTS: Final = 5.3
"""Points of a unit of width."""


_PATTERNS: Final = ("dkHorz", "wdUpDiag", "vert", "pct5", "wdDnDiag", "diagCross")
_COLOURS: Final = {
    Tone.GREEN_STRONG: ("115A36", "DBF2E1"),
    Tone.GREEN: ("197A4B", "EBF7EE"),
    Tone.YELLOW: ("6E5600", "FCF7DB"),
    Tone.BLUE: ("0017C1", "E8F1FE"),
    Tone.GRAY: ("4D4D4D", "F2F2F2"),
    Tone.RED: ("CE0000", "FDEBEB"),
}
_PLAIN: Final = ("333333", "FFFFFF")


def chart_rows(bars: StackedBars, most: int) -> int:
    """Return how many rows a chart covers: narrower bars rather than more than ``most``, which a page holds."""
    return min(_ROWS_A_BAR * len(bars.bars) + _ROWS_AROUND, max(most, len(bars.bars) + _ROWS_AROUND))


def on_single_pages(bars: StackedBars, most: int) -> list[StackedBars]:
    """Return the bars in as many charts of one size as it takes for each to have no more than ``most`` rows."""
    room = max(1, most - _ROWS_AROUND)
    size = -(-len(bars.bars) // max(1, -(-len(bars.bars) // room)))
    return [
        replace(
            bars,
            bars=bars.bars[start : start + size],
            series=tuple(replace(one, counts=one.counts[start : start + size]) for one in bars.series),
        )
        for start in range(0, len(bars.bars), max(1, size))
    ]


class ChartFigures:
    """Gathers the figures of a workbook's charts and writes them to one worksheet at its end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._charts: list[StackedBars] = []
        self._rows = 0

    def chart_of(self, bars: StackedBars, width: float, rows: int) -> BarChart:
        """Return a chart ``width`` points wide over so many rows, that reads its figures from where they will stand."""
        head = self._rows + 1
        first, last = head + 1, head + len(bars.bars)
        self._charts.append(bars)
        self._rows = last + 1
        chart = BarChart(barDir="bar", grouping="percentStacked", overlap=100, gapWidth=40)
        _set_size(chart, width, rows * CHART_ROW_HEIGHT)
        chart.legend.position = "b"
        chart.y_axis.number_format = "0%"
        chart.y_axis.delete = False
        chart.x_axis.delete = False
        chart.x_axis.scaling.orientation = "maxMin"
        for place, one in enumerate(bars.series):
            letter = get_column_letter(place + 2)
            series = ChartSeries(
                idx=place,
                order=place,
                tx=SeriesLabel(strRef=StrRef(self._range(letter, head, head))),
                cat=AxDataSource(strRef=StrRef(self._range("A", first, last))),
                val=NumDataSource(numRef=NumRef(self._range(letter, first, last))),
                spPr=_pattern(place, one.mark.tone),
            )
            labels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
            labels.numFmt = "#;;;"  # no 0 where a bar has no such segment
            labels.spPr = _white_ground()
            series.dLbls = labels
            chart.series.append(series)
        return chart

    def write(self, workbook: Workbook) -> None:
        """Write the figures, each chart below the other; nothing when there is no chart."""
        if not self._charts:
            return
        sheet = new_sheet(workbook, self._name)
        for place in range(1 + max(len(bars.series) for bars in self._charts)):
            sheet.column_dimensions[get_column_letter(place + 1)].width = _FIGURE_WIDTH if place else _NAME_WIDTH
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        row = 0
        for bars in self._charts:
            for words, *figures in _lines(bars):
                row += 1
                cells = [one if isinstance(one, int) else _text(sheet, one) for one in figures]
                lines = max(line_count(words, _NAME_WIDTH * _POINTS), *(_lines_of(one) for one in figures), 1)
                sheet.row_dimensions[row].height = row_height(lines)
                sheet.append([_text(sheet, words), *cells])
            row += 1
            sheet.append([])
        sheet.close()

    def _range(self, letter: str, first: int, last: int) -> str:
        return f"{quote_sheetname(self._name)}!${letter}${first}:${letter}${last}"


def _lines(bars: StackedBars) -> Iterator[tuple[str, *tuple[str | int, ...]]]:
    """Yield the title over the names of the segments, then each bar's name and counts."""
    yield bars.title, *(printed(one.mark) for one in bars.series)
    for place, name in enumerate(bars.bars):
        yield name, *(one.counts[place] for one in bars.series)


def _lines_of(figure: str | int) -> int:
    return line_count(figure, _FIGURE_WIDTH * _POINTS) if isinstance(figure, str) else 1


def _set_size(chart: BarChart, width: float, height: float) -> None:
    """Set the size of a chart, from points; openpyxl counts in centimetres."""
    chart.width, chart.height = (int(_WIDTH_USED * _CENTIMETRES_A_POINT * edge) for edge in (width, height))


def _white_ground() -> GraphicalProperties:
    """Return a ground on which a figure can be read over a pattern."""
    ground = GraphicalProperties(solidFill="FFFFFF")
    ground.line.noFill = True
    return ground


def _pattern(place: int, tone: Tone) -> GraphicalProperties:
    ink, ground = _COLOURS.get(tone, _PLAIN)
    fill = PatternFillProperties(prst=_PATTERNS[place % len(_PATTERNS)])
    fill.foreground = _colour(ink)
    fill.background = _colour(ground)
    properties = GraphicalProperties(pattFill=fill)
    properties.line.solidFill = "767676"
    return properties


def _colour(code: str) -> ColorChoice:
    choice = ColorChoice()
    choice.srgbClr = code
    return choice


def _text(sheet: StreamedSheet, words: str) -> Cell:
    cell = WriteOnlyCell(sheet, shown_text(words))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
