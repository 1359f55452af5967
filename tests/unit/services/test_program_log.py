"""The program's log: what happened is in it, what was entered never is, and it never stands in the way."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest

from reform_desktop.cli import run_command_line
from reform_desktop.domain.errors import UserError
from reform_desktop.services import program_log
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.program_log import Event, note, note_bug
from reform_desktop.services.upkeep import daily_backup, verify_and_note

TYPED = "窓口の待ち時間を七分にした髙﨑さん"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(program_log.FOLDER_VARIABLE, str(tmp_path / "記録"))
    return tmp_path / "記録"


def written(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.log*")))


def test_a_line_tells_time_process_version_event_and_figures(folder: Path) -> None:
    note(Event.OPENED, file=UUID("0197b5c0-0000-7000-8000-00000000abcd"), bytes=12, error=UserError)
    (line,) = written(folder).splitlines()
    assert str(os.getpid()) in line.split(" ")
    assert line.endswith("ファイルを開いた file=0000abcd bytes=12 error=reform_desktop.domain.errors.UserError")


@pytest.mark.parametrize("smuggled", [TYPED, TYPED.encode(), Path(TYPED), [TYPED], ValueError(TYPED), 1.5])
def test_words_cannot_be_written(folder: Path, smuggled: object) -> None:
    with pytest.raises(TypeError):
        note(Event.OPENED, file=smuggled)  # type: ignore[arg-type]
    assert not folder.exists() or TYPED not in written(folder)


def test_a_bug_is_told_by_type_and_place_without_its_message(folder: Path) -> None:
    try:
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError(TYPED) from error
    except KeyError as error:
        note_bug(error)
    text = written(folder)
    assert "不具合 type=builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_program_log.py:" in text
    assert TYPED not in text


def test_nothing_that_was_entered_and_no_file_name_reaches_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{TYPED}.reform"
    assert run_command_line(["new", str(path), "--outline", "annaka-4", "--department", TYPED]) == 0
    lines = tmp_path / f"{TYPED}.jsonl"
    lines.write_text(f'{{"kind": "measure", "id": "{TYPED}", "set": {{"title": "{TYPED}"}}}}\n', encoding="utf-8")
    assert run_command_line(["edit", str(path), str(lines)]) == 1
    assert run_command_line(["search", str(path), TYPED]) == 0
    assert run_command_line(["check", str(tmp_path / f"{TYPED}がない.reform")]) == 1
    desk = Desk.open(path, who=TYPED)
    daily_backup(desk)
    verify_and_note(desk)
    desk.close()
    text = written(folder)
    assert [event.value in text for event in (Event.CREATED, Event.OPENED, Event.REFUSED, Event.CLOSED)] == [True] * 4
    assert [event.value in text for event in (Event.BACKED_UP, Event.VERIFIED, Event.COMMAND)] == [True] * 3
    assert "search.Search status=0" in text
    assert "check.Check status=1 error=reform_desktop.domain.errors.FileError" in text
    for start in range(len(TYPED) - 3):
        assert TYPED[start : start + 4] not in text
    assert tmp_path.name not in text


def test_full_files_make_room_and_the_oldest_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "LARGEST", 400)
    for number in range(60):
        note(Event.ENDED, status=number)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["reform-desktop.log", *(f"reform-desktop.log.{number}" for number in range(1, 5))]
    assert "status=59" in (folder / "reform-desktop.log").read_text("utf-8")
    assert "status=0\n" not in written(folder)
    assert all(path.stat().st_size < 600 for path in folder.iterdir())


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv(program_log.FOLDER_VARIABLE, str(tmp_path / "file" / "below"))
    create_desk(tmp_path / "a.reform", "annaka-4").close()


def test_it_lies_in_the_accounts_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(program_log.FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert program_log.log_folder().is_relative_to(tmp_path)


