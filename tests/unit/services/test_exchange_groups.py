"""Many files taken in together, and files that were taken in before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.reader import OpenedBundle
from reform_desktop.services.attachments import attach_file
from reform_desktop.services.exchange import bundle_source, importing
from reform_desktop.services.exchange.keys import known_keys
from reform_desktop.services.searching import search
from reform_desktop.store import keyring
from reform_desktop.store.keyring import KeyState, KnownKey
from reform_desktop.store.store import Store
from unit.services.offices import DIVISION, MEASURE, OTHER_MEASURE, Office, year_row
from unit.store.small_plan import shown

YEAR = year_row(2025)


def is_current(office: Office) -> bool:
    return office.desk.store.search_is_current


@pytest.fixture
def answers(finance: Office, welfare: Office) -> list[Path]:
    """Two copies of one department that disagree, and another department."""
    copy = finance.copied("写し")
    finance.fill_year(2025, result="一")
    copy.fill_year(2025, result="二")
    welfare.fill_year(2025, OTHER_MEASURE, result="三")
    paths = [finance.send("一"), copy.send("二"), welfare.send("三")]
    copy.close()
    return paths


def test_files_taken_in_together_give_what_they_give_one_by_one(
    division: Office, answers: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "別").mkdir()
    alone = Office.new(tmp_path / "別", DIVISION)
    try:
        singly = [alone.take(path) for path in answers]
        together = importing.import_several(division.desk, answers, accept_keys=True)
        assert shown(division.desk.store) == shown(alone.desk.store)
        counted = [(one.file, one.new, one.conflicts, one.fast_forwards, one.carrier) for one in together.reports]
        assert counted == [(one.file, one.new, one.conflicts, one.fast_forwards, one.carrier) for one in singly]
        assert [one.conflicts for one in together.reports] == [0, 1, 0]
    finally:
        alone.close()


def test_a_file_that_breaks_off_in_the_middle_keeps_none_of_the_others_out(
    division: Office, answers: list[Path], finance: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "写真.png"
    photo.write_bytes(b"photo" * 100)
    attach_file(finance.desk, MEASURE, 2025, photo, title="写真")
    broken = finance.send("途中")
    read = OpenedBundle.evidence_pieces

    def pieces(self: OpenedBundle, sha256: str) -> Iterator[bytes]:
        yield from read(self, sha256)
        raise BundleError(self.path.name, "読んでいる間に、ファイルの中身が変わりました")

    monkeypatch.setattr(OpenedBundle, "evidence_pieces", pieces)
    outcome = importing.import_several(division.desk, [answers[0], broken, *answers[1:]], accept_keys=True)
    assert [one.file for one in outcome.reports] == [path.name for path in answers]
    assert ["途中.zip" in str(one) for one in outcome.refusals] == [True]
    assert not any(kind == "evidence" for kind, _fields in shown(division.desk.store).records.values())


def test_the_same_file_again_is_not_read_again_and_changes_nothing(
    division: Office, answers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = importing.import_several(division.desk, answers, accept_keys=True)
    before = shown(division.desk.store)
    monkeypatch.setattr(bundle_source, "open_bundle", lambda *_given: pytest.fail("it was read again"))
    again = importing.import_several(division.desk, answers)
    assert [one.new for one in again.reports] == [0, 0, 0]
    assert [one.arrived for one in again.reports] == [one.arrived for one in first.reports]
    assert [one.sender for one in again.reports] == [one.sender for one in first.reports]
    assert shown(division.desk.store) == before


def test_what_two_imports_of_one_file_carry_goes_only_with_the_second_and_comes_back(
    division: Office, answers: list[Path]
) -> None:
    empty = shown(division.desk.store)
    first = division.take(answers[0])
    filled = shown(division.desk.store)
    second = division.take(answers[0])
    for report, after in ((first, filled), (second, empty)):
        assert report.carrier is not None
        importing.undo_import(division.desk, report.carrier)
        assert shown(division.desk.store) == after
    third = division.take(answers[0])
    assert third.new == 0
    assert shown(division.desk.store) == filled
    division.desk.store.rebuild()
    assert shown(division.desk.store) == filled


def test_a_known_file_is_looked_at_anew_when_its_key_no_longer_speaks(division: Office, answers: list[Path]) -> None:
    division.take(answers[2])
    (key,) = known_keys(division.desk)
    with division.desk.store.writing() as connection:
        keyring.remember_key(connection, KnownKey(key.key, key.unit, key.name, KeyState.REVOKED, key.at))
    outcome = importing.import_several(division.desk, [answers[2]], accept_keys=True)
    assert not outcome.reports
    assert "使わないことになっています" in str(outcome.refusals[0])


def test_what_was_taken_in_is_found_by_the_next_search_and_by_whoever_opens_the_file(
    division: Office, answers: list[Path]
) -> None:
    division.take(answers[2])
    assert is_current(division) is False
    assert [one.field for one in search(division.desk, "三")] == ["result"]
    assert is_current(division) is True
    division.take(answers[0])
    path = division.desk.path
    division.close()
    reader = Store.open(path, who="", read_only=True)
    try:
        assert reader.search_is_current
    finally:
        reader.close()
    division.desk = type(division.desk).open(path)
    assert [one.id for one in search(division.desk, "一") if one.field == "result"] == [YEAR]
