"""Grade scales as data: 図表-2's six grades are one scale, 木津川市's S/A/B/C another.

A plan carries its own scale, so nothing here names a particular grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct


class CountsAs(Enum):
    """Which side of 「一部以上達成 / 未達成」 a grade falls on (大綱 図表-2)."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"


class Grade(Struct, frozen=True):
    """One grade: stored identifier, printed word, symbol for black-and-white print, and its side.

    ``tone`` names a pale ground of the theme (``green_strong``, ``green``, ``yellow``, ``blue``, ``gray``,
    ``red``). ``reaches_target`` marks grades that claim the year's target as reached, which the input checks
    hold against the indicators; ``stops`` marks 計画中止, which asks for a reason.
    """

    grade: str
    label: str
    symbol: str
    counts_as: CountsAs
    tone: str
    reaches_target: bool = False
    stops: bool = False


class GradeScale(Struct, frozen=True):
    """A plan's grades, best first."""

    grades: tuple[Grade, ...]

    def find(self, grade: str | None) -> Grade | None:
        """Return the grade of that identifier, or ``None`` for none or for one the scale does not know."""
        return next((one for one in self.grades if one.grade == grade), None)

    def label(self, grade: str | None) -> str:
        """Return the printed word; an unknown identifier is shown as it is rather than hidden."""
        found = self.find(grade)
        return found.label if found else (grade or "")

    def mark(self, grade: str | None) -> str:
        """Return symbol and word as every screen and sheet shows a grade, never the colour alone."""
        found = self.find(grade)
        return f"{found.symbol} {found.label}" if found else (grade or "")

    def is_achieved(self, grade: str | None) -> bool:
        """Whether the grade counts as 一部以上達成."""
        found = self.find(grade)
        return found is not None and found.counts_as is CountsAs.ACHIEVED


def scale_of(grades: Sequence[Grade]) -> GradeScale:
    """Return the scale of a plan's stored grades."""
    return GradeScale(tuple(grades))
