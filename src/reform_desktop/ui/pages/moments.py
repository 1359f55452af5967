"""Points in time as the lists show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from reform_desktop.domain.eras import era_of, number_text

_CLOCK: Final = "%H:%M"


def shown_time(at: str, today: date | None = None) -> str:
    """Return 「14:05」 for today, 「11月3日 14:05」 for this year, else the day alone; what is no time as it is."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    day = today or date.today()
    clock = moment.strftime(_CLOCK)
    if moment.date() == day:
        return f"今日 {clock}"
    short = f"{moment.month}月{moment.day}日 {clock}"
    return short if moment.year == day.year else short_day(moment.date())


def short_day(day: date | None) -> str:
    """Return 「R8.5.20」, as staff type it; nothing for no day."""
    if day is None:
        return ""
    era = era_of(day)
    year = str(day.year) if era is None else f"{era.letter}{number_text(era.number_of(day.year))}"
    return f"{year}.{day.month}.{day.day}"
