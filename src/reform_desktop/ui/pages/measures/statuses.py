"""What 「状況」 narrows the measures down to: a grade, one side of 図表-2, or what 図表-2 counts apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reform_desktop.domain.grades import CountsAs
from reform_desktop.domain.progress import Standing
from reform_desktop.store.outline import NO_GRADE
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED

if TYPE_CHECKING:
    from reform_desktop.domain.grades import GradeScale
    from reform_desktop.store.outline import MeasureFilter

_SIDES: Final = {
    "@achieved": (CountsAs.ACHIEVED, "一部以上達成（合計）"),
    "@not_achieved": (CountsAs.NOT_ACHIEVED, "未達成（合計）"),
}
STANDINGS: Final = {
    Standing.NOT_BEGUN: "開始前",
    Standing.ENDED: "終了・廃止",
    Standing.OUTSIDE: "評価対象外",
}
"""The measures that 図表-2 counts apart, in the words of every page."""

_EFFECTS: Final = "@effects"


def statuses(scale: GradeScale) -> list[tuple[str, str]]:
    """Return every status as ``(name, words)``, in the order of the list."""
    return [
        *((one.grade, f"{one.symbol} {one.label}") for one in scale.grades),
        (NO_GRADE, NOT_GRADED),
        *((name, words) for name, (_side, words) in _SIDES.items()),
        *((f"@{standing.value}", words) for standing, words in STANDINGS.items()),
        (_EFFECTS, "効果額あり"),
    ]


def side_grades(scale: GradeScale, side: CountsAs) -> tuple[str, ...]:
    """Return the grades of one side of 「一部以上達成 / 未達成」."""
    return tuple(one.grade for one in scale.grades if one.counts_as is side)


def with_status(chosen: MeasureFilter, status: str, scale: GradeScale) -> MeasureFilter:
    """Return the filter narrowed down to a status; grades are looked for among the measures under evaluation alone."""
    if status == _EFFECTS:
        return replace(chosen, effects=True)
    apart = next((one for one in STANDINGS if status == f"@{one.value}"), None)
    if apart is not None:
        return replace(chosen, standing=apart)
    grades = side_grades(scale, _SIDES[status][0]) if status in _SIDES else (status,)
    return replace(chosen, grades=grades, standing=Standing.IN_EVALUATION)


def status_of(wanted: MeasureFilter, scale: GradeScale) -> str | None:
    """Return the status that narrows down as a filter does; ``None`` when it narrows by none."""
    if wanted.effects:
        return _EFFECTS
    if wanted.standing in STANDINGS and wanted.standing is not None:
        return f"@{wanted.standing.value}"
    sides = {side_grades(scale, side): name for name, (side, _words) in _SIDES.items()}
    return sides.get(wanted.grades) or next(iter(wanted.grades), None)
