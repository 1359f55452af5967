"""A backup a day and a check a week."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from reform_desktop.services import upkeep
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.store.backup import list_backups


def test_the_first_opening_of_a_day_makes_a_backup_and_the_second_none(tmp_path: Path) -> None:
    desk = create_desk(tmp_path / "a.reform", "annaka-4")
    first = upkeep.daily_backup(desk)
    assert first is not None
    assert first.label == "その日の最初の保存の前"
    assert upkeep.daily_backup(desk) is None
    assert upkeep.daily_backup(desk, datetime.now() + timedelta(days=1)) is not None
    assert len(list_backups(desk.path)) == 2
    desk.close()


def test_a_window_that_only_reads_makes_no_backup_and_checks_nothing(tmp_path: Path) -> None:
    create_desk(tmp_path / "a.reform", "annaka-4").close()
    desk = Desk.open(tmp_path / "a.reform", read_only=True)
    assert upkeep.daily_backup(desk) is None
    assert not upkeep.verification_due(desk)
    assert upkeep.verify_and_note(desk).is_sound
    desk.close()


def test_a_file_is_checked_again_after_a_week_or_when_the_clock_was_set_back(tmp_path: Path) -> None:
    desk = create_desk(tmp_path / "a.reform", "annaka-4")
    now = datetime.now()
    assert upkeep.verification_due(desk)
    assert upkeep.verify_and_note(desk).is_sound
    assert not upkeep.verification_due(desk, now + timedelta(days=6))
    assert upkeep.verification_due(desk, now + timedelta(days=8))
    assert upkeep.verification_due(desk, now - timedelta(days=2))
    desk.close()


def test_a_damaged_file_stays_due(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    create_desk(path, "annaka-4").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE change SET body = CAST(replace(CAST(body AS TEXT), '情報', '事報') AS BLOB)")
        connection.commit()
    desk = Desk.open(path)
    assert not upkeep.verify_and_note(desk).is_sound
    assert upkeep.verification_due(desk)
    desk.close()
