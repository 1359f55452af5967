"""Wheels for a PC without a network: what the program needs on Linux x64 and Windows x64, with the lock's hashes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from releasing import archives, components, facts, licences, lock, sums

PYTHONS: Final = ("3.11", "3.12", "3.13")
"""The Pythons whose wheels are gathered."""

_TAGS: Final = {
    "linux": ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (17, 26, 27, 28, 34, 35))),
    "win32": ("win_amd64",),
}
LABELS: Final = {"linux": "linux-x64", "win32": "windows-x64"}
_LIST: Final = "requirements.txt"
_COMMAND: Final = "python -m pip install --no-index --find-links . --require-hashes -r requirements.txt"


def build(dist: Path) -> list[Path]:
    """Make one zip a platform; returns them."""
    return [build_one(dist, platform) for platform in lock.PLATFORMS]


def build_one(dist: Path, platform: str) -> Path:
    """Gather a platform's wheels and our own, list them with their hashes, and pack them."""
    target = dist / file_name(platform)
    folder = facts.WORK / "wheelhouse" / target.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    dist.mkdir(parents=True, exist_ok=True)
    entries = lock.runtime(platform)
    wanted = folder / _LIST
    wanted.write_text("".join(f"{one.requirement}\n" for one in entries), encoding="utf-8", newline="\n")
    for python in PYTHONS:
        download(folder, wanted, platform, python)
    ours = own_wheel(folder)
    own = lock.Locked(facts.NAME, facts.version(), (sums.sha256_of(ours),))
    head = f"# {facts.NAME} {facts.version()}: {_COMMAND}\n"
    lines = [f"{one.requirement}\n" for one in (*entries, own)]
    wanted.write_text(head + "".join(lines), encoding="utf-8", newline="\n")
    licences.write_licences(folder / "licences", shipped(platform), platform)
    archives.settle(folder)
    return archives.write_zip(folder, target, folder.name)


def file_name(platform: str) -> str:
    """Return what a platform's zip is called."""
    return f"{facts.NAME}-{facts.version()}-wheelhouse-{LABELS[platform]}.zip"


def shipped(platform: str) -> list[components.Component]:
    """Return what the wheels are, with the licences that the wheels of Qt come without."""
    entries = lock.runtime(platform)
    site, names = components.this_site(), [entry.name for entry in entries]
    qt = next(entry.version for entry in entries if entry.name == "pyside6-essentials")
    return [components.qt(qt), *components.python_components(site, names), *components.fonts()]


def own_wheel(folder: Path) -> Path:
    """Build the program's own wheel, with the commit's time in it."""
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(facts.ROOT)]
    subprocess.run(command, env=facts.environment(), check=True)
    (made,) = folder.glob("reform_desktop-*.whl")
    return made


def download(folder: Path, wanted: Path, platform: str, python: str) -> None:
    """Let pip fetch wheels and check each against the lock."""
    tags = [word for tag in _TAGS[platform] for word in ("--platform", tag)]
    number = python.replace(".", "")
    abis = [word for abi in (f"cp{number}", "abi3", "none") for word in ("--abi", abi)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "--dest", str(folder), "--python-version", python]
    command += ["--implementation", "cp", *abis, *tags, "-r", str(wanted)]
    environment = {**os.environ, "PIP_NO_INPUT": "1"}
    subprocess.run(command, env=environment, check=True)


def wheels_in(folder: Path) -> dict[str, str]:
    """Return each wheel's SHA-256 by its file name."""
    return {path.name: sums.sha256_of(path) for path in sorted(folder.glob("*.whl"))}


def project_of(wheel: str) -> str:
    """Return the canonical name of the project that a wheel is of."""
    return re.sub(r"[-_.]+", "-", wheel.split("-", maxsplit=1)[0]).lower()
