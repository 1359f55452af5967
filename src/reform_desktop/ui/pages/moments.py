"""Points in time as the lists show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

_CLOCK: Final = "%H:%M"


def shown_time(at: str, today: date | None = None) -> str:
    """Return 「14:05」 for today, 「11月3日 14:05」 for this year, else with the year; what is no time as it is."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    day = today or date.today()
    clock = moment.strftime(_CLOCK)
    if moment.date() == day:
        return f"今日 {clock}"
    short = f"{moment.month}月{moment.day}日 {clock}"
    return short if moment.year == day.year else f"{moment.year}年{short}"


def days_left_words(days: int) -> str:
    """Return how far away a deadline is, in words."""
    if days > 0:
        return f"あと{days:,}日"
    return "今日まで" if days == 0 else f"{-days:,}日過ぎています"
