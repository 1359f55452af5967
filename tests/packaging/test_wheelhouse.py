"""The wheelhouse: complete, as the lock says, and enough to install from with the network off."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from releasing import lock, wheelhouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both wheelhouses, built now and unpacked."""
    base = tmp_path_factory.mktemp("wheelhouse")
    made = {}
    for platform in lock.PLATFORMS:
        packed = wheelhouse.build_one(base, platform)
        with zipfile.ZipFile(packed) as bag:
            bag.extractall(base)
        made[platform] = base / packed.stem
    return made


@pytest.mark.parametrize("platform", lock.PLATFORMS)
def test_every_wheel_is_one_that_the_lock_names(houses: dict[str, Path], platform: str) -> None:
    hashes = {entry.name: entry.hashes for entry in lock.runtime(platform)}
    wheels = wheelhouse.wheels_in(houses[platform])
    projects = {wheelhouse.project_of(name): name for name in wheels}
    assert set(projects) == {*hashes, "reform-desktop"}
    foreign = [
        name
        for name, sha256 in wheels.items()
        if not name.startswith("reform_desktop") and sha256 not in hashes[wheelhouse.project_of(name)]
    ]
    assert foreign == []


@pytest.mark.parametrize("platform", lock.PLATFORMS)
def test_the_licence_of_qt_comes_along(houses: dict[str, Path], platform: str) -> None:
    assert "GNU LESSER" in (houses[platform] / "licences" / "qt" / "LGPL-3.txt").read_text("utf-8")


@pytest.mark.parametrize("python", wheelhouse.PYTHONS)
@pytest.mark.parametrize("platform", lock.PLATFORMS)
def test_every_python_finds_a_wheel_of_everything(houses: dict[str, Path], platform: str, python: str) -> None:
    number = f"cp{python.replace('.', '')}"
    fitting = set()
    for name in wheelhouse.wheels_in(houses[platform]):
        tag = name.removesuffix(".whl").split("-")[-3]
        if number in tag.split(".") or "py3" in tag.split(".") or "abi3" in name:
            fitting.add(wheelhouse.project_of(name))
    assert fitting == {*(entry.name for entry in lock.runtime(platform)), "reform-desktop"}


def test_it_installs_with_the_network_off_and_works(houses: dict[str, Path], tmp_path: Path) -> None:
    house = shutil.copytree(houses[lock.here()], tmp_path / "部品")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    alone = ["unshare", "--net", "env", "-i", "HOME=/nonexistent", "PIP_CONFIG_FILE=/dev/null"]
    options = ["--no-index", "--find-links", ".", "--require-hashes", "-r", "requirements.txt", "-q"]
    subprocess.run([*alone, python, "-m", "pip", "install", *options], cwd=house, check=True)
    words = ["new", str(tmp_path / "a.reform"), "--outline", "sample"]
    subprocess.run([*alone, str(tmp_path / "venv/bin/reform-desktop"), *words], check=True)


def test_an_altered_wheel_is_refused(houses: dict[str, Path], tmp_path: Path) -> None:
    house = shutil.copytree(houses[lock.here()], tmp_path / "部品")
    (wheel,) = house.glob("et_xmlfile-*.whl")
    with zipfile.ZipFile(wheel, "a") as bag:
        bag.writestr("et_xmlfile/more.py", "")
    options = ["--no-index", "--find-links", ".", "--require-hashes", "--no-deps", "-r", "requirements.txt", "-q"]
    command = [sys.executable, "-m", "pip", "download", *options, "-d", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=house, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode != 0
    assert "HASHES" in done.stderr
