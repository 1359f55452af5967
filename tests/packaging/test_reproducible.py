"""The same commit gives the same bytes: everything is built a second time elsewhere, and compared."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from releasing import archives, facts, freeze, lock, sums, wheelhouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another checkout of the same commit in another folder, and what it builds."""
    place = tmp_path_factory.mktemp("second") / "別の場所"
    listed = subprocess.run(
        ["git", "-C", str(facts.ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    ).stdout
    for name in listed.decode().split("\0"):
        source = facts.ROOT / name
        if name and source.is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, place / name)
    environment = facts.environment(PYTHONPATH=str(place / "src"), PYTHONHASHSEED="7")
    for what in ("linux", "debian"):
        command = [sys.executable, str(place / "packaging" / "build.py"), what]
        subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    return place / "dist"


def test_the_frozen_folder_agrees_file_by_file(frozen: Path, second: Path) -> None:
    assert contents(second / freeze.name()) == contents(frozen)


def test_archive_and_package_agree_to_the_byte(debian_package: Path, frozen: Path, second: Path) -> None:
    for made in (debian_package, frozen.with_name(f"{frozen.name}.tar.gz")):
        assert sums.sha256_of(second / made.name) == sums.sha256_of(made), made.name


def test_the_wheelhouse_agrees_to_the_byte(tmp_path: Path) -> None:
    one = wheelhouse.build_one(tmp_path / "1", lock.here())
    other = wheelhouse.build_one(tmp_path / "2", lock.here())
    assert sums.sha256_of(one) == sums.sha256_of(other)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else sums.sha256_of(path)
        for path in archives.files_below(folder)
    }
