"""The report model: what a report says, without how a PDF, a workbook or a web page draws it.

A `Document` is a sequence of `Part` (a sheet of one measure, a list), a part a sequence of blocks. All tables of
a part stand on one grid of columns, so that their edges align; a cell spans one or more of its columns. Cells
carry typed values (amount, decimal, day, fiscal year, grade), so that a workbook gets real numbers.

Parts and rows are iterables that may be made while they are written: a book of 300 sheets or a list of 100,000
measures never stands in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from reform_desktop.domain.layouts import LayoutSettings

T = TypeVar("T")


class Paper(Enum):
    """Paper sizes in millimetres, short edge first (ISO 216)."""

    A4 = (210, 297)
    A3 = (297, 420)


class Align(Enum):
    """Where a cell's text stands; `AUTO` puts numbers at the right and words at the left."""

    AUTO = "auto"
    START = "start"
    CENTER = "center"
    END = "end"


class Tone(Enum):
    """The ground of a cell. Colour never says anything that the words do not."""

    PLAIN = "plain"
    LABEL = "label"
    HEAD = "head"
    CURRENT = "current"
    GROUP = "group"
    SUBGROUP = "subgroup"
    RESULT = "result"
    GREEN_STRONG = "green_strong"
    GREEN = "green"
    YELLOW = "yellow"
    BLUE = "blue"
    GRAY = "gray"
    RED = "red"
    ENTRY_PLAN = "entry_plan"
    ENTRY_RESULT = "entry_result"


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year; printed ``令和7(2025)年度``, or ``R7`` in narrow columns."""

    fiscal_year: int
    short: bool = False


@dataclass(frozen=True, slots=True)
class GradeMark:
    """A grade: symbol and word, on its pale ground."""

    symbol: str
    label: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage; on paper a stage repeated from the year before is an arrow, in data it stays the word."""

    label: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A share; printed as a whole percentage rounded half up (図表-2), ``－`` of nothing."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How an indicator runs: on paper a small line through the actual values, dotted where the targets lie.

    One point a year, ``None`` where nothing is known; in words 上昇, 低下 or 横ばい, first known value to last.
    """

    actuals: tuple[Decimal | None, ...]
    targets: tuple[Decimal | None, ...] = ()


Value: TypeAlias = str | int | Decimal | date | Year | GradeMark | Stage | Rate | Trend | None
"""What a cell holds. ``int`` is a count or an amount, printed with thousands separators."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``span`` counts columns of the part's grid; ``choices`` names a list of `Document.choices`."""

    value: Value = None
    span: int = 1
    tone: Tone = Tone.PLAIN
    align: Align = Align.AUTO
    bold: bool = False
    choices: str = ""


class RowKind(Enum):
    """`GROUP` rows head the rows that follow and are repeated, marked （続き）, on a further page."""

    BODY = "body"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``level`` orders nested groups, 0 outermost; ``steps`` is what it adds to the progress.

    ``together`` is how many rows of one height a group keeps on the page of its heading.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    level: int = 0
    steps: int = 0
    together: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``note`` prints smaller and paler."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows on the part's grid; ``head`` is repeated on every page.

    ``together`` keeps a small table whole: with its heading it moves to a further page rather than being cut.
    """

    rows: Iterable[Row]
    head: tuple[Row, ...] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of segment of a stacked bar: a grade, and its count in each bar."""

    mark: GradeMark
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Horizontal bars that share out a whole by grade. ``bars`` names them from the top; ``title`` is read aloud.

    Segments differ by pattern and carry their symbol and count, so that a photocopy says the same.
    """

    title: str
    bars: tuple[str, ...]
    series: tuple[Series, ...]

    def total(self, bar: int) -> int:
        """Return what the segments of one bar add up to."""
        return sum(one.counts[bar] for one in self.series)


@dataclass(frozen=True, slots=True)
class Cover:
    """The words of a title page: the large title, the line under it, and lines at the foot."""

    title: str
    subtitle: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the contents; ``level`` 0 is a chapter."""

    words: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a book, with page numbers on paper: one entry for each part that follows, in their order."""

    entries: Iterable[ContentsEntry]


Block: TypeAlias = Heading | Paragraph | Table | StackedBars | Cover | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet or list: begins a page of its own, and is a worksheet of its own.

    ``name`` is the bookmark and the worksheet's name, ``overline`` the small line above the title, ``grid`` the
    relative widths of its columns, ``steps`` what the part itself adds to the progress. ``freeze_head`` keeps
    the head of its first table in view in a workbook. ``landscape`` turns the paper otherwise than the document's;
    ``level`` puts its bookmark below that of the part before it. ``columns`` names the columns of the grid, of the list
    ``table`` of `columns.LISTS`, so that a layout can choose among them.
    """

    name: str
    title: str
    grid: tuple[float, ...]
    blocks: Iterable[Block]
    overline: str = ""
    stamps: tuple[str, ...] = ()
    steps: int = 0
    freeze_head: bool = False
    landscape: bool | None = None
    level: int = 0
    table: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataTable:
    """The same content for machines: one datum a cell, a caption a column, no groups."""

    captions: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


USUAL_CITY: Final = "安中市"
USUAL_STAMPS: Final = ("課長", "係長", "担当")


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the one who prints decides. ``stamps`` are the captions of the 決裁欄, left to right.

    ``footer`` stands at the left of every page's foot in place of city, title and edition; ``logo`` is a PNG or JPEG.
    ``frozen`` says that ``print_date`` is the day on which an edition was frozen, not that of printing; ``practice``
    that the plan is there to practise (see `reports.practice`).
    """

    print_date: date
    edition: str = ""
    city: str = USUAL_CITY
    stamps: tuple[str, ...] = USUAL_STAMPS
    with_handover: bool = False
    footer: str = ""
    logo: bytes = b""
    layout: LayoutSettings = LayoutSettings()  # noqa: RUF009 -- it is frozen
    frozen: bool = False
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. ``steps`` is the length of its progress: one a measure.

    ``with_data`` puts the data for machines into a workbook as a worksheet of its own, too.
    """

    title: str
    subtitle: str
    parts: Iterable[Part]
    data: DataTable
    options: PrintOptions
    steps: int
    paper: Paper = Paper.A4
    landscape: bool = False
    author: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    with_index: bool = False
    with_data: bool = False


class Lazy(Iterable[T]):
    """Makes its elements anew whenever it is gone through, and keeps none of them."""

    def __init__(self, make: Callable[[], Iterator[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return self._make()
