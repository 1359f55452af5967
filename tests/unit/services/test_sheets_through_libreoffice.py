"""記入用シート that went through LibreOffice: saved again as .xlsx, .xls and .ods, and legacy sheets as .xls."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from reform_desktop.domain.errors import UserError
from reform_desktop.services.sheet_import.errors import SheetError
from reform_desktop.services.sheet_import.lines import State
from reform_desktop.services.sheet_import.reading import read_sheets
from unit.services import legacy_sheets
from unit.services.offices import MEASURE, Office, year_row
from unit.services.sheet_files import fill, handed_out, line_of, news, previewed, taken
from unit.store.small_plan import value

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


def resaved(path: Path, kind: str, profile: Path) -> Path:
    """Return the workbook as LibreOffice saves it."""
    folder = path.parent / kind.replace(":", "_").replace(" ", "")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_keys_and_entries_survive(division: Office, profile: Path, kind: str) -> None:
    division.fill_year(2025, result="三週間前の実績", cost_cut_planned=1200)
    path = fill(
        handed_out(division),
        {"取組実績": "LibreOffice で\n書いた", "歳出削減（実績）": "▲１，２００千円", "歳入確保（実績）": "=1000+500"},
    )
    saved = resaved(path, kind, profile)
    division.set("year_record", year_row(2025), target="その間の目標")
    preview = previewed(division, saved)
    assert preview.keyed
    assert news(preview) == {
        "取組実績": ("changed", "LibreOffice で\n書いた"),
        "歳出削減（実績）": ("new", "-1,200"),
        "歳入確保（実績）": ("new", "1,500"),  # the formula's value
    }
    taken(division, saved)
    assert value(division.desk.store, year_row(2025), "target") == "その間の目標"
    assert value(division.desk.store, year_row(2025), "cost_cut_planned") == 1200


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_error_is_told_from_a_blank_in_the_other_formats(division: Office, profile: Path, kind: str) -> None:
    division.fill_year(2025, cost_cut_actual=500)
    path = fill(handed_out(division), {"歳出削減（実績）": "=1/0"})
    line = line_of(previewed(division, resaved(path, kind, profile)), "歳出削減（実績）")
    assert line.state is State.REFUSED
    assert "エラー" in line.note


@pytest.mark.parametrize("kind", ["xls", "ods", "csv:Text - txt - csv (StarCalc):44,34,64"])
def test_a_legacy_survey_is_read_from_the_other_formats(
    division: Office, tmp_path: Path, profile: Path, kind: str
) -> None:
    path = resaved(legacy_sheets.survey(tmp_path / "調査票.xlsx"), kind, profile)
    found = {
        one.field: one.after
        for one in previewed(division, path).lines
        if one.measure_id == MEASURE and one.state is State.NEW
    }
    assert found["取組実績"] == "予約を\n始めた"
    assert found["歳出削減（実績）"] == "-1,200"
    assert found["歳入確保（実績）"] == "1,500"


def test_hidden_rows_are_known_in_xls(division: Office, tmp_path: Path, profile: Path) -> None:
    path = resaved(legacy_sheets.survey(tmp_path / "調査票.xlsx"), "xls", profile)
    notes = [one.note for one in previewed(division, path).lines if one.after == "隠れた行の実績"]
    assert notes == ["非表示の行にあります。"]


def test_an_old_workbook_that_promises_billions_of_rows_is_refused(tmp_path: Path, profile: Path) -> None:
    """The reader would set memory aside for all of them, and the program would be no more."""
    path = resaved(legacy_sheets.survey(tmp_path / "調査票.xlsx"), "xls", profile)
    data = path.read_bytes()
    place = data.index(b"\x00\x02\x0e\x00")  # DIMENSIONS, 14 bytes
    path.write_bytes(data[: place + 8] + b"\xff\xff\xff\xf0" + data[place + 12 :])
    with pytest.raises(SheetError, match="壊れている"):
        read_sheets(path)


def test_old_workbooks_changed_at_random_are_refused_or_read(
    tmp_path: Path, profile: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    honest = resaved(legacy_sheets.survey(tmp_path / "調査票.xlsx"), "xls", profile).read_bytes()
    dice = random.Random(20260421)
    broken = tmp_path / "壊れた.xls"
    refused = 0
    for _round in range(600):
        data = bytearray(honest)
        for _change in range(dice.randint(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        broken.write_bytes(data[: dice.choice((len(data), dice.randrange(1, len(data))))])
        try:
            read_sheets(broken)
        except UserError:
            refused += 1
    assert refused > 100
    assert capfd.readouterr().err == ""
