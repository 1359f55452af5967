"""Whose word counts: keys that were compared, keys that nobody knows, keys that changed, and bytes that were."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.services import attachments
from reform_desktop.services.exchange import importing, keys
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.store.evidence import has_bytes
from reform_desktop.store.keyring import KeyState, KnownKey, remember_key
from unit.services.offices import FINANCE, MEASURE, Office
from unit.store.small_plan import shown, value


@contextmanager
def another_pc(tmp_path: Path, name: str = "別のPC") -> Iterator[None]:
    """Work where other keys lie."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / name))
        yield


def refused(office: Office, bundle: Path, reason: str) -> None:
    before = shown(office.desk.store)
    with pytest.raises(NotAllowedError, match=reason):
        office.take(bundle, accept=False)
    assert shown(office.desk.store) == before
    assert importing.list_imports(office.desk) == []


def test_a_key_that_nobody_compared_is_asked_about_and_can_be_previewed(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    bundle = finance.send()
    preview = importing.preview_import(division.desk, bundle)
    assert preview.trust == "unknown"
    assert any(preview.fingerprint in one for one in preview.warnings)
    refused(division, bundle, preview.fingerprint)


def test_an_accepted_key_is_not_asked_about_again(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send(), accept=True)
    finance.fill_year(2026, result="二")
    report = division.take(finance.send(), accept=False)
    assert (report.trust, report.warnings) == ("accepted", ())


def test_a_changed_key_is_said_to_be_changed(division: Office, finance: Office, tmp_path: Path) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    taken = len(importing.list_imports(division.desk))
    finance.fill_year(2026, result="二")
    with another_pc(tmp_path):
        bundle = finance.send()
    with pytest.raises(NotAllowedError, match="前に確かめたものから変わっています"):
        division.take(bundle, accept=False)
    assert len(importing.list_imports(division.desk)) == taken


def test_a_revoked_key_is_refused_even_when_somebody_says_yes(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    own = keys.own_key(finance.desk)
    with division.desk.store.writing() as connection:
        remember_key(connection, KnownKey(own.public, FINANCE, "財政課", KeyState.REVOKED, "2026-04-01"))
    bundle = finance.send()
    with pytest.raises(NotAllowedError, match="使わないことになっています"):
        division.take(bundle, accept=True)


def test_a_key_of_one_department_does_not_speak_for_another(division: Office, finance: Office, welfare: Office) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    stolen = keys.own_key(finance.desk)
    with division.desk.store.reading() as connection:
        known = set(connection.exec_driver_sql("SELECT unit FROM known_key WHERE key = ?", (stolen.public,)).scalars())
    assert known == {FINANCE}
    trust = keys.trust_in(division.desk, welfare.unit, stolen.public, keys.own_key(division.desk).public)
    assert not trust.speaks


def test_the_divisions_roster_vouches_for_the_other_departments(
    division: Office, finance: Office, welfare: Office
) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    welfare.take(division.send("一回目", Purpose.RETURN), accept=True)
    finance.fill_year(2026, result="二")
    division.take(finance.send("さらに"))
    report = welfare.take(division.send("二回目", Purpose.RETURN), accept=False)
    assert report.new == 1


def test_a_roster_of_somebody_who_only_says_to_be_the_division_vouches_for_nobody(
    division: Office, finance: Office, welfare: Office, tmp_path: Path, desks: list[Office]
) -> None:
    stranger = division.copied("偽の推進課")
    desks.append(stranger)
    finance.fill_year(2025, result="一")
    with another_pc(tmp_path):
        stranger.take(finance.send())
        bundle = stranger.send(purpose=Purpose.RETURN)
    welfare.take(division.send("本物", department="福祉課"), accept=True)
    with pytest.raises(NotAllowedError, match="変わっています"):
        welfare.take(bundle, accept=False)


def test_the_own_key_is_never_asked_about(division: Office, desks: list[Office]) -> None:
    copy = division.copied("写し")
    desks.append(copy)
    copy.set("measure", MEASURE, approach="写しで")
    report = division.take(copy.send(purpose=Purpose.RETURN), accept=False)
    assert (report.trust, report.sender) == ("own", "政策・デジタル推進課")


def test_a_copy_of_the_file_is_said_to_be_unsigned(finance: Office, desks: list[Office]) -> None:
    copy = finance.copied("写し")
    desks.append(copy)
    report = finance.take(copy.desk.path, accept=False)
    assert report.fingerprint == ""
    assert "署名のないファイルです" in report.warnings[0]


def test_evidence_that_a_gateway_rewrote_is_kept_beside_its_name_and_the_rest_goes_in(
    division: Office, finance: Office
) -> None:
    path = finance.desk.path.with_name("調査.pdf")
    path.write_bytes(b"%PDF-1.4 as it was sent")
    row, _saved = attachments.attach_file(finance.desk, MEASURE, 2025, path)
    rewritten = _rewrite_evidence(finance.send(), b"%PDF-1.4 made harmless")
    report = division.take(rewritten)
    assert (report.converted, report.evidence_new, report.evidence_missing) == (1, 0, 1)
    assert any("変換済み" in one for one in report.warnings)
    with division.desk.store.reading() as connection:
        (sent, actual, confirmed) = connection.exec_driver_sql("SELECT sha256, actual, confirmed FROM conversion").one()
        assert (has_bytes(connection, sent), has_bytes(connection, actual), confirmed) == (False, True, 0)
    assert value(division.desk.store, row, "file_sha256") == sent


def _rewrite_evidence(bundle: Path, data: bytes) -> Path:
    target = bundle.with_name("書き換え.zip")
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(target, "w") as out:
        for member in source.infolist():
            content = data if "/data/evidence/" in member.filename else source.read(member)
            out.writestr(zipfile.ZipInfo(member.filename), content)
    return target


def test_a_bundle_with_a_changed_change_is_refused_as_a_whole(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="原文")
    bundle = finance.send()
    target = bundle.with_name("改ざん.zip")
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(target, "w") as out:
        for member in source.infolist():
            content = source.read(member).replace("原文".encode(), "偽文".encode())
            out.writestr(zipfile.ZipInfo(member.filename), content)
    before = shown(division.desk.store)
    with pytest.raises(BundleError, match="書き換えられ"):
        division.take(target)
    assert shown(division.desk.store) == before
