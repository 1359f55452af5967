"""Updating, tried with a real later version: the checkout's source with a higher version and one more migration."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from reform_desktop.services.program_log import FILE_NAME, Event, log_folder
from reform_desktop.store import migrations
from reform_desktop.store.backup import list_backups

ROOT = Path(__file__).parents[2]
FORMAT = migrations.CURRENT + 1
HOLD = """
import sys
from pathlib import Path
from reform_desktop.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]), who="財政課 担当者")
print("open", flush=True)
sys.stdin.read()
desk.close()
"""
RESTORE = """
import sys
from pathlib import Path
from reform_desktop.services.backups import list_backups, restore_backup
path = Path(sys.argv[1])
restore_backup(path, next(one for one in list_backups(path) if one.path.name == sys.argv[2]), "担当者")
"""


def later_source(place: Path, *, new_format: bool) -> Path:
    """Copy the program as version 0.2.0, with a new file format or without."""
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("resources", "schema"):
        (place / name).symlink_to(ROOT / name)
    package = place / "src" / "reform_desktop"
    package.joinpath("__init__.py").write_text('"""Later."""\n\n__version__ = "0.2.0"\n', encoding="utf-8")
    if new_format:
        steps = package / "store" / "migrations"
        text = (steps / "__init__.py").read_text("utf-8")
        raised = re.sub(r"^CURRENT: Final = \d+$", f"CURRENT: Final = {FORMAT}", text, flags=re.MULTILINE)
        assert raised != text
        (steps / "__init__.py").write_text(raised, encoding="utf-8")
        table = "CREATE TABLE later (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n"
        (steps / f"{FORMAT:04d}_later.sql").write_text(f"-- Later.\n{table}", encoding="utf-8")
    return place / "src"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return later_source(tmp_path_factory.mktemp("later"), new_format=True)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return later_source(tmp_path_factory.mktemp("beside"), new_format=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "計画.reform"
    run(ROOT / "src", "new", str(path), "--outline", "annaka-4", "--department", "財政課")
    return path


def run(source: Path, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a version's command line."""
    done = subprocess.run(
        [sys.executable, "-m", "reform_desktop", *words],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done


def show_window(source: Path, path: Path) -> None:
    """Start a version's window with a file, and let it end when it can be used."""
    more = {"PYTHONPATH": str(source), "QT_QPA_PLATFORM": "offscreen", "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT": "1"}
    command = [sys.executable, "-m", "reform_desktop", str(path)]
    subprocess.run(command, env={**os.environ, **more}, check=True, capture_output=True, timeout=120)


@contextmanager
def open_in(source: Path, path: Path) -> Iterator[None]:
    """Let a version have the file open for writing."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env={**os.environ, "PYTHONPATH": str(source)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield


def file_format(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_later_version_backs_up_changes_the_format_and_says_so(later: Path, store: Path) -> None:
    before = run(ROOT / "src", "dump", str(store)).stdout
    done = run(later, "dump", str(store))
    assert done.stdout == before, "what scripts read is as it was"
    (told,) = done.stderr.splitlines()
    assert "「計画.reform」を新しい形式に変えました" in told
    assert "計画.reform-backups" in told
    assert file_format(store) == FORMAT
    (kept,) = list_backups(store)
    assert file_format(kept.path) == migrations.CURRENT
    assert run(later, "dump", str(store)).stderr == "", "said once"


def test_the_version_of_before_refuses_plainly_and_changes_nothing(later: Path, store: Path) -> None:
    run(later, "dump", str(store))
    bytes_before = store.read_bytes()
    lines = '{"kind": "plan", "id": "x", "set": {"name": "y"}}\n'
    store.with_name("edit.jsonl").write_text(lines, encoding="utf-8")
    for command, *more in (["dump"], ["edit", str(store.with_name("edit.jsonl"))], ["check"]):
        done = run(ROOT / "src", command, str(store), *more, status=1)
        (told,) = done.stderr.splitlines()
        assert "新しい版の行革デスクで作られているため、この版では開けません" in told
        assert "ファイルは変更していません" in told
        assert done.stdout == ""
    assert store.read_bytes() == bytes_before
    assert not store.with_name("計画.reform.lock").exists()


def test_a_file_that_says_that_older_readers_misread_it_is_refused(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE setting SET value = ? WHERE name = 'least_reader'", (str(FORMAT),))
    assert "新しい版" in run(ROOT / "src", "dump", str(store), status=1).stderr


def test_going_back_to_the_version_of_before_works_from_the_backup(later: Path, store: Path, tmp_path: Path) -> None:
    before = run(ROOT / "src", "dump", str(store)).stdout
    run(later, "dump", str(store))
    (kept,) = list_backups(store)
    command = [sys.executable, "-c", RESTORE, str(store), kept.path.name]
    subprocess.run(command, check=True, cwd=tmp_path)
    assert run(ROOT / "src", "dump", str(store)).stdout == before


def test_settings_and_keys_survive_an_update_and_the_way_back(
    later: Path, store: Path, settings_of_its_own: Path
) -> None:
    path = settings_of_its_own / ".config" / "reform-desktop" / "settings.ini"
    show_window(ROOT / "src", store)
    kept = QSettings(str(path), QSettings.Format.IniFormat)
    kept.setValue("scale", "1.25")
    kept.setValue("theme", "dark")
    kept.setValue("later_only", "a setting of a later version")
    kept.sync()
    keys = run(ROOT / "src", "keys", str(store)).stdout
    other = store.with_name("別.reform")
    shutil.copy(store, other)
    show_window(later, store)
    assert run(later, "keys", str(store)).stdout == keys != ""
    show_window(ROOT / "src", other)
    found = QSettings(str(path), QSettings.Format.IniFormat)
    assert (found.value("scale"), found.value("theme")) == ("1.25", "dark")
    assert found.value("later_only") == "a setting of a later version"
    assert [Path(str(one)).name for one in as_list(found.value("recent_files"))] == ["別.reform", "計画.reform"]


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def test_two_versions_side_by_side_share_a_file_one_writing_at_a_time(beside: Path, store: Path) -> None:
    before = run(ROOT / "src", "dump", str(store)).stdout
    with open_in(beside, store):
        done = run(ROOT / "src", "dump", str(store))
        assert (done.stdout, done.stderr) == (before, "")
        store.with_name("edit.jsonl").write_text("{}\n", encoding="utf-8")
        refused = run(ROOT / "src", "edit", str(store), str(store.with_name("edit.jsonl")), status=1)
        assert "財政課 担当者" in refused.stderr
    with open_in(ROOT / "src", store):
        refused = run(beside, "edit", str(store), str(store.with_name("edit.jsonl")), status=1)
        assert "開いているため" in refused.stderr
    assert run(beside, "--version").stdout != run(ROOT / "src", "--version").stdout


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A folder with a short name: a socket's path has 107 bytes at most, and pytest's own folders are long."""
    with tempfile.TemporaryDirectory(prefix="rd-") as folder:
        yield Path(folder)


def test_a_second_version_calls_the_window_of_the_first_to_the_front(
    beside: Path, store: Path, sockets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(sockets))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "reform_desktop", str(store)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(beside)}) as first:
        try:
            wait_until(lambda: any(sockets.glob("reform-desktop-*")))
            ours = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
            second = subprocess.run(command, env=ours, timeout=60, check=False)
            assert second.returncode == 0, "it ended by itself: the other's window came to the front"
            assert first.poll() is None
        finally:
            first.kill()
    lines = (log_folder() / FILE_NAME).read_text("utf-8").splitlines()
    assert [line.split(" ")[2] for line in lines if Event.OPENED.value in line and "how=ready" in line] == ["0.2.0"]


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_two_versions_side_by_side_work_on_files_of_their_own(later: Path, store: Path) -> None:
    other = store.with_name("別.reform")
    shutil.copy(store, other)
    with open_in(later, store), open_in(ROOT / "src", other):
        assert file_format(store) == FORMAT
        assert file_format(other) == migrations.CURRENT
