"""Evidence inside the file: in pieces, once, and never altered unnoticed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from reform_desktop.domain.errors import DamagedFileError, FileError, InputError
from reform_desktop.services.attachments import attach_file, save_evidence_as
from reform_desktop.services.desk import Desk
from reform_desktop.store import evidence
from reform_desktop.store.evidence import CHUNK_SIZE, SIZE_LIMIT
from reform_desktop.store.store import Store
from unit.store.small_plan import MEASURE, make_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "a.reform")


def _paper(tmp_path: Path, size: int, name: str = "写真.jpg") -> Path:
    path = tmp_path / name
    path.write_bytes(os.urandom(size))
    return path


def _rows(store: Store, table: str) -> int:
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM " + table).scalar_one())  # noqa: S608 -- ours


@pytest.mark.parametrize("size", [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE + 5])
def test_what_was_attached_comes_out_again(store: Store, tmp_path: Path, size: int) -> None:
    paper = _paper(tmp_path, size)
    stored = store.add_evidence(paper)
    assert stored.new
    assert stored.size == size
    assert stored.sha256 == hashlib.sha256(paper.read_bytes()).hexdigest()
    with store.reading() as connection:
        pieces = list(evidence.stream_bytes(connection, stored.sha256))
    assert b"".join(pieces) == paper.read_bytes()
    assert all(len(piece) <= CHUNK_SIZE for piece in pieces)
    store.close()


def test_the_same_file_is_kept_once_however_often_it_is_attached(store: Store, tmp_path: Path) -> None:
    paper = _paper(tmp_path, 2 * CHUNK_SIZE)
    first = store.add_evidence(paper)
    copy = tmp_path / "同じ.jpg"
    copy.write_bytes(paper.read_bytes())
    second = store.add_evidence(copy)
    assert (second.sha256, second.new) == (first.sha256, False)
    assert (_rows(store, "blob"), _rows(store, "chunk")) == (1, 2)
    store.close()


def test_progress_is_told_in_bytes(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    store.add_evidence(_paper(tmp_path, 2 * CHUNK_SIZE), lambda done, whole: told.append((done, whole)))
    assert told == [(CHUNK_SIZE, 2 * CHUNK_SIZE), (2 * CHUNK_SIZE, 2 * CHUNK_SIZE)]
    store.close()


def test_cancelling_leaves_nothing(store: Store, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int, _whole: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        store.add_evidence(_paper(tmp_path, 2 * CHUNK_SIZE), stop)
    assert (_rows(store, "blob"), _rows(store, "chunk")) == (0, 0)
    store.close()


def test_more_than_50_mb_is_refused_with_a_way_on(store: Store, tmp_path: Path) -> None:
    heavy = tmp_path / "動画.mp4"
    with heavy.open("wb") as stream:
        stream.truncate(SIZE_LIMIT + 1)
    with pytest.raises(InputError, match=r"50 MB.*アドレス"):
        store.add_evidence(heavy)
    store.close()


@pytest.mark.parametrize("name", ["なし.pdf", "."])
def test_a_file_that_cannot_be_read_is_named(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="添付していません"):
        store.add_evidence(tmp_path / name)
    store.close()


def test_a_file_that_changes_while_it_is_read_is_not_attached(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = _paper(tmp_path, 100)
    measured = evidence.digest_file

    def then_saved_again(path: Path) -> tuple[str, int]:
        found = measured(path)
        path.write_bytes(b"other")
        return found

    monkeypatch.setattr(evidence, "digest_file", then_saved_again)
    with pytest.raises(FileError, match="読んでいる間に変わった"):
        store.add_evidence(paper)
    assert (_rows(store, "blob"), _rows(store, "chunk")) == (0, 0)
    store.close()


def _spoil_a_piece(store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE chunk SET data = zeroblob(length(data)) WHERE ordinal = 1")


def test_an_altered_piece_is_found_and_not_handed_out(store: Store, tmp_path: Path) -> None:
    paper = tmp_path / "写真.jpg"
    paper.write_bytes(b"\xff" * 2 * CHUNK_SIZE)
    evidence_id, _saved = attach_file(Desk(store), MEASURE, 2025, paper)
    assert store.verify().is_sound
    _spoil_a_piece(store)
    told: list[tuple[int, int]] = []
    report = store.verify(lambda done, whole: told.append((done, whole)))
    assert report.evidence == (hashlib.sha256(paper.read_bytes()).hexdigest(),)
    assert not report.is_sound
    assert told == [(1, 1)]
    target = tmp_path / "out.jpg"
    target.write_bytes(b"before")
    with pytest.raises(DamagedFileError, match="一致しません"):
        save_evidence_as(Desk(store), evidence_id, target)
    assert target.read_bytes() == b"before"
    store.close()


def test_attaching_the_file_again_repairs_what_was_damaged(store: Store, tmp_path: Path) -> None:
    paper = tmp_path / "写真.jpg"
    paper.write_bytes(b"\xff" * 2 * CHUNK_SIZE)
    store.add_evidence(paper)
    _spoil_a_piece(store)
    assert store.add_evidence(paper).new
    assert store.verify().is_sound
    store.close()
