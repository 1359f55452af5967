"""Bundles that leave out what the recipient holds: small ones, and what a recipient reads who lacks it all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from properties.exchange_model import changes_in_bundle
from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.header import Header
from reform_desktop.bundle.reader import open_bundle
from reform_desktop.services.exchange import importing
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.services.exchange.joining import create_from_bundle
from unit.services.offices import Office, year_row
from unit.services.test_exchange_trust import another_pc
from unit.store.small_plan import shown, value

ROW = year_row(2025)
LEFT_OUT = "省いて作られていますが"


def header(bundle: Path) -> Header:
    with open_bundle(bundle) as opened:
        return opened.header


def acknowledged(division: Office, finance: Office) -> None:
    """The department hands in, and hears from the division that it arrived."""
    finance.fill_year(2025, result="一")
    division.take(finance.send("一回目"))
    finance.take(division.send("返却", Purpose.RETURN, department="財政課"))


def test_nothing_is_spared_before_the_recipient_said_what_it_holds(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send("一回目"))
    again = header(finance.send("二回目", only_missing=True))
    assert (len(again.packs), again.left_out_packs) == (1, ())


def test_what_the_recipient_acknowledged_need_not_travel_again(division: Office, finance: Office) -> None:
    acknowledged(division, finance)
    finance.set("year_record", ROW, result="二")
    everything, delta = finance.send("全部"), finance.send("差分", only_missing=True)
    sent = changes_in_bundle(delta)
    assert [body["set"] for body in sent.values()] == [{"result": "二"}]
    spared = {one.sha256 for one in header(everything).packs} - {one.sha256 for one in header(delta).packs}
    assert set(header(delta).left_out_packs) == spared != set()
    report = division.take(delta)
    assert (report.new, report.held, report.warnings) == (1, {}, ())
    assert value(division.desk.store, ROW, "result") == "二"


def test_a_delta_and_the_whole_bundle_lead_to_the_same_state(
    division: Office, finance: Office, desks: list[Office]
) -> None:
    acknowledged(division, finance)
    other = division.copied("もう一人の取りまとめ")
    desks.append(other)
    finance.set("year_record", ROW, result="二")
    finance.fill_year(2026, plan="三")
    delta, everything = finance.send("差分", only_missing=True), finance.send("全部")
    division.take(delta)
    other.take(everything)
    assert shown(division.desk.store) == shown(other.desk.store)


def test_who_lacks_what_was_left_out_is_told_and_nothing_is_lost(
    division: Office, finance: Office, desks: list[Office]
) -> None:
    behind = division.copied("前の控え")
    desks.append(behind)
    acknowledged(division, finance)
    finance.set("year_record", ROW, result="二")
    delta = finance.send("差分", only_missing=True)
    preview = importing.preview_import(behind.desk, delta)
    assert preview.held == {"前回の提出分が未着": 1}
    assert any(LEFT_OUT in one and "全部を入れたファイル" in one for one in preview.warnings)
    behind.take(delta)
    assert behind.take(delta.with_name("一回目.zip")).held == {}
    assert value(behind.desk.store, ROW, "result") == "二"


def test_an_import_that_was_undone_counts_as_lacking(division: Office, finance: Office) -> None:
    acknowledged(division, finance)
    finance.set("year_record", ROW, result="二")
    delta = finance.send("差分", only_missing=True)
    importing.undo_import(division.desk)
    report = division.take(delta)
    assert report.held == {"前回の提出分が未着": 1}
    assert any(LEFT_OUT in one for one in report.warnings)
    importing.redo_import(division.desk)
    assert value(division.desk.store, ROW, "result") == "二"


def test_an_import_that_was_undone_is_not_said_to_be_held(division: Office, finance: Office) -> None:
    acknowledged(division, finance)
    importing.undo_import(division.desk)
    finance.take(division.send("もう一度", Purpose.RETURN, department="財政課"))
    finance.set("year_record", ROW, result="二")
    delta = finance.send("差分", only_missing=True)
    assert division.take(delta).held == {}
    assert value(division.desk.store, ROW, "result") == "二"


def test_only_what_every_pc_of_the_recipient_holds_is_spared(
    division: Office, finance: Office, desks: list[Office], tmp_path: Path
) -> None:
    behind = division.copied("別の取りまとめ")
    desks.append(behind)
    acknowledged(division, finance)
    with another_pc(tmp_path):
        from_behind = behind.send("別のPCから", Purpose.RETURN, department="財政課")
    (signer, *_others) = importing.preview_import(finance.desk, from_behind).signers
    importing.accept_key(finance.desk, signer.unit, signer.key, signer.name)
    finance.take(from_behind)
    assert header(finance.send("差分", only_missing=True)).left_out_packs == ()


def test_no_file_is_made_from_a_bundle_that_left_something_out(
    division: Office, finance: Office, tmp_path: Path
) -> None:
    acknowledged(division, finance)
    division.take(finance.send("二回目"))
    request = division.send("照会", department="財政課", only_missing=True)
    assert header(request).left_out_packs
    with pytest.raises(BundleError, match="省いたファイルのため"):
        create_from_bundle(tmp_path / "新しい.reform", request)
    assert not (tmp_path / "新しい.reform").exists()
