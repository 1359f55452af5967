"""A disk that is really full: a plain sentence, nothing lost, and it goes on when there is room again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.domain.errors import FileError
from reform_desktop.services.attachments import attach_file
from reform_desktop.services.desk import Desk
from reform_desktop.store.backup import list_backups
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, make_store, save, shown, value

SIZE = 6_000_000


class SmallDisk:
    """A disk of two megabytes that can be filled up and emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, *, leave: int = 0) -> None:
        free = os.statvfs(self.folder)
        size = free.f_bavail * free.f_frsize - leave
        with self._ballast.open("ab") as stream:
            stream.write(b"x" * size)

    def empty(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(command, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk; the failing disk of the other tests stands in for it")
    yield SmallDisk(folder)
    subprocess.run(["umount", str(folder)], check=True)


def test_saving_on_a_full_disk_says_so_and_works_again_when_there_is_room(disk: SmallDisk) -> None:
    store = make_store(disk.folder / "計画.reform")
    save(store, Edit("measure", MEASURE, {"approach": "保存済み"}))
    before = shown(store)
    disk.fill()
    with pytest.raises(FileError, match="ディスクの空きが足りない"):
        save(store, Edit("measure", MEASURE, {"approach": "あ" * 5_000}))
    assert shown(store) == before
    assert store.verify().is_sound
    disk.empty()
    save(store, Edit("measure", MEASURE, {"approach": "あとで"}))
    assert value(store, MEASURE, "approach") == "あとで"
    store.close()


def test_a_file_that_does_not_fit_is_not_attached(disk: SmallDisk, tmp_path: Path) -> None:
    store = make_store(disk.folder / "計画.reform")
    paper = tmp_path / "写真.jpg"
    paper.write_bytes(os.urandom(SIZE))
    before = shown(store)
    with pytest.raises(FileError, match="ディスクの空きが足りない"):
        attach_file(Desk(store), MEASURE, 2025, paper)
    assert shown(store) == before
    assert store.verify().is_sound
    paper.write_bytes(os.urandom(1000))
    attach_file(Desk(store), MEASURE, 2025, paper)
    store.close()


def test_a_backup_or_copy_that_does_not_fit_leaves_no_half_of_it(disk: SmallDisk) -> None:
    store = make_store(disk.folder / "計画.reform")
    disk.fill(leave=20_000)
    with pytest.raises(FileError, match="ディスクの空きが足りない"):
        store.back_up("import")
    with pytest.raises(FileError, match="ディスクの空きが足りない"):
        store.copy_to(disk.folder / "写し.reform")
    assert list_backups(store.path) == []
    assert [one.name for one in disk.folder.rglob("*") if one.name.startswith(".") or one.suffix == ".tmp"] == []
    assert not (disk.folder / "写し.reform").exists()
    store.close()


def test_a_file_that_does_not_fit_is_not_made(disk: SmallDisk) -> None:
    disk.fill(leave=8_192)
    with pytest.raises(FileError, match="ディスクの空きが足りない"):
        Store.create(disk.folder / "計画.reform", unit="division", who="担当者")
    assert [one.name for one in disk.folder.iterdir()] == ["ballast"]


def test_a_full_disk_can_still_be_read(disk: SmallDisk) -> None:
    store = make_store(disk.folder / "計画.reform")
    store.close()
    disk.fill()
    again = Store.open(disk.folder / "計画.reform", who="担当者")
    assert value(again, MEASURE, "title") == "税務窓口の予約"
    again.close()
    assert not lock_path(disk.folder / "計画.reform").exists()
