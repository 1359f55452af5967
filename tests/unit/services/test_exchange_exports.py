"""What a bundle carries: by department, with or without evidence, and what travels although nobody sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from properties.exchange_model import changes_in_bundle
from reform_desktop.bundle.reader import open_bundle
from reform_desktop.domain.errors import InputError
from reform_desktop.services import arrangement, attachments, editing
from reform_desktop.services.exchange.exporting import Purpose, WithEvidence
from reform_desktop.store import disputes
from reform_desktop.store.evidence import has_bytes
from reform_desktop.store.write import Edit
from unit.services.offices import FINANCE, MEASURE, OTHER_MEASURE, POLICY, WELFARE, Office, year_row
from unit.store.small_plan import ITEM, shown

UNKNOWN = "0197b5c0-0000-7000-8000-0000000000aa"


def rows_in(bundle: Path) -> set[str]:
    return {body["row"] for body in changes_in_bundle(bundle).values()}


def attach(office: Office, words: bytes, year: int = 2025, measure: str = MEASURE) -> str:
    path = office.desk.path.with_name(f"資料{year}.txt")
    path.write_bytes(words)
    row, _saved = attachments.attach_file(office.desk, measure, year, path)
    return row


def bytes_in(bundle: Path) -> int:
    with open_bundle(bundle) as opened:
        return len(opened.evidence)


def test_a_request_for_one_department_carries_the_plan_and_its_measures_only(division: Office) -> None:
    rows = rows_in(division.send(department="財政課"))
    assert {POLICY, ITEM, FINANCE, WELFARE, MEASURE} <= rows
    assert OTHER_MEASURE not in rows


def test_a_return_for_everybody_carries_everything(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    rows = rows_in(division.send(purpose=Purpose.RETURN))
    assert {MEASURE, OTHER_MEASURE, year_row(2025)} <= rows


def test_a_department_sends_what_it_wrote_and_nothing_of_the_plan_that_it_did_not_seal(finance: Office) -> None:
    finance.fill_year(2025, result="一")
    assert rows_in(finance.send()) == {year_row(2025)}


def test_what_was_sealed_once_is_relayed_word_for_word(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    first = finance.send("一回目")
    division.take(first)
    finance.set("year_record", year_row(2025), result="二")
    second = finance.send("二回目")
    returned = division.send(purpose=Purpose.RETURN, department="財政課")
    with open_bundle(first) as one, open_bundle(second) as two, open_bundle(returned) as back:
        (pack,) = one.header.packs
        assert pack in two.header.packs
        assert pack in back.header.packs
        assert len(two.header.packs) == 2


def test_a_file_sends_only_what_fits_it(division: Office, finance: Office) -> None:
    with pytest.raises(InputError, match="課のファイルから"):
        finance.send(purpose=Purpose.RETURN)
    with pytest.raises(InputError, match="推進課のファイルから"):
        division.send(purpose=Purpose.SUBMISSION)
    assert not list(finance.desk.path.parent.glob("*.zip"))


def test_deletions_arrive(division: Office, finance: Office) -> None:
    row = attach(finance, b"one")
    division.take(finance.send("一回目"))
    assert row in shown(division.desk.store).records
    editing.delete_record(finance.desk, "evidence", row)
    division.take(finance.send("二回目"))
    assert row not in shown(division.desk.store).records


def test_a_measure_that_the_division_deletes_disappears_with_its_parts_everywhere(
    division: Office, finance: Office
) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    doomed = arrangement.plan_deletion(division.desk, "measure", MEASURE)
    arrangement.delete_with_parts(division.desk, doomed)
    finance.take(division.send(purpose=Purpose.RETURN, department="財政課"))
    assert not {MEASURE, year_row(2025)} & shown(finance.desk.store).records.keys()


def test_what_the_law_holds_back_reaches_the_division_to_be_listed_there(division: Office, welfare: Office) -> None:
    welfare.set("measure", MEASURE, approach="よその課")
    division.take(welfare.send())
    with division.desk.store.reading() as connection:
        (found,) = disputes.list_held(connection)
    assert (found.reason.label, found.carriers) == ("他課の取組", ("福祉課.zip",))
    assert found.change.set == {"approach": "よその課"}


def test_fields_and_kinds_of_a_newer_program_travel_on(division: Office, finance: Office) -> None:
    finance.set("measure", MEASURE, future_field={"値": [1, True, None]})
    finance.write(Edit("future_kind", UNKNOWN, {"future_value": "不明"}, create=True))
    bundle = finance.send()
    division.take(bundle)
    returned = division.send(purpose=Purpose.RETURN)
    sent = changes_in_bundle(bundle)
    assert {body["kind"] for body in sent.values()} == {"measure", "future_kind"}
    assert sent.items() <= changes_in_bundle(returned).items()


def test_evidence_travels_with_its_bytes_unless_it_is_left_out(division: Office, finance: Office) -> None:
    row = attach(finance, b"one")
    report = division.take(finance.send("なし", evidence=WithEvidence.NONE))
    assert (report.evidence_new, report.evidence_missing) == (0, 1)
    report = division.take(finance.send("あり"))
    assert (report.evidence_new, report.evidence_missing) == (1, 0)
    sha256 = str(shown(division.desk.store).records[row][1]["file_sha256"])
    with division.desk.store.reading() as connection:
        assert has_bytes(connection, sha256)


def test_evidence_of_other_years_stays_at_home(finance: Office) -> None:
    attach(finance, b"one", 2025)
    attach(finance, b"two", 2026)
    assert bytes_in(finance.send("全部")) == 2
    assert bytes_in(finance.send("今年", year=2025)) == 1


def test_the_division_does_not_send_back_the_evidence_that_it_got(division: Office, finance: Office) -> None:
    attach(finance, b"one")
    division.take(finance.send())
    returned = division.send("返却", Purpose.RETURN, department="財政課", evidence=WithEvidence.MISSING)
    assert bytes_in(returned) == 0
    assert bytes_in(division.send("全部", Purpose.RETURN, department="財政課")) == 1


def test_sending_without_anything_new_carries_the_same_packs_again(finance: Office) -> None:
    finance.fill_year(2025, result="一")
    with open_bundle(finance.send("一回目")) as one, open_bundle(finance.send("二回目")) as two:
        assert one.header.packs == two.header.packs
        assert one.header.bundle_id != two.header.bundle_id
