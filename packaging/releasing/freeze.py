"""The frozen program for Linux: one folder that needs no Python, with the window and the command line in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

from releasing import archives, carried, components, debian_libraries, facts, frozen_parts, licences, lock, sbom, sums
from releasing.components import Component

LABEL: Final = "linux-x64"
_INSIDE: Final = "_internal"
_README: Final = facts.ROOT / "packaging" / "linux" / "README.txt"


def name() -> str:
    """Return what folder and archive are called."""
    return f"{facts.NAME}-{facts.version()}-{LABEL}"


def freeze(dist: Path = facts.DIST) -> Path:
    """Make the folder anew, with licences, a first page to read and a bill of materials beside it; returns it."""
    made = run_pyinstaller(dist / ".frozen")
    folder = dist / name()
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
    made.parent.rmdir()
    _strip_python(folder)
    parts = shipped(folder)
    licences.write_licences(folder / "licences", parts, "linux")
    (folder / "README.txt").write_bytes(_README.read_bytes().replace(b"@VERSION@", facts.version().encode()))
    archives.settle(folder)
    sbom.write_sbom(dist / f"{name()}.cdx.json", folder, parts, name())
    return folder


def pack(folder: Path) -> Path:
    """Pack the folder for copying."""
    return archives.write_tar_gz(folder, folder.parent / f"{folder.name}.tar.gz", folder.name)


def run_pyinstaller(dist: Path) -> Path:
    """Let PyInstaller follow the spec in surroundings that do not change, and return the folder."""
    shutil.rmtree(dist, ignore_errors=True)
    work = facts.WORK / "pyinstaller"
    shutil.rmtree(work, ignore_errors=True)
    spec = facts.ROOT / "packaging" / "reform-desktop.spec"
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(dist), "--workpath", str(work)]
    command = [sys.executable, "-m", "PyInstaller", *options, str(spec)]
    cache_of_its_own = facts.environment(PYINSTALLER_CONFIG_DIR=str(work / "cache"))
    subprocess.run(command, cwd=facts.ROOT, env=cache_of_its_own, check=True)
    return dist / frozen_parts.FOLDER


def shipped(folder: Path) -> list[Component]:
    """Return what lies in the folder: packages and what they carry, Qt, Python, fonts, libraries of the system."""
    names = [entry.name for entry in lock.runtime("linux")]
    site = components.this_site()
    top = components.python_components(site, names)
    carriers = {one.origin.removeprefix("pkg:pypi/").split("@")[0]: one.name for one in top}
    qt_version = next(entry.version for entry in lock.runtime("linux") if entry.name == "pyside6-essentials")
    packages = sorted({package for package in system_libraries(folder).values() if package})
    return [
        components.qt(qt_version),
        components.this_interpreter(),
        *top,
        *components.fonts(),
        *(debian_libraries.component(package) for package in packages),
        *carried.carried_by(site, names, carriers),
    ]


def system_libraries(folder: Path) -> dict[Path, str]:
    """Return each library in the folder that was taken from the system, with its Debian package."""
    known = linker_cache()
    found = {}
    for path in sorted((folder / _INSIDE).glob("lib*.so*")):
        if not path.is_symlink() and path.name in known and _same(path, known[path.name]):
            found[path] = debian_libraries.package_of(known[path.name])
    return {path: package for path, package in found.items() if package}


def _same(one: Path, other: Path) -> bool:
    """Whether a library is the system's, and not another Python's of the same name."""
    return sums.sha256_of(one) == sums.sha256_of(other)


@cache
def linker_cache() -> dict[str, Path]:
    """Return where the dynamic linker finds libraries."""
    told = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    pairs = re.findall(r"^\t(\S+) \(.*x86-64.*\) => (\S+)$", told, re.MULTILINE)
    return {library: Path(place) for library, place in reversed(pairs)}


def _strip_python(folder: Path) -> None:
    """Take the debugging symbols out of the interpreter; wheels' files stay as their makers signed them off."""
    inside = folder / _INSIDE
    files = [*inside.glob("libpython*.so*"), *inside.glob("python3.*/lib-dynload/*.so")]
    subprocess.run(["strip", "--strip-unneeded", *map(str, files)], check=True)
