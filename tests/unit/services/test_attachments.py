"""Evidence of every sort of file: odd names, nothing in it, too much in it, a folder, one that goes away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.domain.errors import FileError, InputError
from reform_desktop.domain.records import Evidence, Measure
from reform_desktop.services.attachments import attach_file, kept_name, read_evidence, save_evidence_as
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.store import evidence, records
from reform_desktop.store.evidence import CHUNK_SIZE, SIZE_LIMIT, Progress

YEAR = 2025


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = create_desk(tmp_path / "a.reform", "sample")
    yield made
    made.close()


def attach(desk: Desk, path: Path, progress: Progress | None = None) -> str:
    with desk.store.reading() as connection:
        measure = records.all_records(connection, Measure)[0]
    return attach_file(desk, measure.id, YEAR, path, progress=progress)[0]


def evidence_count(desk: Desk) -> int:
    with desk.store.reading() as connection:
        return len(records.all_records(connection, Evidence))


@pytest.mark.parametrize("name", ["髙﨑𠮷.pdf", "議事録 #1 100%41？.txt", "か\u3099.txt", ".hidden"])
def test_any_name_comes_back_with_the_same_bytes(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(name.encode())
    row = attach(desk, path)
    assert read_evidence(desk, row).file_name == name
    save_evidence_as(desk, row, tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == name.encode()


def test_an_empty_file_is_attached_as_it_is(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    row = attach(desk, tmp_path / "空.txt")
    assert read_evidence(desk, row).file_size == 0
    save_evidence_as(desk, row, tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == b""


def test_the_largest_file_goes_in_and_one_byte_more_is_refused_with_what_to_do(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "写真.bin"
    with large.open("wb") as stream:
        stream.truncate(SIZE_LIMIT)
    assert read_evidence(desk, attach(desk, large)).file_size == SIZE_LIMIT
    with large.open("wb") as stream:
        stream.truncate(SIZE_LIMIT + 1)
    with pytest.raises(InputError, match=r"50\.1 MB あり、上限の 50 MB を超える.*アドレスとして登録"):
        attach(desk, large)


def test_a_folder_and_a_file_that_is_gone_are_refused_in_plain_words(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="添付していません（見つかりません）"):
        attach(desk, tmp_path / "ない.txt")
    with pytest.raises(FileError, match="添付していません（"):
        attach(desk, tmp_path)


def test_a_file_that_changes_while_it_is_stored_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "書きかけ.txt"
    path.write_bytes(b"x" * 3 * CHUNK_SIZE)
    before = evidence_count(desk)

    def rewrite(done: int, _total: int) -> None:
        if done == CHUNK_SIZE:
            path.write_bytes(b"y" * 3 * CHUNK_SIZE)

    with pytest.raises(FileError, match="読んでいる間に変わった"):
        attach(desk, path, rewrite)
    assert evidence_count(desk) == before
    assert desk.store.verify().is_sound


def test_a_file_that_goes_away_between_looking_and_storing_is_said_to_be_gone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "消える.txt"
    path.write_bytes(b"x")
    before = evidence_count(desk)
    measured = evidence.digest_file

    def measure_and_remove(one: Path) -> tuple[str, int]:
        found = measured(one)
        one.unlink()
        return found

    monkeypatch.setattr(evidence, "digest_file", measure_and_remove)
    with pytest.raises(FileError, match=r"「消える\.txt」を読めないため、添付していません（見つかりません）"):
        attach(desk, path)
    assert evidence_count(desk) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a device of Linux")
def test_a_device_that_never_ends_is_refused(desk: Desk) -> None:
    with pytest.raises(FileError, match="添付していません"):
        attach(desk, Path("/dev/zero"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
def test_a_name_that_is_no_text_is_kept_readable(desk: Desk, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xffb\nc.pdf"))
    path.write_bytes(b"1")
    assert kept_name(path) == "a_b_c.pdf"
    one = read_evidence(desk, attach(desk, path))
    assert (one.file_name, one.title) == ("a_b_c.pdf", "a_b_c")
