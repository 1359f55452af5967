"""Old workbooks, protected ones, and ones that end the process they are read in: the program itself goes on."""

from __future__ import annotations

import datetime as dt
import pickle
import random
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from reform_desktop.domain.errors import UserError
from reform_desktop.services.sheet_import import apart
from reform_desktop.services.sheet_import.errors import PasswordNeededError, RefusedSheetError, SheetError
from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
from reform_desktop.services.sheet_import.reader_process import MODULE
from reform_desktop.services.sheet_import.reading import read_sheets
from reform_desktop.services.sheet_import.taking import take_sheet
from unit.services import hostile_workbooks as hostile
from unit.services.offices import MEASURE, Office, year_row
from unit.services.sheet_files import previewed
from unit.store.small_plan import value

SHEETS = Path(__file__).parents[2] / "fixtures" / "sheets"
RIGHT, WRONG = "ひみつ123", "ちがう"
_SIGNS = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\xfe\xff\xff\xff", b"\0\0\0\0")


def test_an_old_workbook_with_a_password_is_asked_for_it_and_taken_in(division: Office) -> None:
    path = SHEETS / "protected.xls"
    with pytest.raises(PasswordNeededError, match=r"保護されています。何も取り込んでいません。.*パスワードを指定"):
        open_sheet(division.desk, path)
    with pytest.raises(PasswordNeededError, match="パスワードが違います"):
        open_sheet(division.desk, path, password=WRONG)
    preview = preview_sheet(division.desk, open_sheet(division.desk, path, password=RIGHT))
    plain = previewed(division, SHEETS / "plain.xls")
    assert [(one.address, one.after) for one in preview.lines] == [(one.address, one.after) for one in plain.lines]
    assert {one.measure_id for one in preview.lines} >= {MEASURE}
    take_sheet(division.desk, preview)
    assert value(division.desk.store, year_row(2025), "result") == "予約を\n始めた"


def test_a_protected_ods_is_refused_with_what_to_do() -> None:
    with pytest.raises(SheetError, match=r"パスワードで保護された ODS.*何も取り込んでいません。パスワードを外して"):
        read_sheets(SHEETS / "protected.ods", password=RIGHT)


def test_a_workbook_that_ends_the_process_reading_it_is_refused(division: Office) -> None:
    alone = subprocess.run(
        [sys.executable, "-m", MODULE],
        input=(SHEETS / "ends_the_reader.xls").read_bytes(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert alone.returncode != 0, "the fixture has lost its bite"
    with pytest.raises(SheetError, match=r"壊れているか、途中で切れています。何も取り込んでいません"):
        open_sheet(division.desk, SHEETS / "ends_the_reader.xls")
    assert len(read_sheets(SHEETS / "plain.xls")) == 1


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = hostile.write(tmp_path, hostile.honest())
    with path.open("rb") as stream, pytest.raises(RefusedSheetError):
        list(apart.words_of(stream, most_seconds=0.0))


def test_nothing_is_left_running_when_somebody_cancels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *words: object, **more: object) -> None:
            super().__init__(*words, **more)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)

    class CancelledError(Exception):
        pass

    def cancel(_done: int, _all: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        read_sheets(hostile.write(tmp_path, hostile.honest()), progress=cancel)
    (process,) = started
    assert process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="Windows limits by a job, macOS not at all")
def test_the_process_cannot_take_more_memory_than_it_may() -> None:
    words = "from reform_desktop.services.sheet_import.memory_limit import limit_memory as limit; limit(2**29)"
    done = subprocess.run(
        [sys.executable, "-c", f"{words}; bytearray(2**30)"], capture_output=True, check=False, timeout=60
    )
    assert b"MemoryError" in done.stderr


def test_only_plain_values_are_taken_from_the_process(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_bytes(pickle.dumps(("begun", Path("x"))))
    with path.open("rb") as source, pytest.raises(RefusedSheetError):
        list(apart._words(source))


def test_days_and_times_come_through(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([dt.date(2025, 4, 1), dt.datetime(2025, 4, 1, 9, 30), dt.time(9, 30), True, 1.5, 12, "文字"])
    path = tmp_path / "日.xlsx"
    book.save(path)
    ((row, *_),) = [grid.rows for grid in read_sheets(path)]
    assert row[0] == dt.date(2025, 4, 1)
    assert row[1] == dt.datetime(2025, 4, 1, 9, 30)
    assert row[2:] == [dt.time(9, 30), True, 1.5, 12, "文字"]


@pytest.mark.parametrize("rounds", [25, pytest.param(2_000, marks=pytest.mark.slow)])
def test_old_workbooks_changed_at_random_never_take_the_program_down(tmp_path: Path, rounds: int) -> None:
    honest = (SHEETS / "plain.xls").read_bytes()
    dice = random.Random(20261125)
    refused = 0
    for _round in range(rounds):
        path = hostile.write(tmp_path, _spoiled(honest, dice), "古い表.xls")
        try:
            read_sheets(path)
        except UserError as error:
            assert "何も取り込んでいません" in str(error)  # noqa: PT017 -- either is right
            refused += 1
    assert rounds > refused > 0


def _spoiled(honest: bytes, dice: random.Random) -> bytes:
    """Change single bytes, put in the numbers that programs trip over, or copy pieces over others."""
    data = bytearray(honest)
    way = dice.random()
    for _change in range(dice.randint(1, 10)):
        at = dice.randrange(len(data) - 4)
        if way < 0.5:
            data[at] = dice.randrange(256)
        elif way < 0.8:
            data[at & ~1 : (at & ~1) + 4] = dice.choice(_SIGNS)
        else:
            piece = data[at : at + dice.randint(1, 64)]
            to = dice.randrange(len(data) - len(piece))
            data[to : to + len(piece)] = piece
    return bytes(data)


def test_the_reader_is_the_one_that_the_frozen_program_starts() -> None:
    start = (Path(__file__).parents[3] / "packaging" / "frozen_start.py").read_text("utf-8")
    assert f'"{MODULE}"' in start
