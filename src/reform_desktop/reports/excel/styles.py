"""Named styles of a workbook, so that a user changes all headings or all grades at one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from reform_desktop.reports.model import Align, Cell, GradeMark, Rate, RowKind, Tone, Value
from reform_desktop.reports.wording import alignment

FONT_NAME: Final = "BIZ UDPゴシック"
_INK: Final = "FF333333"
_PALE_INK: Final = "FF595959"
_LINE: Final = Side(style="thin", color="FF949494")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GROUNDS: Final = {
    Tone.LABEL: "FFF2F2F2",
    Tone.HEAD: "FFE6E6E6",
    Tone.CURRENT: "FFD9DEF0",
    Tone.GROUP: "FFE3E8F2",
    Tone.SUBGROUP: "FFF2F2F2",
    Tone.GREEN_STRONG: "FFDBF2E1",
    Tone.GREEN: "FFEBF7EE",
    Tone.YELLOW: "FFFCF7DB",
    Tone.BLUE: "FFE8F1FE",
    Tone.GRAY: "FFF2F2F2",
    Tone.RED: "FFFDEBEB",
    Tone.ENTRY_PLAN: "FFFFF3C4",
    Tone.ENTRY_RESULT: "FFD9EAFB",
}
_TONE_NAMES: Final = {
    Tone.PLAIN: "本文",
    Tone.LABEL: "項目名",
    Tone.HEAD: "見出し",
    Tone.CURRENT: "見出し（当年度）",
    Tone.GROUP: "方針",
    Tone.SUBGROUP: "推進項目",
    Tone.GREEN_STRONG: "達成状況・濃緑",
    Tone.GREEN: "達成状況・緑",
    Tone.YELLOW: "達成状況・黄",
    Tone.BLUE: "達成状況・青",
    Tone.GRAY: "達成状況・灰",
    Tone.RED: "達成状況・赤",
    Tone.ENTRY_PLAN: "記入欄（計画時）",
    Tone.ENTRY_RESULT: "記入欄（評価時）",
}
_OPEN: Final = frozenset({Tone.ENTRY_PLAN, Tone.ENTRY_RESULT})
"""Grounds of cells that may be filled in on a protected worksheet."""

SMALL_SIZE: Final = 7.5
SMALL_TONES: Final = frozenset({Tone.LABEL, Tone.HEAD, Tone.CURRENT})
"""Of heads and captions, whose words are set at nine points instead of ten."""

_ALIGN_NAMES: Final = {Align.START: "左", Align.CENTER: "中央", Align.END: "右"}
_HORIZONTAL: Final = {Align.START: "left", Align.CENTER: "center", Align.END: "right"}

TITLE_STYLE: Final = "行革 表題"
OVERLINE_STYLE: Final = "行革 上書き"
HEADING_STYLE: Final = "行革 小見出し"
NOTE_STYLE: Final = "行革 注記"
COVER_TITLE_STYLE: Final = "行革 表紙の題名"
COVER_STYLE: Final = "行革 表紙"
LINK_STYLE: Final = "行革 リンク"


@dataclass(frozen=True, slots=True)
class _Look:
    tone: Tone
    align: Align
    bold: bool
    small: bool = False
    """A grade over a narrow column."""


class Styles:
    """Registers named styles with a workbook as cells first need them."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._names: dict[_Look, str] = {}
        middle = Alignment(wrap_text=True, vertical="center")
        self._add(TITLE_STYLE, Font(name=FONT_NAME, size=14, bold=True, color=_INK), middle)
        self._add(OVERLINE_STYLE, Font(name=FONT_NAME, size=9, color=_PALE_INK), middle)
        self._add(
            HEADING_STYLE,
            Font(name=FONT_NAME, size=11, bold=True, color=_INK),
            Alignment(wrap_text=True, vertical="bottom"),
        )
        wrapped = Alignment(wrap_text=True, vertical="top")
        self._add(NOTE_STYLE, Font(name=FONT_NAME, size=9, color=_PALE_INK), wrapped)
        centred = Alignment(horizontal="center", wrap_text=True, vertical="center")
        self._add(COVER_TITLE_STYLE, Font(name=FONT_NAME, size=20, bold=True, color=_INK), centred)
        self._add(COVER_STYLE, Font(name=FONT_NAME, size=12, color=_INK), centred)
        link = Font(name=FONT_NAME, size=10, color="FF0017C1", underline="single")
        self._add(LINK_STYLE, link, wrapped, framed=True)

    def name_for(self, cell: Cell, kind: RowKind) -> str:
        """Return the name of a cell's style."""
        tone = cell.value.tone if isinstance(cell.value, GradeMark) else cell.tone
        bold = cell.bold or tone in (Tone.HEAD, Tone.CURRENT) or (kind is RowKind.GROUP and tone is Tone.GROUP)
        look = _Look(Tone.GRAY if tone is Tone.RESULT else tone, alignment(cell), bold, is_small(cell))
        if look not in self._names:
            self._names[look] = self._register(look)
        return self._names[look]

    def _register(self, look: _Look) -> str:
        weight = ("・太字" if look.bold else "") + ("・小" if look.small else "")
        name = f"行革 {_TONE_NAMES[look.tone]}・{_ALIGN_NAMES[look.align]}{weight}"
        size = SMALL_SIZE if look.small else 9 if look.tone in SMALL_TONES else 10
        numbers = look.align is Align.END  # a number that does not fit would show as ####, so it shrinks
        vertical = "top" if look.align is Align.START else "center"
        self._add(
            name,
            Font(name=FONT_NAME, size=size, bold=look.bold, color=_INK),
            Alignment(
                horizontal=_HORIZONTAL[look.align], vertical=vertical, wrap_text=not numbers, shrink_to_fit=numbers
            ),
            ground=_GROUNDS.get(look.tone, ""),
            framed=True,
            opened=look.tone in _OPEN,
        )
        return name

    def _add(
        self,
        name: str,
        font: Font,
        aligned: Alignment,
        *,
        ground: str = "",
        framed: bool = False,
        opened: bool = False,
    ) -> None:
        style = NamedStyle(name=name, font=font, alignment=aligned, protection=Protection(locked=not opened))
        if ground:
            style.fill = PatternFill("solid", fgColor=ground)
        if framed:
            style.border = _FRAME
        self._workbook.add_named_style(style)


def is_small(cell: Cell) -> bool:
    """Whether a grade was broken into lines, since its column is narrow."""
    return isinstance(cell.value, GradeMark) and "\n" in cell.value.label


def number_format(value: Value) -> str:
    """Return how Excel shows a value: separators, the digits that were typed, days in 和暦 order; ``""`` for text."""
    match value:
        case Decimal():
            exponent = value.as_tuple().exponent
            digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
            return "#,##0" + ("." + "0" * digits if digits else "")
        case Rate():
            return "0%"
        case bool():
            return ""
        case int():
            return "#,##0"
        case date():
            return '[$-411]ggge"年"m"月"d"日";@'
        case _:
            return ""
