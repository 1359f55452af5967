"""Hostile workbooks are refused in a sentence, or read harmlessly; in little memory and time either way."""

from __future__ import annotations

import io
import random
import resource
import time
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from reform_desktop.domain.errors import UserError
from reform_desktop.services.sheet_import.errors import PasswordNeededError, SheetError
from reform_desktop.services.sheet_import.lines import State
from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
from reform_desktop.services.sheet_import.reading import read_sheets
from unit.services import hostile_workbooks as hostile
from unit.services.offices import MEASURE, Office
from unit.services.sheet_files import fill, handed_out, previewed
from unit.store.small_plan import shown

LONGEST = 20.0
"""Seconds on a machine that others use too."""

RIGHT, WRONG = "ひみつ123", "ちがう"
MOST_KILOBYTES = 400_000


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_it_is_refused_in_a_sentence_quickly_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = hostile.write(tmp_path, hostile.REFUSED[name]())
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(SheetError) as refused:
        read_sheets(path)
    assert "何も取り込んでいません" in str(refused.value)
    assert time.monotonic() - began < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KILOBYTES


@pytest.mark.parametrize("name", hostile.HARMLESS)
def test_it_is_read_as_if_the_harm_were_not_there(name: str, tmp_path: Path) -> None:
    (grid,) = read_sheets(hostile.write(tmp_path, hostile.HARMLESS[name](), "表.xlsm"))
    assert grid.rows[1] == ["1-(1)-①", "税務窓口の予約", "予約を始めた"]


@pytest.mark.parametrize("name", hostile.EITHER)
def test_it_does_no_harm(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = hostile.write(tmp_path, hostile.EITHER[name]())
    try:
        grids = read_sheets(path)
    except SheetError as error:
        assert "何も取り込んでいません" in str(error)  # noqa: PT017 -- either is right
    else:
        assert all(not isinstance(cell, str) or "cmd" not in cell for row in grids[0].rows for cell in row)
    assert capfd.readouterr().err == ""


def test_a_wrong_name_does_not_matter(tmp_path: Path) -> None:
    (grid,) = read_sheets(hostile.write(tmp_path, hostile.honest(), "表.csv"))
    assert grid.rows[0][0] == "番号"


def test_a_csv_with_nul_and_huge_words_does_no_harm(division: Office, tmp_path: Path) -> None:
    words = "長" * 30_000
    data = f"番号,取組実績,次年度の取組\n1-(1)-①,空\0文字,{words}\n".encode()
    preview = previewed(division, hostile.write(tmp_path, data, "表.csv"))
    assert {one.state for one in preview.lines} == {State.REFUSED}
    assert {one.measure_id for one in preview.lines} == {MEASURE}


def test_a_csv_that_is_one_endless_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="大きすぎます"):
        read_sheets(hostile.write(tmp_path, b"," * 5_000_000, "表.csv"))


def test_the_mark_that_our_csv_puts_before_formulas_is_taken_away_again(tmp_path: Path) -> None:
    data = "取組実績,歳出削減,メモ\r\n'=1+1,-1200,''引用\r\n".encode("utf-8-sig")
    (grid,) = read_sheets(hostile.write(tmp_path, data, "表.csv"))
    assert grid.rows[1] == ["=1+1", "-1200", "''引用"]


def protected(data: bytes, password: str) -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, stream)
    return stream.getvalue()


def test_a_protected_workbook_asks_for_its_password(division: Office, tmp_path: Path) -> None:
    filled = fill(handed_out(division), {"取組実績": "予約を始めた"})
    path = hostile.write(tmp_path, protected(filled.read_bytes(), RIGHT))
    with pytest.raises(PasswordNeededError, match="保護されています"):
        open_sheet(division.desk, path)
    with pytest.raises(PasswordNeededError, match="パスワードが違います"):
        open_sheet(division.desk, path, password=WRONG)
    preview = preview_sheet(division.desk, open_sheet(division.desk, path, password=RIGHT))
    assert preview.keyed
    assert len(preview.wanted) == 1


def test_a_protected_workbook_that_asks_for_hours_is_refused(tmp_path: Path) -> None:
    data = protected(hostile.honest(), "x")
    assert b'spinCount="100000"' in data
    path = hostile.write(tmp_path, data.replace(b'spinCount="100000"', b'spinCount="999999"'))
    with pytest.raises(SheetError, match="保護のしかたが異常"):
        read_sheets(path, password=RIGHT)


@pytest.mark.parametrize("rounds", [60, pytest.param(3000, marks=pytest.mark.slow)])
def test_bytes_changed_at_random_are_refused_or_read_and_never_crash(
    division: Office, tmp_path: Path, rounds: int
) -> None:
    honest = [hostile.honest(), hostile.repeated_ods(), fill(handed_out(division), {"取組実績": "書いた"}).read_bytes()]
    before = shown(division.desk.store)
    dice = random.Random(20260420)
    read = refused = 0
    for _round in range(rounds):
        data = bytearray(dice.choice(honest))
        for _change in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path = hostile.write(tmp_path, bytes(data[: dice.choice((len(data), dice.randrange(1, len(data))))]))
        try:
            preview_sheet(division.desk, open_sheet(division.desk, path))
            read += 1
        except UserError:
            refused += 1
    assert refused > rounds // 3
    assert shown(division.desk.store) == before


@pytest.mark.parametrize("rounds", [200, pytest.param(20_000, marks=pytest.mark.slow)])
def test_parts_changed_at_random_and_packed_anew_never_crash_or_hang(tmp_path: Path, rounds: int) -> None:
    """Checksums are right again here, so that the changes reach the reader of the XML."""
    dice = random.Random(20260422)
    refused = 0
    began = time.monotonic()
    for _round in range(rounds):
        chosen = f"xl/{dice.choice(('workbook', 'styles', 'worksheets/sheet1'))}.xml"

        def spoil(name: str, old: bytes, chosen: str = chosen) -> bytes:
            data = bytearray(old)
            for _change in range(dice.randint(1, 4) if name == chosen else 0):
                data[dice.randrange(len(data))] = dice.randrange(256)
            return bytes(data)

        try:
            read_sheets(hostile.write(tmp_path, hostile.rewritten(spoil)))
        except UserError:
            refused += 1
    assert refused > rounds // 4
    assert time.monotonic() - began < rounds
