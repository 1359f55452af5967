"""Japanese eras: which era a day lies in, and reading a year that is written in an era, in 西暦 or in both.

Fiscal years and dates share this table, so that one spelling of a year means the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.text import quoted


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its name (令和), the letter of tables and forms (R), and the day it began."""

    name: str
    letter: str
    first_day: date

    def western_year(self, number: int) -> int:
        """Return the 西暦 year of the era's ``number``-th year (1 is 元年)."""
        return self.first_day.year + number - 1

    def number_of(self, western_year: int) -> int:
        """Return which year of the era ``western_year`` is; 1 is 元年."""
        return western_year - self.first_day.year + 1


#: Newest first. Meiji begins with the Gregorian calendar (1 January 1873): earlier days had other dates.
ERAS: Final = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
GREGORIAN_SINCE: Final = date(1873, 1, 1)

_NAMES: Final = {spelling: era for era in ERAS for spelling in (era.name, era.letter)}

#: Grammar of a year on text from `plain`, for use inside larger patterns.
ERA_YEAR: Final = r"(?:令和|平成|昭和|大正|明治|[RHSTM])\s*\.?\s*(?:元|[0-9]{1,3})"
WESTERN_YEAR: Final = r"(?:西暦\s*)?[0-9]{4}(?![0-9])"

_ERA_PART: Final = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTM])\s*\.?\s*(元|[0-9]{1,3})")
_WESTERN_PART: Final = re.compile(r"[0-9]{4}")
_BRACKETS: Final = str.maketrans("〔[【〕]】", "((()))")


@dataclass(frozen=True, slots=True)
class YearSpelling:
    """A year as typed: the era and its year, the 西暦 year, or both. Not yet checked against each other."""

    era: Era | None
    number: int
    western: int | None

    @property
    def year(self) -> int:
        """The 西暦 year that is meant; the era decides, `check_agreement` has compared it with the rest."""
        if self.era is not None:
            return self.era.western_year(self.number)
        return self.western or 0

    @property
    def era_text(self) -> str:
        """The era part as Japanese texts write it: 令和7, 令和元."""
        return "" if self.era is None else f"{self.era.name}{number_text(self.number)}"


def plain(text: str) -> str:
    """Return ``text`` in half width, upper case and single spaces, as the year patterns expect it.

    Brackets become round ones. Single spaces also keep those patterns fast on any input.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(_BRACKETS)
    return " ".join(folded.split())


def number_text(number: int) -> str:
    """Return the year of an era as it is written: 元 for the first, else the digits."""
    return "元" if number == 1 else str(number)


def era_of(day: date) -> Era | None:
    """Return the era that ``day`` lies in, or None before 明治6年, when Japan took over this calendar."""
    if day < GREGORIAN_SINCE:
        return None
    return next(era for era in ERAS if era.first_day <= day)


def read_year(text: str) -> YearSpelling:
    """Read a year that already matches `ERA_YEAR` or `WESTERN_YEAR`, or holds one of each in any order."""
    found = _ERA_PART.search(text)
    rest = text if found is None else text[: found.start()] + " " + text[found.end() :]
    western = _WESTERN_PART.search(rest)
    return YearSpelling(
        era=None if found is None else _NAMES[found[1]],
        number=0 if found is None else 1 if found[2] == "元" else int(found[2]),
        western=None if western is None else int(western[0]),
    )


def check_agreement(spelling: YearSpelling, typed: str, suffix: str) -> None:
    """Refuse a year whose era and 西暦 contradict each other; ``suffix`` is 年 or 年度.

    Raises InputError with both ways out.
    """
    if spelling.era is None or spelling.western in (None, spelling.year):
        return
    raise InputError(
        f"{quoted(typed)}は、{spelling.era_text}{suffix}（{spelling.year}{suffix}）と"
        f"{spelling.western}{suffix}が食い違っています。正しいほうだけを入力してください。"
    )
