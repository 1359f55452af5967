"""Where the next block goes: a cursor running down the page, headings and feet, and the turn to a further page."""

from __future__ import annotations

from typing import Final

from reform_desktop.reports.model import Part
from reform_desktop.reports.pdf.book import TOTAL_FORM, Book, Bookmark, ContentsLine
from reform_desktop.reports.pdf.breaking import break_lines
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.page import Page
from reform_desktop.reports.pdf.pictures import Picture
from reform_desktop.reports.pdf.style import (
    BODY,
    CAPTION,
    FOOTER_HEIGHT,
    HEADING,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    NOTE,
    STAMP_SIZE,
    TITLE,
    Geometry,
    TextStyle,
)
from reform_desktop.reports.pdf.watermark import WATERMARK_FORM
from reform_desktop.reports.stamps import StampBoxes, leaves_a_title, stamp_boxes
from reform_desktop.reports.wording import CONTINUED

_SPACE_BEFORE_HEADING: Final = 9.0
_SPACE_AFTER_HEADING: Final = 2.0
_PARAGRAPH_SPACE: Final = 3.0
_STAMP_GAP: Final = 14.0
_CONTENTS_NUMBER: Final = 34.0
_CONTENTS_DOTS: Final = 6.0
_CONTENTS_GAP: Final = 3.0
_DOTS_AT: Final = 0.7


class Flow:
    """Places what blocks draw. ``y`` is the cursor, from the upper edge of the page, in points."""

    def __init__(
        self,
        book: Book,
        geometry: Geometry,
        fonts: DocumentFonts,
        foot: tuple[str, str],
        logo: Picture | None = None,
    ) -> None:
        self.geometry = geometry
        self.fonts = fonts
        self.y = geometry.top
        self._book = book
        self.page = self._new_page()
        self.logo = logo
        self._foot = tuple(fonts.printable(words) for words in foot)
        self._started = False
        self._mark: Bookmark | None = None
        self._contents: list[ContentsLine] = []
        self._footed = True
        self._running_title = ""
        self._heading = ""
        self._heading_level: int | None = None
        self._headings: list[Bookmark] = []
        self._top_of_body = geometry.top

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.geometry.bottom - self.y

    @property
    def at_top(self) -> bool:
        """Whether nothing but the running title stands on this page."""
        return self.y <= self._top_of_body

    def begin_part(self, part: Part, geometry: Geometry) -> None:
        """Begin a part on a new page: overline, title and 決裁欄; nothing of these for one without a title."""
        self.finish()
        self._started = True
        self.geometry = geometry
        self.page = self._new_page()
        self._mark = Bookmark(part.name, 0, part.level)
        self._footed = bool(part.title)
        self._running_title = self.fonts.printable(f"{part.title}{CONTINUED}")
        self.y = self.geometry.top
        if part.title:
            self._draw_title(part)
        self._top_of_body = self.y

    def break_page(self) -> None:
        """Go on at the top of a further page, under the running title."""
        self._close_page()
        self.y = self.geometry.top
        self._lines(self._running_title, CAPTION, self.geometry.text_width)
        self.y += 1
        self.page.rule(self.geometry.left, self.y, self.geometry.text_width)
        self.y += 6
        self._top_of_body = self.y

    def finish(self) -> None:
        """Write the last page, with a heading that nothing followed."""
        if self._heading:
            self.make_room(0.0)
        self._close_page()

    def heading(self, text: str, *, level: int | None = None) -> None:
        """Announce a heading; it is drawn together with what follows it, on the same page.

        With ``level`` it has a bookmark, below that of its part.
        """
        self._draw_heading()
        self._heading = self.fonts.printable(text)
        self._heading_level = level

    def add_figure(self, name: str, content: bytes) -> Picture:
        """Put a picture into the file once. Raises `ValueError` when it is none."""
        return self._book.add_figure(name, content)

    def draw_figure(self, name: str, left: float, width: float, height: float) -> None:
        """Draw a picture at the cursor, which stays where it is."""
        self.page.picture(left, self.y, width, height, self._book.figure_form(name))
        self.page.frame(left, self.y, width, height)

    def make_room(self, height: float) -> None:
        """Turn to a further page unless the announced heading and ``height`` points fit, and draw the heading."""
        if self.room < self._heading_height() + height and not self.at_top:
            self.break_page()
        self._draw_heading()

    def paragraph(self, text: str, *, note: bool) -> None:
        """Draw running text, over as many pages as it needs."""
        style = NOTE if note else BODY
        self.make_room(style.leading + 2 * _PARAGRAPH_SPACE)
        self.y += _PARAGRAPH_SPACE
        self._lines(self.fonts.printable(text), style, self.geometry.text_width)
        self.y += _PARAGRAPH_SPACE

    def contents_line(self, words: str, indent: float) -> None:
        """Draw a line of the contents, dotted up to where its page number will stand."""
        left = self.geometry.left + indent
        right = self.geometry.right
        lines = break_lines(
            self.fonts.printable(words),
            (right - left - _CONTENTS_NUMBER) / BODY.size,
            self.fonts.advances(bold=False),
        )
        self.make_room(len(lines) * BODY.leading + _CONTENTS_GAP)
        for line in lines:
            self.page.text(left, self.y, line, BODY)
            self.y += BODY.leading
        top = self.y - BODY.leading
        begin = left + self.fonts.width(lines[-1], BODY.size) + _CONTENTS_DOTS
        self.page.dots(begin, right - _CONTENTS_NUMBER, top + BODY.leading * _DOTS_AT)
        self._contents.append(ContentsLine(right, top, left))
        self.y += _CONTENTS_GAP

    def _heading_height(self) -> float:
        if not self._heading:
            return 0.0
        width = self.geometry.text_width / HEADING.size
        lines = break_lines(self._heading, width, self.fonts.advances(bold=HEADING.bold))
        return len(lines) * HEADING.leading + _SPACE_BEFORE_HEADING + _SPACE_AFTER_HEADING

    def _draw_heading(self) -> None:
        if not self._heading:
            return
        heading, self._heading = self._heading, ""
        if self._heading_level is not None:
            self._headings.append(Bookmark(heading, 0, self._heading_level))
        self.y += 0 if self.at_top else _SPACE_BEFORE_HEADING
        self._lines(heading, HEADING, self.geometry.text_width)
        self.y += _SPACE_AFTER_HEADING

    def _lines(self, text: str, style: TextStyle, width: float, indent: float = 0.0) -> None:
        for line in break_lines(text, width / style.size, self.fonts.advances(bold=style.bold)):
            if self.room < style.leading:
                self.break_page()
            self.page.text(self.geometry.left + indent, self.y, line, style)
            self.y += style.leading

    def _draw_title(self, part: Part) -> None:
        """Draw emblem, overline and title, and the 決裁欄 at their right, or above them where there are many boxes."""
        geometry = self.geometry
        boxes = stamp_boxes(tuple(map(self.fonts.printable, part.stamps)), self.fonts.advances(bold=False))
        indent = self._draw_logo()
        width = geometry.text_width - indent
        below = geometry.top + (LOGO_HEIGHT if indent else 0)
        if boxes:
            self._draw_stamps(boxes)
            below = max(below, geometry.top + boxes.height)
            if leaves_a_title(width - boxes.width - _STAMP_GAP):
                width -= boxes.width + _STAMP_GAP
            else:
                self.y, indent, width = below + _PARAGRAPH_SPACE, 0.0, geometry.text_width
        if part.overline:
            self._lines(self.fonts.printable(part.overline), NOTE, width, indent)
            self.y += 3
        self._lines(self._title_of(part.title, width), TITLE, width, indent)
        self.y = max(self.y, below) + 8

    def _title_of(self, title: str, width: float) -> str:
        """Return a title that is too long for a line broken before its last part (…　令和7(2025)年度) if that helps."""
        words = self.fonts.printable(title)
        if "\n" in words:
            return words
        parts = words.rpartition("　")
        fits = [self.fonts.width(one, TITLE.size, bold=True) <= width for one in (words, parts[0], parts[2])]
        return f"{parts[0]}\n{parts[2]}" if fits == [False, True, True] else words

    def _draw_logo(self) -> float:
        """Draw the city's emblem before overline and title; return how far these are moved to the right."""
        if self.logo is None:
            return 0.0
        width, height = self.logo.fitted(LOGO_WIDTH, LOGO_HEIGHT)
        self.page.picture(self.geometry.left, self.geometry.top, width, height)
        return width + _STAMP_GAP / 2

    def _draw_stamps(self, boxes: StampBoxes) -> None:
        """Draw the 決裁欄: a caption over an empty box for each stamp."""
        x, top = self.geometry.right - boxes.width, self.geometry.top
        for caption in boxes.captions:
            self.page.frame(x, top, STAMP_SIZE, boxes.height)
            self.page.frame(x, top, STAMP_SIZE, boxes.caption_height)
            y = top + (boxes.caption_height - len(caption) * CAPTION.leading) / 2
            for line in caption:
                inset = (STAMP_SIZE - self.fonts.width(line, CAPTION.size)) / 2
                self.page.text(x + inset, y, line, CAPTION)
                y += CAPTION.leading
            x += STAMP_SIZE

    def _close_page(self) -> None:
        if not self._started:
            return
        if self._footed:
            self._draw_foot()
        if self._contents:
            self.page.place(0, self.geometry.height, self._book.contents_form)
        self._book.add_page(self.page, self.geometry, self._mark, self._contents, self._headings)
        self._mark = None
        self._headings = []
        self._contents = []
        self.page = self._new_page()

    def _new_page(self) -> Page:
        """Return an empty page; of a practice plan with 「練習用」 below all that will stand on it."""
        page = Page(self.geometry.height, self.fonts)
        if self._book.watermarked:
            page.place(self.geometry.width / 2, self.geometry.height / 2, WATERMARK_FORM)
        return page

    def _draw_foot(self) -> None:
        """Draw the foot: edition at the left, page x / y in the middle, the day of printing at the right."""
        geometry = self.geometry
        top = geometry.bottom + FOOTER_HEIGHT - NOTE.leading
        left, right = self._foot
        self.page.text(geometry.left, top, left, NOTE)
        centre = (geometry.left + geometry.right) / 2
        count = f"{self._book.page_count + 1} / "
        self.page.text(centre - self.fonts.width(count, NOTE.size), top, count, NOTE)
        self.page.place(centre, top, TOTAL_FORM)
        self.page.text(geometry.right - self.fonts.width(right, NOTE.size), top, right, NOTE)
