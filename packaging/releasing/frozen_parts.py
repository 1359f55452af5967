"""What goes into the frozen folder and what stays out; read by ``reform-desktop.spec``."""

from __future__ import annotations

import sys
from importlib.metadata import files
from pathlib import Path, PurePosixPath
from typing import Final

from releasing import facts, lock, qt_parts

FOLDER: Final = "reform-desktop"
DATA: Final = "reform_desktop/_data"
"""Where `reform_desktop.resources` looks in a frozen build."""

EXCLUDED: Final = (
    # Build tools, tests and extras that something imports only if they happen to be there.
    *("setuptools", "pip", "_distutils_hack", "pkg_resources", "test", "pytest", "mypy", "fontTools", "attr", "attrs"),
    *("tkinter", "_tkinter", "idlelib", "turtledemo", "lib2to3", "ensurepip", "pydoc_data", "readline", "curses"),
    *("numpy", "pandas", "lxml"),
    # The program speaks to no network: no encrypted connections, no mail, no servers.
    *("ssl", "_ssl", "smtplib", "ftplib", "imaplib", "poplib", "telnetlib", "http.server", "xmlrpc"),
    # Databases that SQLAlchemy could speak to, and picture formats that no report holds.
    *("MySQLdb", "psycopg2", "pysqlite2", "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql"),
    *("sqlalchemy.dialects.oracle", "sqlalchemy.dialects.postgresql"),
    *("PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL.ImageTk", "PIL.ImageQt"),
)
"""Modules that are left out although something names them."""

_SYSTEM: Final = ("/lib", "/usr/lib", "/lib64", "/usr/local/lib")
_BASE: Final = frozenset({"stdc++", "gcc_s"})
"""Libraries that every Debian has, and that must be as new as the graphics drivers beside them want."""

BORROWS: Final = frozenset({"cupsprintersupport"})
"""Plugins that work where the system has what they need (CUPS) and else stay silent; nothing is brought for them."""


def programs() -> list[tuple[str, bool]]:
    """Return the programs' names and whether each has a console: Windows needs one each for scripts and window."""
    if sys.platform == "win32":
        return [(facts.NAME, True), (facts.TITLE, False)]
    return [(facts.NAME, True)]


def icon() -> str | None:
    """Return the Windows programs' icon."""
    return str(facts.WORK / "icons" / "reform-desktop.ico") if sys.platform == "win32" else None


def datas() -> list[tuple[str, str]]:
    """Return resources, schemas and migrations with their places inside."""
    found = [(str(facts.ROOT / name), f"{DATA}/{name}") for name in ("resources", "schema")]
    steps = sorted((facts.ROOT / "src/reform_desktop/store/migrations").glob("*.sql"))
    return [*found, *((str(step), "reform_desktop/store/migrations") for step in steps), *_versions()]


def _versions() -> list[tuple[str, str]]:
    """Return the metadata from which the window reads the versions of packages."""
    found = []
    for entry in lock.runtime(lock.here()):
        (path,) = (path for path in files(entry.name) or [] if path.match("*.dist-info/METADATA"))
        found.append((str(path.locate()), path.parent.as_posix()))
    return found


def hidden_imports() -> list[str]:
    """Return every module of the program: pages are imported by name, and nothing of ours may be missing."""
    source = facts.ROOT / "src"
    modules = (path.relative_to(source).with_suffix("").parts for path in source.rglob("*.py"))
    names = {".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in modules}
    return sorted(names - {"reform_desktop.generate_schema"})


Entry = tuple[str, str, str]
"""PyInstaller's: place inside, where from (or what a symbolic link points to), kind."""


def trimmed(entries: list[Entry]) -> list[Entry]:
    """Leave out what is not in use, sorted so that builds agree: parts of Qt, and what only those needed."""
    platform = "win32" if sys.platform == "win32" else "linux"
    kept = [entry for entry in entries if _is_shipped(entry[0], platform)]
    if platform == "linux":
        kept = _without_idle_libraries(kept)
    files = {PurePosixPath(inside).name for inside, _, kind in kept if kind != "SYMLINK"}
    return sorted(entry for entry in kept if entry[2] != "SYMLINK" or PurePosixPath(entry[1]).name in files)


def _is_shipped(inside: str, platform: str) -> bool:
    place = PurePosixPath(Path(inside).as_posix())
    if place.parts[0] == "PySide6":
        return qt_parts.is_wanted(str(place.relative_to("PySide6")), platform)
    return platform != "linux" or qt_parts.stem(place.name) not in _BASE


def _without_idle_libraries(entries: list[Entry]) -> list[Entry]:
    """Leave out libraries of the system and of wheels that nothing kept asks for any more."""
    from PyInstaller.depend.bindepend import get_imports  # noqa: PLC0415 -- only while freezing

    asked: set[str] = set()
    for inside, source, kind in entries:
        if kind in ("BINARY", "EXTENSION") and not _is_mere_library(source):
            asked |= set() if qt_parts.stem(PurePosixPath(inside).name) in BORROWS else _names(get_imports(source))
    return [one for one in entries if not _is_mere_library(one[1]) or PurePosixPath(one[1]).name in asked]


def _names(imports: set[tuple[str, str | None]]) -> set[str]:
    return {Path(place or name).name for name, place in imports} | {Path(name).name for name, _ in imports}


def _is_mere_library(source: str) -> bool:
    """Whether a file is there only for others: a library of the system, or one that a wheel carries along."""
    folder = str(Path(source).parent)
    return folder.startswith(_SYSTEM) or folder.endswith(".libs")
