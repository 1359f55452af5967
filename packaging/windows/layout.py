"""The program's folder on Windows: two launchers, ``python/``, ``app/``, ``licences/`` and a page to read first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from releasing import archives, carried, components, facts, licences, lock, pictures
from releasing.components import Component
from windows import bytecode, contents, interpreter, launcher, pe, system_functions, wheels

LABEL: Final = "windows-x64"
WORK: Final = facts.WORK / "windows"
README: Final = "はじめにお読みください.txt"
PARTS: Final = ("python", "app", "licences")
"""The folders that belong to the program; nothing of a user's is ever put into them."""

_HERE: Final = Path(__file__).resolve().parent


def name() -> str:
    """Return what folder and archive are called."""
    return f"{facts.NAME}-{facts.version()}-{LABEL}"


def assemble(folder: Path) -> list[Component]:
    """Make the folder anew, look at every program and library in it, and return what it is made of."""
    shutil.rmtree(folder, ignore_errors=True)
    sdist = interpreter.fetch(WORK / "downloads" / "python")
    python = interpreter.unpack(sdist, folder / "python")
    interpreter.check_signatures(python)
    for unwanted in interpreter.LEFT_OUT:
        (python / unwanted).unlink()
    interpreter.write_path_file(python)
    site = contents.unpack_wheels(wheels.fetch(WORK / "downloads" / "wheels"), WORK / "site")
    contents.copy_wanted(site, folder / "app")
    contents.copy_program(folder / "app")
    bytecode.compile_all(folder, WORK / "wine")
    launcher.build(folder, WORK / "launcher", pictures.draw_all(facts.WORK / "icons"))
    parts = made_of(site, python)
    licences.write_licences(folder / "licences", parts, "win32")
    _write_readme(folder)
    complaints = [*pe.complaints(folder), *system_functions.unknown(folder)]
    if complaints:
        raise pe.UnfitError("\n".join(complaints))
    archives.settle(folder)
    return parts


def made_of(site: Path, python: Path) -> list[Component]:
    """Return what lies in the folder: packages and what they carry, Qt, Python, fonts."""
    entries = {entry.name: entry for entry in lock.runtime("win32")}
    top = components.python_components(site, entries)
    carriers = {one.origin.removeprefix("pkg:pypi/").split("@")[0]: one.name for one in top}
    return [
        components.qt(entries["pyside6-essentials"].version),
        components.python_interpreter(interpreter.version_of(python), (python / "LICENSE.txt").read_bytes()),
        *top,
        *components.fonts(),
        *carried.carried_by(site, entries, carriers),
    ]


def _write_readme(folder: Path) -> None:
    text = (_HERE / "README.txt").read_text(encoding="utf-8").replace("@VERSION@", facts.version())
    (folder / README).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
