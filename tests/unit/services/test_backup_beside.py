"""The backup that is made while files are taken in: it holds what was there before them, or nothing is taken in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from reform_desktop.domain.errors import FileError
from reform_desktop.services.exchange import importing
from reform_desktop.services.exchange.backup_beside import BackupBeside
from reform_desktop.store import backup
from unit.services.offices import Office
from unit.store.small_plan import shown


@pytest.fixture
def answer(finance: Office) -> Path:
    finance.fill_year(2025, result="届いた実績")
    return finance.send("回答")


def _once_held(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> None:
    """Let something happen when it is settled what the backup will hold, and before it is copied."""
    make = backup.make_backup

    def made(store: Path, occasion: str, held: Callable[[], object]) -> backup.Backup:
        def held_and_then() -> None:
            held()
            then()

        return make(store, occasion, held_and_then)

    monkeypatch.setattr(backup, "make_backup", made)


def _bodies(path: Path) -> set[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return {body for (body,) in connection.execute("SELECT body FROM change")}


def test_a_backup_that_is_copied_after_everything_was_written_holds_what_was_there_before(
    division: Office, answer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _bodies(division.desk.path)
    written = Event()
    finish = BackupBeside.finish

    def finish_late(self: BackupBeside) -> None:
        written.set()
        finish(self)

    monkeypatch.setattr(BackupBeside, "finish", finish_late)
    _once_held(monkeypatch, lambda: written.wait(20))
    outcome = importing.import_several(division.desk, [answer], accept_keys=True)
    assert outcome.reports[0].new
    assert written.is_set()
    (made,) = backup.list_backups(division.desk.path)
    assert _bodies(made.path) == before
    assert _bodies(division.desk.path) > before


def test_nothing_is_taken_in_when_the_backup_fails_while_it_is_copied(
    division: Office, answer: Path, welfare: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown(division.desk.store)

    def fail() -> None:
        raise OSError(28, "No space left on device")

    _once_held(monkeypatch, fail)
    with pytest.raises(FileError, match="空き"):
        importing.import_several(division.desk, [answer, welfare.send("別の回答")], accept_keys=True)
    assert shown(division.desk.store) == before
    assert backup.list_backups(division.desk.path) == []
