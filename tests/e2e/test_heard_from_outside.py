"""Every page on a real display as a screen reader finds it: names, roles and values, and where the keyboard is.

Also the editors of 表で入力, which come up inside their grid.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from e2e.at_spi.screen import NotThere, Screen
from e2e.test_real_window import YEAR, close, find, say_who_works_here, show_the_year
from e2e.test_real_window import screen as screen  # noqa: PLC0414 -- the fixture
from reform_desktop.services.creating import create_desk
from reform_desktop.ui.page_table import PAGES

EDITORS = (
    ("combo box", "準備", ".*"),
    ("text", rf"1-\(1\)-① .*{re.escape(YEAR)} 年度目標", "古いページを900ページ以下に減らす"),
    ("text", rf"1-\(1\)-① .*{re.escape(YEAR)} 取組計画", ".+"),
)
"""What each of the first columns is edited with: role, name, and the text that is heard. On Linux Qt gives the value of
a combo box as its name; that ours have one of their own is seen from inside (tests/gui/test_heard.py)."""

STEPS = 2
"""Stops of the Tab key that are looked at on each page."""


@pytest.mark.xvfb
def test_every_page_says_what_it_shows_and_where_the_keyboard_is(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "画面.reform"
    create_desk(file, "sample").close()
    try:
        screen.start(str(file))
        say_who_works_here(screen)
        show_the_year(screen)
        for number, page in enumerate(PAGES, start=1):
            walk_a_page(screen, number, page.title)
        edit_cells(screen)
        hear_counts(screen)
        close(screen)
    except (NotThere, AssertionError):
        screen.picture(tmp_path / "screen.png")
        print("\n".join(screen.do("tree")))
        raise


def walk_a_page(screen: Screen, number: int, title: str) -> None:
    """Go to a page, hold all of it against what a screen reader needs, and follow Tab for a few steps."""
    screen.do("keys", combination=f"ctrl+{number}")
    pressed = find(screen, "", rf"{re.escape(title)}( [\d,]+件)?")
    assert screen.do("name", element=pressed)
    assert screen.do("unheard") == [], title
    stops = []
    for _step in range(STEPS):
        screen.do("keys", combination="Tab")
        stops.append(screen.do("focused"))
    assert all(stop and stop[1].strip() for stop in stops), (title, stops)
    assert len({tuple(stop[:2]) for stop in stops}) > 1, f"Tab stays where it is on {title}: {stops}"


def edit_cells(screen: Screen) -> None:
    """Open the editors of a choice, a text and an amount in the table of the year, and hear each by name."""
    screen.do("keys", combination="ctrl+2")
    screen.do("keys", combination="ctrl+t")
    find(screen, "table", "年度別の表")
    screen.do("listen")
    screen.do("keys", combination="ctrl+Home")
    for role, name, text in EDITORS:
        screen.do("keys", combination="F2")
        found = screen.do("heard", kind="focused", name=name, seconds=20)
        assert found[1] == role, found
        assert re.fullmatch(text, found[2]), found
        screen.do("keys", combination="Escape")
        screen.do("keys", combination="Right")
    screen.do("type", text="12x")
    screen.do("keys", combination="Return")
    screen.do("heard", kind="announcement", name=".*「12x」は金額として読めません.*", seconds=20)
    screen.do("keys", combination="ctrl+s")
    screen.do("heard", kind="announcement", name="すべて保存済みです。.*", seconds=20)


def hear_counts(screen: Screen) -> None:
    """Narrow the list and open the checks: how many there are is said without going there."""
    screen.do("keys", combination="ctrl+shift+f")
    screen.do("type", text="SNS")
    screen.do("heard", kind="announcement", name=r"[\d,]+件.*", seconds=20)
    screen.do("keys", combination="ctrl+k")
    screen.do("heard", kind="announcement", name=r"入力チェック [\d,]+件", seconds=30)
