"""Bundles as people send and receive them: written, read back, divided, stopped, found changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from reform_desktop.bundle import zip_writer
from reform_desktop.bundle.content import EvidenceSource, PackSource, everyday_extension
from reform_desktop.bundle.errors import BundleError, Cancelled, RefusalError
from reform_desktop.bundle.header import PackListing, Recipient
from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.pack import divide, most_bytes, pack_bytes, read_pack, seal
from reform_desktop.bundle.reader import digest_file, open_bundle
from reform_desktop.bundle.summary import describe
from reform_desktop.bundle.volumes import divide_evidence
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.domain.errors import DamagedFileError, FileError
from unit.bundle.forged_zips import Files, entries_of, files_of, folder_of, forge
from unit.bundle.made_bundles import (
    DIVISION_KEY,
    FINANCE_KEY,
    made_bodies,
    made_bundle,
    made_content,
    made_evidence,
)
from unit.bundle.verdicts import refusal_of, taken


def test_what_was_sent_is_what_arrives(tmp_path: Path) -> None:
    content = made_content()
    bundle = made_bundle(tmp_path, content)
    with open_bundle(bundle) as opened:
        assert [listing.sha256 for listing in opened.header.packs] == [pack.listing.sha256 for pack in content.packs]
        assert replace_listed(opened.header) == replace_listed(content.header)
        (pack,) = opened.packs()
        assert list(pack.sealed.bodies) == made_bodies()
        assert [change.set["result"] for change in pack.changes] == [
            f"{number}件を見直しました。" for number in range(3)
        ]
        assert pack.ids == tuple(hashlib.sha256(body).hexdigest() for body in made_bodies())
        (evidence,) = opened.evidence.values()
        assert b"".join(opened.evidence_pieces(evidence.sha256)) == b"%PDF-1.4 evidence"
        assert not evidence.converted
        assert [one.size for one in opened.left_out] == [len(b"left out")]
        assert opened.fingerprint == fingerprint(FINANCE_KEY.public)
        assert opened.warnings == ()


def replace_listed(header: object) -> object:
    """Return the header without what the writer fills in."""
    assert isinstance(header, msgspec.Struct)
    return msgspec.structs.replace(header, packs=(), evidence=(), volume=None)


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert made_bundle(tmp_path).read_bytes() == made_bundle(tmp_path / "a").read_bytes()
    assert digest_file(tmp_path / "財政課.zip") == digest_file(tmp_path / "a" / "財政課.zip")


def test_the_readme_tells_a_person_what_this_is(files: Files) -> None:
    text = files["readme.txt"].decode("utf-8-sig")
    for words in ("「行政改革大綱」の提出ファイル", "送り元：財政課", "宛先：政策・デジタル推進課", "index.html"):
        assert words in text
    assert fingerprint(FINANCE_KEY.public) in text
    assert text.count("\n") == text.count("\r\n")


def test_a_request_to_nobody_in_particular_names_its_deadline(tmp_path: Path) -> None:
    header = {"purpose": "request", "recipient": None, "deadline": "2026-05-15", "message": ""}
    files = files_of(made_bundle(tmp_path, made_content(header=header)))
    text = files["readme.txt"].decode("utf-8-sig")
    assert "照会ファイル" in text
    assert "期限：2026-05-15" in text
    assert "宛先" not in text
    assert "伝言" not in text


def test_names_with_line_breaks_do_not_break_the_bag(tmp_path: Path) -> None:
    header = {"plan_name": "大綱\nPayload-Oxum: 1.1", "recipient": Recipient(unit="division", name="推進\r\n課")}
    taken(made_bundle(tmp_path, made_content(header=header)))


# What `bundle inspect` shows


def test_inspect_names_the_signer_and_what_is_inside(bundle: Path) -> None:
    with open_bundle(bundle) as opened:
        shown = msgspec.json.decode(msgspec.json.encode(describe(opened)))
    assert shown["signer"]["public_key"] == FINANCE_KEY.public
    assert shown["signer"]["fingerprint"] == fingerprint(FINANCE_KEY.public)
    assert shown["file"] == "財政課.zip"
    assert shown["size"] == bundle.stat().st_size
    assert shown["changes"] == 3
    assert shown["packs"][0]["public_key"] == FINANCE_KEY.public
    assert shown["evidence"] == {"included": 1, "bytes": 17, "left_out": 1, "converted": []}


def test_inspect_shows_what_a_gateway_rewrote(tmp_path: Path, files: Files, folder: str) -> None:
    path = next(path for path in files if path.startswith("data/evidence/"))
    rewritten = tmp_path / "中継.zip"
    rewritten.write_bytes(forge(entries_of({**files, path: b"rewritten"}, folder)))
    with open_bundle(rewritten) as opened:
        shown = describe(opened)
    (converted,) = shown.evidence.converted
    assert (converted.size, converted.found_size) == (17, 9)
    assert converted.found_sha256 == hashlib.sha256(b"rewritten").hexdigest()
    assert "変換済み" in shown.warnings[0]


# Evidence and volumes


def big_evidence(count: int, size: int = 40_000) -> list[EvidenceSource]:
    return [made_evidence(bytes([number]) * size) for number in range(count)]


def test_much_evidence_is_sent_in_volumes_that_are_bundles_of_their_own(tmp_path: Path) -> None:
    content = made_content(evidence=[*big_evidence(7), made_evidence(b"left out", included=False)])
    paths = write_bundle(tmp_path / "財政課.zip", content, FINANCE_KEY, limit=200_000)
    assert [path.name for path in paths] == ["財政課_1of3.zip", "財政課_2of3.zip", "財政課_3of3.zip"]
    arrived = []
    for number, path in enumerate(paths, 1):
        assert path.stat().st_size <= 200_000
        with open_bundle(path) as opened:
            volume = opened.header.volume
            assert (volume.number, volume.of) == (number, 3)
            assert len(list(opened.packs())) == (1 if number == 1 else 0)
            assert len(opened.header.evidence) == 8
            arrived += list(opened.evidence)
    assert sorted(arrived) == sorted(one.sha256 for one in content.evidence if one.pieces)


def test_very_many_small_files_are_divided_by_their_number() -> None:
    one = made_evidence(b"x")
    volumes = divide_evidence(made_content(evidence=[one] * 70_000))
    assert [len(volume) for volume in volumes] == [30_000, 30_000, 10_000]


def test_a_bundle_never_grows_beyond_what_a_zip_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_writer, "MOST_BYTES", 5000)
    with pytest.raises(ValueError, match="larger"):
        made_bundle(tmp_path)
    monkeypatch.setattr(zip_writer, "MOST_BYTES", 50_000)
    monkeypatch.setattr(zip_writer, "MOST_MEMBERS", 5)
    with pytest.raises(ValueError, match="members"):
        made_bundle(tmp_path)


def test_a_file_larger_than_a_volume_is_sent_alone(tmp_path: Path) -> None:
    content = made_content(evidence=big_evidence(2, 300_000))
    paths = write_bundle(tmp_path / "財政課.zip", content, FINANCE_KEY, limit=200_000)
    assert len(paths) == 3
    for path in paths:
        taken(path)


def test_evidence_is_stored_as_it_is_and_text_is_deflated_only_where_that_is_safe(tmp_path: Path) -> None:
    zeros = b"0" * 1_000_000
    content = replace(made_content(evidence=[made_evidence(zeros)]), snapshot={"index.html": zeros, "a.csv": b""})
    bundle = made_bundle(tmp_path, content)
    assert bundle.stat().st_size > 2_000_000
    taken(bundle)


def test_evidence_that_changed_since_it_was_attached_is_not_sent(tmp_path: Path) -> None:
    damaged = replace(made_evidence(b"evidence"), pieces=lambda: iter([b"Evidence"]))
    with pytest.raises(DamagedFileError, match="証拠資料"):
        made_bundle(tmp_path, made_content(evidence=[damaged]))
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_changed_since_it_was_signed_is_not_sent(tmp_path: Path) -> None:
    content = made_content()
    damaged = replace(content, packs=[replace(content.packs[0], read=lambda: b"{}")])
    with pytest.raises(DamagedFileError, match="変更の束"):
        made_bundle(tmp_path, damaged)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "extension"),
    [("報告.PDF", "pdf"), ("a.xlsx", "xlsx"), ("a.exe", ""), ("a.sig", ""), ("a", ""), ("a.tar.gz", ""), (".pdf", "")],
)
def test_evidence_travels_under_everyday_extensions_only(name: str, extension: str) -> None:
    assert everyday_extension(name) == extension


@pytest.mark.parametrize("extension", ["PDF", "../x", "longextension"])
def test_evidence_cannot_be_written_outside_its_place(tmp_path: Path, extension: str) -> None:
    with pytest.raises((ValueError, RefusalError)):
        made_bundle(tmp_path, made_content(evidence=[made_evidence(b"x", extension)]))


def test_a_snapshot_cannot_be_written_outside_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no place"):
        made_bundle(tmp_path, replace(made_content(), snapshot={"../a.csv": b""}))


def test_nobody_writes_in_another_units_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another sender"):
        write_bundle(tmp_path / "a.zip", made_content(), DIVISION_KEY)


def test_a_header_that_nobody_could_read_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(RefusalError):
        made_bundle(tmp_path, made_content(header={"plan_id": "x"}))


# Progress and stopping


def test_writing_and_reading_tell_how_far_they_are(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    content = made_content()
    (path,) = write_bundle(tmp_path / "a.zip", content, FINANCE_KEY, lambda *step: seen.append(step))
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)
    seen.clear()
    open_bundle(path, progress=lambda *step: seen.append(step)).close()
    assert seen == sorted(seen)
    assert 0 < seen[-1][0] <= seen[-1][1] == path.stat().st_size


def test_a_stopped_export_leaves_no_volume_behind(tmp_path: Path) -> None:
    content = made_content(evidence=big_evidence(5))
    calls = iter(range(100))
    with pytest.raises(Cancelled):
        write_bundle(tmp_path / "a.zip", content, FINANCE_KEY, None, lambda: next(calls) > 12, limit=200_000)
    assert next(calls) > 13
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_reading_closes_the_file(bundle: Path) -> None:
    with pytest.raises(Cancelled):
        open_bundle(bundle, cancelled=lambda: True)
    bundle.unlink()


# What is known already


def test_packs_that_were_verified_before_are_not_decoded_again(bundle: Path) -> None:
    asked: list[PackListing] = []

    def knows(listing: PackListing) -> bool:
        asked.append(listing)
        return True

    with open_bundle(bundle, knows) as opened:
        assert asked == list(opened.header.packs)
        assert list(opened.packs(skip=lambda listing: listing in asked)) == []
        (pack,) = opened.packs()
        assert list(pack.sealed.bodies) == made_bodies()


def test_many_packs_are_handed_out_one_by_one(tmp_path: Path) -> None:
    padding = "あ" * 2000
    bodies = [body.replace("件".encode(), padding.encode()) for body in made_bodies(1000)]
    packs = [PackSource.of(seal(FINANCE_KEY, portion)) for portion in divide(bodies)]
    assert len(packs) == 2
    bundle = made_bundle(tmp_path, replace(made_content(), packs=packs))
    with open_bundle(bundle) as opened:
        assert [body for pack in opened.packs() for body in pack.sealed.bodies] == bodies


# Files that change or vanish


CRC_KEEPING = ((0xEDB88320 << 1) | 1).to_bytes(5, "little")
"""Bits that can be flipped anywhere without changing a CRC-32: its polynomial."""


def alter(path: Path, part: bytes) -> None:
    """Change some bytes of a file in place, unseen by its checksum, as somebody else on the share might."""
    place = path.read_bytes().index(part)
    with path.open("r+b") as stream:
        stream.seek(place)
        stream.write(bytes(one ^ flip for one, flip in zip(part, CRC_KEEPING, strict=False)))


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """A bundle with evidence larger than what a program reads ahead."""
    return made_bundle(
        tmp_path, made_content(evidence=[made_evidence(b"." * 100_000 + b"The middle" + b"." * 100_000)])
    )


def test_evidence_that_changes_while_it_is_read_is_refused(heavy: Path) -> None:
    with open_bundle(heavy) as opened:
        alter(heavy, b"The middle")
        with pytest.raises(BundleError, match="読んでいる間に"):
            list(opened.evidence_pieces(next(iter(opened.evidence))))


def test_a_pack_that_changes_while_the_bundle_is_open_is_refused(tmp_path: Path, heavy: Path) -> None:
    bundle = tmp_path / "届いたもの.zip"
    files = files_of(heavy)
    for part in ("data/evidence/", "data/packs/"):  # the pack far from what is read after it
        files |= {path: files.pop(path) for path in sorted(files) if path.startswith(part)}
    bundle.write_bytes(forge(entries_of(files, folder_of(heavy))))
    with open_bundle(bundle, lambda _listing: True) as opened:
        alter(bundle, b'"create":true')
        with pytest.raises(BundleError, match="読んでいる間に"):
            list(opened.packs())


def test_a_file_that_shrinks_while_it_is_read_is_refused(heavy: Path) -> None:
    with open_bundle(heavy) as opened:
        with heavy.open("r+b") as stream:
            stream.truncate(100)
        with pytest.raises(BundleError, match="壊れている"):
            list(opened.evidence_pieces(next(iter(opened.evidence))))


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"「ない\.zip」を読めませんでした"):
        open_bundle(tmp_path / "ない.zip")
    with pytest.raises(FileError, match="読めませんでした"):
        open_bundle(tmp_path)
    with pytest.raises(FileError, match="読めませんでした"):
        digest_file(tmp_path / "ない.zip")


def test_a_refused_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"nothing")
    refusal_of(path)
    path.unlink()


# Packs


def test_a_sealed_pack_is_read_back_word_for_word() -> None:
    sealed = seal(FINANCE_KEY, made_bodies(7))
    data = pack_bytes(sealed)
    assert read_pack(data).sealed == sealed
    assert sealed.sha256 == hashlib.sha256(data).hexdigest()
    assert len(data) <= most_bytes(7, sum(map(len, sealed.bodies)))


def test_changes_are_divided_so_that_every_pack_can_be_sealed() -> None:
    portions = list(divide(iter(made_bodies(1) * 12_001)))
    assert [len(portion) for portion in portions] == [5000, 5000, 2001]
    assert list(divide([])) == []


@pytest.mark.parametrize("bodies", [[], [b"{}"] * 5001, [b"x" * 8_388_608]], ids=["none", "too many", "too large"])
def test_what_one_pack_cannot_hold_is_not_sealed(bodies: list[bytes]) -> None:
    with pytest.raises(ValueError, match="pack"):
        seal(FINANCE_KEY, bodies)


def test_pieces_are_asked_for_only_when_their_turn_comes(tmp_path: Path) -> None:
    order: list[str] = []

    def told(name: str) -> Iterator[bytes]:
        order.append(name)
        yield name.encode()

    def source(name: str) -> EvidenceSource:
        return EvidenceSource(hashlib.sha256(name.encode()).hexdigest(), len(name), "txt", lambda: told(name))

    sources = [source(name) for name in ("one", "two", "three")]
    assert order == []
    bundle = made_bundle(tmp_path, made_content(evidence=sources))
    assert order == ["one", "two", "three"]
    assert folder_of(bundle).startswith("bundle-")
