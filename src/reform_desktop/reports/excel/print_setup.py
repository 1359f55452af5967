"""How a worksheet prints: paper, margins, one page wide, its foot, and above further pages its title."""

from __future__ import annotations

from typing import Final

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.protection import SheetProtection

from reform_desktop.domain.practice import PRACTICE_MARK
from reform_desktop.reports.excel.page_turns import PrintedPage
from reform_desktop.reports.excel.streamed import StreamedSheet
from reform_desktop.reports.model import Document, Paper, Part
from reform_desktop.reports.pdf.style import FOOTER_HEIGHT, geometry_of
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.wording import day_line, foot_words, shown_text

_PAPER_CODES: Final = {Paper.A4: 9, Paper.A3: 8}
_INCH: Final = 25.4
_POINTS_AN_INCH: Final = 72
_FOOT: Final = 3 / _INCH
_INVENTED: Final = "架空の内容です"
_PRACTICE_TAB: Final = "FFD43D"
_EDGE_SIZE: Final = 8
"""Points of the words at the upper and lower edge of a page."""

_HEAD_AT: Final = 6
"""Millimetres from the upper edge to the title of further pages, which stands in the margin."""

_LONGEST_HEAD: Final = 200
"""Characters: a header may have 255, codes included."""


def printed_page(document: Document, part: Part) -> PrintedPage:
    """Return what a page of a part holds."""
    turned = document.landscape if part.landscape is None else part.landscape
    geometry = geometry_of(document.paper, landscape=turned, margins=document.options.layout.margins)
    return PrintedPage(geometry.text_width, geometry.text_height + FOOTER_HEIGHT - _POINTS_AN_INCH * _FOOT)


def set_up_print(sheet: StreamedSheet, document: Document, part: Part | None = None) -> None:
    """Set paper, margins (binding edge at the left), one page wide, header and footer."""
    turned = document.landscape if part is None or part.landscape is None else part.landscape
    sheet.page_setup.orientation = "landscape" if turned else "portrait"
    sheet.page_setup.paperSize = _PAPER_CODES[document.paper]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    wished = document.options.layout.margins
    margins.left, margins.right = (wished.left or 20) / _INCH, (wished.right or 15) / _INCH
    margins.top, margins.bottom = (wished.top or 15) / _INCH, (wished.bottom or 15) / _INCH + _FOOT
    margins.footer = min(8 / _INCH, margins.bottom - _FOOT)
    margins.header = min(_HEAD_AT / _INCH, margins.top / 2)
    _set_feet(sheet, document)
    _set_heads(sheet, document, part)


def protect(sheet: StreamedSheet) -> None:
    """Let only the cells with drop-downs be filled in; no password, so that whoever wants to may unlock it.

    Widths, heights and looks stay free to be changed. Workbooks without such cells are not locked: they are made to be
    sorted and reckoned with.
    """
    sheet.protection = SheetProtection(sheet=True, formatCells=False, formatColumns=False, formatRows=False)


def _set_feet(sheet: StreamedSheet, document: Document) -> None:
    foot = HeaderFooterItem()
    foot.left.text = _code_free(foot_words(document))
    foot.center.text = "&P / &N"
    foot.right.text = _code_free(day_line(document.options, "印刷日"))
    for part in (foot.left, foot.center, foot.right):
        part.size = _EDGE_SIZE
    sheet.HeaderFooter.oddFooter = sheet.HeaderFooter.firstFooter = foot


def _set_heads(sheet: StreamedSheet, document: Document, part: Part | None) -> None:
    """Set the title of further pages, small, as in the PDF, and on every page of a practice plan what it is.

    It does not say （続き）: for LibreOffice the first page is that of the workbook, not of each worksheet.
    """
    first, further = HeaderFooterItem(), HeaderFooterItem()
    if part is not None and part.title:
        sheet.HeaderFooter.differentFirst = True
        width = printed_page(document, part).width / (2 if document.options.practice else 1)
        further.left.text = _code_free(_fitted(part.title, width / _EDGE_SIZE))
        further.left.size = _EDGE_SIZE
    if document.options.practice:
        for head in (first, further):
            head.center.text = f"{PRACTICE_MARK}{_INVENTED}"
            head.center.size = 16
        sheet.sheet_properties.tabColor = _PRACTICE_TAB
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.firstHeader = further, first


def _fitted(title: str, room: float) -> str:
    """Return a title on one line, shortened where it is longer than the page is wide."""
    faces = shipped_typefaces()
    advances = faces.advances(bold=False)
    words = " ".join(faces.printable(title).split())
    for length in range(min(len(words), _LONGEST_HEAD), 0, -1):
        shown = words[:length] + ("" if length == len(words) else "…")
        if sum(map(advances.__getitem__, shown)) <= room:
            return shown
    return ""


def _code_free(words: str) -> str:
    """Return words in which no ``&`` is read as a code of header and footer."""
    return shown_text(words).replace("&", "&&")
