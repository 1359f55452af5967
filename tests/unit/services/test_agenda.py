"""今すること: what waits for whom, by the states of the answers and the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reform_desktop.domain.records import Item
from reform_desktop.services import agenda, editing
from reform_desktop.services.agenda import Errand, Task
from reform_desktop.services.creating import create_desk
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.store import records

YEAR = 2025
MAY_1 = date(2026, 5, 1)


def _told(desk: Desk, today: date = MAY_1) -> dict[Errand, Task]:
    return {one.errand: one for one in agenda.tasks(desk, YEAR, today)}


@pytest.fixture
def division(tmp_path: Path) -> Desk:
    desk = create_desk(tmp_path / "division.reform", "annaka-4")
    for name in ("財政課", "市民課"):
        editing.create(desk, "department", {"name": name})
    return desk


def _ask(desk: Desk, name: str, **values: object) -> str:
    department = next(one for one in list_departments(desk) if one.name == name)
    given = {"department_id": department.id, "fiscal_year": YEAR, "period": "year_end"} | values
    return editing.create(desk, "submission", given)[0]  # type: ignore[arg-type]


def test_before_anybody_was_asked_the_coordinator_is_told_to_ask(division: Desk) -> None:
    assert agenda.tasks(division, YEAR, MAY_1) == [], "there is nothing yet to ask about"
    with division.store.reading() as connection:
        item = records.all_records(connection, Item)[0]
    editing.create(division, "measure", {"item_id": item.id, "number": 1, "title": "窓口の見直し"})
    assert [one.errand for one in agenda.tasks(division, YEAR, MAY_1)] == [Errand.NOT_ASKED]
    division.close()


def test_the_coordinator_sees_who_is_waited_for_and_what_has_arrived(division: Desk) -> None:
    first, second, third = (one.name for one in list_departments(division)[:3])
    _ask(division, first, state="draft", deadline="2026-05-08")
    _ask(division, second, state="returned", deadline="2026-05-08")
    arrived = _ask(division, third, state="submitted", deadline="2026-05-08")
    told = _told(division)
    assert (told[Errand.LATE].count, told[Errand.LATE].presses) == (2, True)
    due = "提出期限 令和8年5月8日（あと7日）　うち差戻し中 1課"
    assert told[Errand.LATE].note == f"{due}　{first}、{second}"
    assert told[Errand.ARRIVED].count == 1
    assert not _told(division, date(2026, 4, 20))[Errand.LATE].presses
    assert "2日過ぎています" in _told(division, date(2026, 5, 10))[Errand.LATE].note
    editing.set_values(division, "submission", arrived, {"state": "accepted"})
    assert Errand.ARRIVED not in _told(division)
    for name in ("税務課", "収納課"):
        editing.create(division, "department", {"name": name})
        _ask(division, name, state="draft")
    assert _told(division)[Errand.LATE].note.endswith(f"{first}、{second}、税務課 ほか1課")
    division.close()


def test_what_presses_comes_first_and_what_is_done_last(division: Desk) -> None:
    first = list_departments(division)[0].name
    _ask(division, first, period="midyear", state="accepted")
    _ask(division, first, state="draft", deadline="2026-05-02")
    editing.create(division, "opinion", {"plan_id": division.plan().id, "fiscal_year": YEAR, "text": "どうするのか。"})
    order = [one.errand for one in agenda.tasks(division, YEAR, MAY_1)]
    assert order == [Errand.LATE, Errand.OPINIONS, Errand.WAITING]
    division.close()


@pytest.mark.parametrize(
    ("state", "errand", "words"),
    [
        ("draft", Errand.REQUEST, "年度末の照会が届いています"),
        ("confirmed", Errand.CONFIRMED, "年度末の回答を提出してください（課長確認済）"),
        ("returned", Errand.RETURNED, "年度末の回答が差し戻されました"),
        ("submitted", Errand.WAITING, "年度末の回答は提出済みです"),
        ("accepted", Errand.WAITING, "年度末の回答は受理されました"),
    ],
)
def test_a_department_is_told_its_next_step(tmp_path: Path, state: str, errand: Errand, words: str) -> None:
    desk = create_desk(tmp_path / "own.reform", "annaka-4", department="財政課")
    assert agenda.tasks(desk, YEAR, MAY_1) == []
    editing.create(
        desk,
        "submission",
        {"department_id": desk.department_id, "fiscal_year": YEAR, "period": "year_end", "state": state},
    )
    assert [(one.errand, one.words) for one in agenda.tasks(desk, YEAR, MAY_1)] == [(errand, words)]
    desk.close()
