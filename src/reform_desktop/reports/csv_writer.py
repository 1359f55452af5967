"""A report's data as CSV for machines (総務省「統計表における機械判読可能なデータの表記方法」, 2020).

One datum a cell, numbers without separators, years in 西暦, every header given. UTF-8 with a byte order mark and
CRLF, so that Excel shows Japanese. Text is written as it was typed, but for an apostrophe in front of what Excel would
run as a formula; numbers are plain, their minus included.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from reform_desktop.domain.formula_text import marked_as_text
from reform_desktop.domain.numerals import canonical_decimal
from reform_desktop.reports.model import Document, GradeMark, Rate, Stage, Trend, Value, Year
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import shown_text, trend_words


def write_csv(document: Document, stream: BinaryIO, ticker: Ticker) -> None:
    """Write the document's data table."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(document.data.captions)
        for row in document.data.rows:
            ticker.advance(0)
            writer.writerow([_datum(value) for value in row])
        text.flush()
    finally:
        text.detach()
    ticker.advance(document.steps)


def _datum(value: Value) -> str:  # noqa: PLR0911 -- one line a type
    match value:
        case None:
            return ""
        case str():
            return marked_as_text(shown_text(value))
        case Decimal():
            return canonical_decimal(value)
        case date():
            return value.isoformat()
        case Year():
            return str(value.fiscal_year)
        case GradeMark() | Stage():
            return marked_as_text(value.label)
        case Rate():
            return f"{value.part / value.whole:.4f}" if value.whole else ""
        case Trend():
            return trend_words(value)
        case int():
            return str(int(value))
