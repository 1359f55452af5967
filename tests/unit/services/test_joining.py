"""A department begins with what the division sent it: what becomes of the file, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.header import Recipient, Scope
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import FileError
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import importing, joining, keys
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.services.exchange.joining import create_from_bundle, division_fingerprint
from unit.bundle.made_bundles import DIVISION_KEY, made_content, made_evidence, made_id
from unit.services.offices import FINANCE, MEASURE, WELFARE, Office


@pytest.fixture
def division(tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "推進課"
    folder.mkdir()
    office = Office.new(folder, DIVISION)
    yield office
    office.close()


@pytest.fixture
def request_file(division: Office) -> Path:
    return division.send("照会", Purpose.REQUEST, department=FINANCE)


@pytest.fixture
def joined(tmp_path: Path, request_file: Path) -> Iterator[Desk]:
    desk = create_from_bundle(tmp_path / "財政課", request_file)
    yield desk
    desk.close()


def made_request(folder: Path, **header: object) -> Path:
    """Write a well-signed bundle of the division that holds neither the plan nor the department."""
    asked = Recipient(unit=made_id("財政課"), name="財政課")
    content = made_content(DIVISION_KEY, header={"purpose": "request", "recipient": asked} | header)
    (path,) = write_bundle(folder / "照会.zip", content, DIVISION_KEY)
    return path


def test_the_file_belongs_to_the_department_that_was_asked(joined: Desk, tmp_path: Path) -> None:
    assert joined.path == tmp_path / "財政課.reform"
    assert joined.department_id == FINANCE
    department = joined.department()
    assert department is not None
    assert department.name == "財政課"


def test_the_divisions_key_is_known_from_then_on(joined: Desk, division: Office) -> None:
    assert division_fingerprint(joined) == keys.fingerprint(keys.own_public_key(division.desk))
    again = division.send("照会2", Purpose.REQUEST, department=FINANCE)
    assert importing.import_file(joined, again).new == 0


def test_what_the_department_writes_finds_its_way_back(joined: Desk, division: Office) -> None:
    office = Office(joined, "財政課")
    office.fill_year(2025, result="実施した")
    report = division.take(office.send("提出"))
    assert (report.new, report.conflicts, report.held) == (1, 0, {})


def test_a_return_makes_the_file_anew_when_it_was_lost(tmp_path: Path, division: Office) -> None:
    division.set("measure", MEASURE, title="直した題名")
    desk = create_from_bundle(tmp_path / "作り直し", division.send("返却", Purpose.RETURN, department=FINANCE))
    try:
        assert desk.department_id == FINANCE
    finally:
        desk.close()


def test_without_a_recipient_the_only_department_in_scope_is_meant(tmp_path: Path) -> None:
    one = made_request(tmp_path, recipient=None, scope=Scope(department_ids=(FINANCE,), fiscal_years=None))
    with pytest.raises(BundleError, match="計画か課の記録が入っていません"):
        create_from_bundle(tmp_path / "課", one)
    both = made_request(tmp_path, recipient=None, scope=Scope(department_ids=(FINANCE, WELFARE), fiscal_years=None))
    with pytest.raises(BundleError, match="どの課のものか"):
        create_from_bundle(tmp_path / "課", both)
    assert [one.name for one in tmp_path.iterdir()] == ["照会.zip"]


def test_a_later_volume_sends_people_to_the_first_one(tmp_path: Path) -> None:
    evidence = (made_evidence(b"x" * 90_000), made_evidence(b"y" * 90_000))
    asked = Recipient(unit=made_id("財政課"), name="財政課")
    content = made_content(DIVISION_KEY, evidence, {"purpose": "request", "recipient": asked})
    *_first, last = write_bundle(tmp_path / "照会.zip", content, DIVISION_KEY, limit=190_000)
    with pytest.raises(BundleError, match="1番目のファイル"):
        create_from_bundle(tmp_path / "課", last)


def test_what_breaks_on_the_way_leaves_nothing_behind(
    tmp_path: Path, request_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise FileError("ディスクの空きが足りません。")

    monkeypatch.setattr(joining, "import_first", full)
    with pytest.raises(FileError, match="空き"):
        create_from_bundle(tmp_path / "課", request_file)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("課")]
