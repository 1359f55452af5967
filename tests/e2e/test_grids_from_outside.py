"""表で入力 on a real display, by keyboard alone and seen through the accessibility tree, as a screen reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.at_spi.screen import NotThere, Screen
from e2e.test_real_window import close, find, say_who_works_here, show_the_year, stored
from e2e.test_real_window import screen as screen  # noqa: PLC0414 -- the fixture
from reform_desktop.services.creating import create_desk


@pytest.mark.xvfb
def test_a_year_is_filled_in_as_a_table_by_keyboard(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "表.reform"
    create_desk(file, "sample").close()
    try:
        screen.start(str(file))
        say_who_works_here(screen)
        show_the_year(screen)
        screen.do("keys", combination="ctrl+t")
        find(screen, "table", "年度別の表")
        find(screen, "table cell", r"1-\(1\)-① .*　令和7\(2025\)年度 段階　準備")
        screen.do("keys", combination="ctrl+Home")
        for _column in range(3):
            screen.do("keys", combination="Right")
        screen.do("type", text="1,200x")
        screen.do("keys", combination="Return")
        find(screen, "label", ".*「1,200x」は金額として読めません.*")
        screen.do("keys", combination="Up")
        screen.do("type", text="1,234")
        screen.do("keys", combination="Return")
        screen.do("wait_gone", role="label", name=".*「1,200x」.*")
        assert screen.do("unnamed") == []
        close(screen)
    except NotThere:
        screen.picture(tmp_path / "screen.png")
        print("\n".join(screen.do("tree")))
        raise
    assert '"cost_cut_planned":1234' in stored(file, "year_record")
