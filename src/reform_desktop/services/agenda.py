"""What is mine to do now, in the order in which it presses: for a department its answers, for the division the others'.

Each task says what is to be done and how much of it there is; where it leads is told by what it is about (`Errand`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Final

from msgspec import Struct

from reform_desktop.domain.japanese_date import days_left_words, format_date_japanese
from reform_desktop.domain.records import PERIODS, Submission
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.services.submissions import (
    ACCEPTED,
    HANDED_IN,
    RETURNED,
    SUBMITTED,
    DepartmentAnswers,
    board,
    period_label,
)
from reform_desktop.store import disputes
from reform_desktop.store.opinion_tallies import count_unanswered
from reform_desktop.store.year_tallies import has_measures

_NAMED: Final = 3
"""So many departments are named; all of them stand on the board."""

SOON: Final = 7
"""Days before a deadline from which on it presses."""


class Errand(Enum):
    """What a task is about; the window knows the page of each."""

    RETURNED = "returned"
    REQUEST = "request"
    CONFIRMED = "confirmed"
    LATE = "late"
    ARRIVED = "arrived"
    NOT_ASKED = "not_asked"
    CONFLICTS = "conflicts"
    HELD = "held"
    OPINIONS = "opinions"
    WAITING = "waiting"


class Task(Struct, frozen=True):
    """One thing to do: ``words`` say what, ``note`` how soon or why; ``presses`` that it is late or nearly so."""

    errand: Errand
    words: str
    note: str = ""
    count: int = 0
    presses: bool = False


def tasks(desk: Desk, fiscal_year: int, today: date) -> list[Task]:
    """Return what is to be done in a year's work, the most pressing first; empty when all is done."""
    rows = board(desk, fiscal_year)
    found: list[Task] = []
    for period in PERIODS:
        asked = {
            one.department.name: one.by_period[period.identifier] for one in rows if period.identifier in one.by_period
        }
        if desk.is_division:
            found += _of_division(asked, period.identifier, today)
        else:
            found += [_of_department(desk, one, today) for one in asked.values()]
    if desk.is_division and _nobody_was_asked(desk, rows):
        words = "まだどの課にも照会を送っていません"
        found.append(Task(Errand.NOT_ASKED, words, "提出期限を決めて、照会を送ります。"))
    found += _disputes(desk)
    found += _opinions(desk, fiscal_year)
    return sorted(found, key=lambda one: (not one.presses, one.errand is Errand.WAITING))


def _nobody_was_asked(desk: Desk, rows: Sequence[DepartmentAnswers]) -> bool:
    """Whether there are measures to ask about and departments to ask, and none was asked yet."""
    if not rows or any(one.by_period for one in rows):
        return False
    with desk.store.reading() as connection:
        return has_measures(connection)


def _of_department(desk: Desk, one: Submission, today: date) -> Task:
    period, due, presses = period_label(one.period or ""), *_due(one.deadline, today)
    match one.state:
        case "returned":
            note = "　".join(part for part in (due, _remarks_left(desk), _in_one_line(one.return_reason)) if part)
            task = Task(Errand.RETURNED, f"{period}の回答が差し戻されました", note, 1, presses=True)
        case "confirmed":
            task = Task(Errand.CONFIRMED, f"{period}の回答を提出してください（課長確認済）", due, 1, presses)
        case "submitted":
            note = f"{DIVISION_NAME}の確認を待っています。"
            task = Task(Errand.WAITING, f"{period}の回答は提出済みです", note)
        case "accepted":
            task = Task(Errand.WAITING, f"{period}の回答は受理されました", "することはありません。")
        case _:
            note = due or _in_one_line(one.message)
            task = Task(Errand.REQUEST, f"{period}の照会が届いています", note, 1, presses)
    return task


def _remarks_left(desk: Desk) -> str:
    """Return how many of the remarks that came back are still open."""
    from reform_desktop.services.exchange.review import remarks  # noqa: PLC0415 -- only after answers came back

    _at, found = remarks(desk)
    left = sum(not one.done for one in found)
    if not found:
        return ""
    return f"コメント{len(found):,}件、残り{left:,}件" if left else f"コメント{len(found):,}件、すべて直しました"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _of_division(asked: Mapping[str, Submission], period: str, today: date) -> list[Task]:
    """Return what the coordinator waits for and has to look at, by the departments' names."""
    found = []
    label = period_label(period)
    late = {name: one for name, one in asked.items() if one.state not in HANDED_IN}
    if late:
        days = [one.deadline for one in late.values() if one.deadline]
        due, presses = _due(min(days) if days else None, today)
        returned = sum(one.state == RETURNED for one in late.values())
        parts = (due, f"うち差戻し中 {returned:,}課" if returned else "", _some(list(late)))
        note = "　".join(part for part in parts if part)
        found.append(Task(Errand.LATE, f"{label}：未提出 {len(late):,}課", note, len(late), presses))
    arrived = [name for name, one in asked.items() if one.state == SUBMITTED]
    if arrived:
        words = f"{label}：届いた回答を確かめて受理してください　{len(arrived):,}課"
        found.append(Task(Errand.ARRIVED, words, _some(arrived), len(arrived)))
    if asked and all(one.state == ACCEPTED for one in asked.values()):
        words = f"{label}：すべての課の回答を受理しました"
        found.append(Task(Errand.WAITING, words, f"{len(asked):,}課"))
    return found


def _some(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    first = "、".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{first} ほか{more:,}課" if more > 0 else first


def _due(deadline: date | None, today: date) -> tuple[str, bool]:
    """Return when something is due, in words, and whether that presses."""
    if deadline is None:
        return "", False
    left = (deadline - today).days
    return f"提出期限 {format_date_japanese(deadline)}（{days_left_words(left)}）", left <= SOON


def _disputes(desk: Desk) -> list[Task]:
    with desk.store.reading() as connection:
        conflicts, held = disputes.count_conflicts(connection), disputes.count_held(connection)
    found = []
    if conflicts:
        words = f"競合を解決してください　{conflicts:,}件"
        found.append(
            Task(Errand.CONFLICTS, words, "同じ項目に、別々の内容が入力されています。", conflicts, presses=True)
        )
    if held:
        words = f"保留になっている変更を確かめてください　{held:,}件"
        found.append(Task(Errand.HELD, words, "届いていますが、まだ反映していません。", held))
    return found


def _opinions(desk: Desk, fiscal_year: int) -> list[Task]:
    with desk.store.reading() as connection:
        count = count_unanswered(connection, fiscal_year, desk.department_id)
    if not count:
        return []
    words = f"対応が書かれていない意見　{count:,}件"
    return [Task(Errand.OPINIONS, words, "会議の意見に、どう対応するかを書きます。", count)]
