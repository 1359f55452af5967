"""Zip files that lie: every one of them is refused with a sentence, before anything of it is handed out."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from reform_desktop.bundle.zip_format import CHUNK, DEFLATED, STORED
from reform_desktop.bundle.zip_reader import ZipReader
from unit.bundle.forged_zips import (
    Ending,
    Entry,
    Files,
    deflate,
    described,
    entries_of,
    forge,
    zipped,
)
from unit.bundle.verdicts import accepted, refusal, refusal_of, taken, taken_or_refused

TIME_STAMP = b"\x55\x54\x05\x00\x01\x00\x00\x00\x00"
NTFS_TIME = b"\x0a\x00\x04\x00\x00\x00\x00\x00"
UNIX_OWNER = b"\x75\x78\x01\x00\x01"


@pytest.fixture
def entries(files: Files, folder: str) -> list[Entry]:
    return entries_of(files, folder)


def test_the_truth_is_accepted(tmp_path: Path, entries: list[Entry]) -> None:
    accepted(tmp_path, forge(entries))


# What mail gateways do to a zip


def test_a_bundle_that_a_gateway_packed_anew_is_accepted(tmp_path: Path, files: Files, folder: str) -> None:
    accepted(tmp_path, zipped(files, folder))


@pytest.mark.parametrize("marked", [True, False], ids=["with mark", "without mark"])
@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_sizes_behind_the_bytes_are_accepted(tmp_path: Path, entries: list[Entry], marked: bool, method: int) -> None:
    accepted(tmp_path, forge([described(replace(entry, method=method), marked=marked) for entry in entries]))


def test_time_stamps_owners_and_the_mark_of_utf8_are_accepted(tmp_path: Path, entries: list[Entry]) -> None:
    extra = TIME_STAMP + NTFS_TIME + UNIX_OWNER
    accepted(tmp_path, forge([replace(entry, extra=extra, local_extra=TIME_STAMP, flags=0x0806) for entry in entries]))


def test_entries_for_the_folders_themselves_are_accepted(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    names = ("", "data/", "data/evidence/", "data/evidence/83/", "data/packs/", "data/snapshot/", "data/schema/")
    folders = [Entry(folder + name, attributes=0o40755 << 16 | 0x10) for name in names]
    accepted(tmp_path, forge([*folders, *entries]))


# Names


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "bundle-00000000/../../evil.txt",
        "/etc/passwd",
        "C:/evil.txt",
        "C:evil.txt",
        "//server/share/evil.txt",
        "\\\\server\\share\\evil.txt",
        "{folder}data\\packs\\x.json",
        "{folder}data/evidence/..\\..\\evil.exe",
        "{folder}readme.txt:hidden",
        "{folder}readme.txt::$DATA",
        "{folder}README.TXT",
        "{folder}Data/header.json",
        "{folder}readme.txt.",
        "{folder}readme.txt ",
        "{folder}./readme.txt",
        "{folder}data//header.json",
        "{folder}data/evidence/ab/資料.pdf",
        "{folder}data/snapshot/が.csv",
        "{folder}data/snapshot/か\u3099.csv",
        "{folder}data/snapshot/\u202efdp.csv",
        "{folder}data/snapshot/a\x00.csv",
        "{folder}data/snapshot/a\n.csv",
        "{folder}data/snapshot/\uff0e\uff0e/a.csv",
        "",
        "x" * 300,
    ],
)
def test_a_name_outside_the_bag_or_made_to_deceive_is_refused(
    tmp_path: Path, entries: list[Entry], folder: str, name: str
) -> None:
    evil = Entry(name.format(folder=folder), b"evil")
    assert "あってはならない名前" in refusal(tmp_path, forge([*entries, evil]))


@pytest.mark.parametrize(
    "path",
    [
        "evil.txt",
        "data/evil.json",
        "data/snapshot/con.csv",
        "data/snapshot/com1.html",
        "data/snapshot/nul.csv",
        "data/schema/lpt9.schema.json",
        "data/snapshot/a.exe",
        "data/evidence/ab/" + "c" * 64 + ".pdf",
        "data/evidence/aux",
        "data/packs/nul",
        "data/header.json.exe",
        "data/packs/inner.zip",
    ],
)
def test_a_file_without_a_place_in_a_bundle_is_refused(
    tmp_path: Path, entries: list[Entry], folder: str, path: str
) -> None:
    assert "あってはならないファイル" in refusal(tmp_path, forge([*entries, Entry(folder + path, b"evil")]))


def test_a_file_beside_the_bag_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    evil = Entry("bundle-00000000/readme.txt", b"evil")
    assert "あってはならない場所" in refusal(tmp_path, forge([*entries, evil]))


def test_a_folder_without_a_place_in_a_bundle_is_refused(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    evil = Entry(folder + "data/evil/", attributes=0o40755 << 16)
    assert "あってはならないフォルダー" in refusal(tmp_path, forge([*entries, evil]))


def test_the_same_name_twice_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    assert "同じ名前" in refusal(tmp_path, forge([*entries, replace(entries[0], data=b"{}")]))


# Kinds of members


@pytest.mark.parametrize("mode", [0o120777, 0o060600, 0o020600, 0o010600, 0o140700, 0o040755])
def test_a_symbolic_link_or_device_is_refused(tmp_path: Path, entries: list[Entry], mode: int) -> None:
    entries[2] = replace(entries[2], attributes=mode << 16)
    assert "ふつうのファイルではありません" in refusal(tmp_path, forge(entries))


@pytest.mark.parametrize("attributes", [0x10, 0x400])
def test_a_windows_folder_or_reparse_point_in_the_place_of_a_file_is_refused(
    tmp_path: Path, entries: list[Entry], attributes: int
) -> None:
    entries[2] = replace(entries[2], attributes=attributes)
    assert "ふつうのファイルではありません" in refusal(tmp_path, forge(entries))


@pytest.mark.parametrize("flags", [0x0001, 0x0041, 0x2000])
def test_an_encrypted_bundle_is_refused_with_what_to_do(tmp_path: Path, entries: list[Entry], flags: int) -> None:
    entries[1] = replace(entries[1], flags=flags)
    path = tmp_path / "x.zip"
    assert "暗号化されています" in refusal(tmp_path, forge(entries), path.name)


@pytest.mark.parametrize("change", [{"method": 12}, {"method": 14}, {"method": 99}, {"flags": 0x0020}])
def test_an_odd_method_is_refused(tmp_path: Path, entries: list[Entry], change: dict[str, int]) -> None:
    entries[1] = replace(entries[1], flags=change.get("flags", 0), method=change.get("method", STORED))
    assert "使えない圧縮方法" in refusal(tmp_path, forge(entries))


def test_a_folder_with_content_is_refused(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    evil = Entry(folder + "data/packs/", b"evil", attributes=0o40755 << 16)
    assert "異常に大きく" in refusal(tmp_path, forge([*entries, evil]))


# Sizes and bombs


def test_a_flat_bomb_is_refused(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    bomb = Entry(folder + "data/snapshot/a.csv", b"\0" * 4_000_000, method=DEFLATED)
    assert "異常に大きく" in refusal(tmp_path, forge([*entries, bomb]))


def test_a_bomb_that_hides_its_size_is_refused(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    zeros = b"\0" * 4_000_000
    bomb = Entry(folder + "data/snapshot/a.csv", zeros, method=DEFLATED, size=len(deflate(zeros)) * 100)
    assert refusal(tmp_path, forge([*entries, bomb]))


def test_many_members_that_together_become_too_large_are_refused(
    tmp_path: Path, entries: list[Entry], folder: str
) -> None:
    part = 400_000_000
    packed = b"\0" * (part // 200)
    bombs = [
        Entry(f"{folder}data/snapshot/a{number}.csv", b"", DEFLATED, packed, size=part, crc=0) for number in range(6)
    ]
    assert "大きくなりすぎます" in refusal(tmp_path, forge([*entries, *bombs]))


@pytest.mark.parametrize("wrong", [{"size": 3}, {"crc": 1}, {"packed_size": 3}, {"size": 3, "packed_size": 3}])
@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_a_lying_size_or_checksum_is_refused(
    tmp_path: Path, entries: list[Entry], wrong: dict[str, int], method: int
) -> None:
    victim = replace(entries[0], method=method)
    entries[0] = replace(victim, size=wrong.get("size"), crc=wrong.get("crc"), packed_size=wrong.get("packed_size"))
    assert refusal(tmp_path, forge(entries))


def test_a_size_larger_than_the_file_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    entries[0] = replace(entries[0], size=2**31, packed_size=2**31)
    assert "すきまか重なり" in refusal(tmp_path, forge(entries))


@pytest.mark.parametrize(
    "packed",
    [
        lambda data: deflate(data) + b"more",
        lambda data: deflate(data) + b"more" * CHUNK,
        lambda data: deflate(data)[:-3],
        lambda data: b"\xff" + deflate(data),
        lambda data: deflate(data + b"more"),
        lambda data: deflate(data[:-1]),
        lambda _data: b"\x06",
    ],
    ids=[
        "bytes behind",
        "many bytes behind",
        "cut off",
        "damaged",
        "longer than said",
        "shorter than said",
        "nonsense",
    ],
)
def test_deflated_bytes_that_do_not_end_where_they_should_are_refused(
    tmp_path: Path, entries: list[Entry], packed: object
) -> None:
    assert callable(packed)
    header = entries[0]
    entries[0] = replace(header, method=DEFLATED, packed=packed(header.data))
    reason = refusal(tmp_path, forge(entries))
    assert "壊れている" in reason or "異常に大きく" in reason


# Records against each other


@pytest.mark.parametrize(
    "lie",
    [
        {"local_name": "bundle-00000000/readme.txt"},
        {"local_method": 8},
        {"local_flags": 2},
        {"local_crc": 1},
        {"local_size": 1},
        {"local_packed_size": 1},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_headers_that_differ_are_refused(tmp_path: Path, entries: list[Entry], lie: dict[str, int | str]) -> None:
    entries[0] = replace(entries[0], **lie)  # type: ignore[arg-type]  # names and numbers each go to their own field
    assert "見出しが食い違っています" in refusal(tmp_path, forge(entries))


def test_members_that_overlap_are_refused(tmp_path: Path, entries: list[Entry]) -> None:
    second = entries[1]
    quoted = replace(entries[0], data=forge([second])[:200], packed=None)
    assert refusal(tmp_path, forge([quoted, replace(second, start=60), *entries[2:]]))


def test_two_members_of_the_same_bytes_are_refused(tmp_path: Path, entries: list[Entry], folder: str) -> None:
    twin = replace(entries[-1], name=folder + "data/snapshot/twin.csv", local_name=folder + "data/snapshot/twin.csv")
    honest = forge(entries)
    start = honest.rfind(b"PK\x03\x04")
    assert refusal(tmp_path, forge([*entries, replace(twin, start=start)]))


@pytest.mark.parametrize(
    "ending",
    [
        Ending(prefix=b"MZ"),
        Ending(prefix=b"PK\x03\x04"),
        Ending(trailing=b"x"),
        Ending(trailing=b"PK\x05\x06"),
        Ending(comment=b"x"),
        Ending(before_directory=b"x"),
        Ending(in_directory=b"x"),
        Ending(in_directory=b"x" * 46),
        Ending(count=1),
        Ending(count=1, here=0),
        Ending(count=60_000),
        Ending(count=13),
        Ending(count=0),
        Ending(size=0),
        Ending(first=0),
        Ending(first=1_000_000_000),
        Ending(disk=1),
        Ending(count=0xFFFF),
    ],
    ids=repr,
)
def test_an_ending_that_does_not_fit_is_refused(tmp_path: Path, entries: list[Entry], ending: Ending) -> None:
    assert refusal(tmp_path, forge(entries, ending))


@pytest.mark.parametrize("entry", [{"gap": b"x"}, {"comment": b"x"}, {"disk": 1}, {"start": 7}], ids=repr)
def test_gaps_comments_and_other_disks_are_refused(
    tmp_path: Path, entries: list[Entry], entry: dict[str, bytes | int]
) -> None:
    entries[1] = replace(entries[1], **entry)  # type: ignore[arg-type]  # each value fits its field
    assert refusal(tmp_path, forge(entries))


@pytest.mark.parametrize(
    "extra",
    [
        b"\x01\x00\x08\x00" + b"\0" * 8,
        b"\x75\x70\x05\x00\x01\0\0\0\0",
        b"\x01\x99\x07\x00" + b"\0" * 7,
        b"\x55\x54\xff\x00",
        b"\x55",
    ],
    ids=["zip64", "Unicode path", "AES", "longer than there is", "cut off"],
)
@pytest.mark.parametrize("place", ["extra", "local_extra"])
def test_extra_fields_that_could_deceive_are_refused(
    tmp_path: Path, entries: list[Entry], extra: bytes, place: str
) -> None:
    entries[1] = replace(entries[1], **{place: extra})  # type: ignore[arg-type]  # both are bytes
    assert refusal(tmp_path, forge(entries))


def test_a_descriptor_that_says_something_else_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    entries[1] = replace(described(entries[1]), descriptor=b"PK\x07\x08" + b"\0" * 12)
    assert "すきまか重なり" in refusal(tmp_path, forge(entries))


def test_a_zip_without_members_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, forge([], Ending(prefix=b"PK\x03\x04")))


def test_a_member_said_to_begin_at_the_very_end_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    length = len(forge(entries))
    entries[-1] = replace(entries[-1], start=length - 10)
    assert refusal(tmp_path, forge(entries))
    assert refusal(tmp_path, forge([replace(entries[0], start=length - 10)]))


def test_a_local_header_longer_than_any_program_writes_is_refused(tmp_path: Path, entries: list[Entry]) -> None:
    entries[0] = replace(entries[0], local_extra=b"\x55\x54\xd0\x07" + b"\0" * 2000)
    assert refusal(tmp_path, forge(entries))


def test_deflated_text_of_any_length_is_read_whole(tmp_path: Path, files: Files, folder: str) -> None:
    path = tmp_path / "x.zip"
    unlike = random.Random(1).randbytes(3000)
    for more in range(0, 600, 7):
        text = unlike + b"\0" * (CHUNK + more - len(unlike))
        path.write_bytes(forge([Entry(f"{folder}a.txt", text, DEFLATED, gap=b""), *entries_of(files, folder)]))
        with path.open("rb") as stream:
            assert ZipReader(stream).read(f"{folder}a.txt", CHUNK * 2) == text


def test_directory_entries_that_are_none_are_refused(tmp_path: Path, entries: list[Entry]) -> None:
    data = forge(entries)
    place = data.rindex(b"PK\x01\x02")
    assert refusal(tmp_path, data[:place] + b"PK\x01\x03" + data[place + 4 :])


# What is no zip, and damage


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04", b"%PDF-1.4", b"PK\x05\x06" + b"\0" * 18, b"SQLite format 3\0"], ids=repr
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data)


def test_a_bundle_in_a_zip_of_its_own_is_refused(tmp_path: Path, bundle: Path) -> None:
    assert refusal(tmp_path, forge([Entry("財政課.zip", bundle.read_bytes())]))


def test_a_file_too_large_for_a_bundle_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "巨大.zip"
    with path.open("wb") as stream:
        stream.truncate(2**32)
    assert "大きすぎます" in refusal_of(path)


def test_a_bundle_cut_off_at_any_hundredth_of_it_is_refused(tmp_path: Path, bundle: Path) -> None:
    data = bundle.read_bytes()
    for length in range(0, len(data), 100):
        assert refusal(tmp_path, data[:length])


def test_a_bundle_with_a_flipped_bit_is_refused_or_says_the_same(tmp_path: Path, bundle: Path) -> None:
    """Only bits without a meaning (time stamps, padding) may differ, and they change nothing of what is read."""
    data = bundle.read_bytes()
    truth = taken(bundle)
    bits = random.Random(20260420)
    harmless = 0
    path = tmp_path / "届いたもの.zip"
    for _time in range(500):
        bit = bits.randrange(len(data) * 8)
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        found = taken_or_refused(path)
        assert found in (None, truth), bit
        harmless += found is not None
    assert harmless < 60
