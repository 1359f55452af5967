"""What of the wheels goes into ``app/``: what the program needs when it runs, as it came, and nothing else."""

from __future__ import annotations

import fnmatch
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from releasing import facts, qt_parts

LEFT_OUT: Final = (
    # For building on top of the packages, or for looking at their types.
    *("*.pyi", "*.pyx", "*.pxd", "*.c", "*.h", "*.lib", "*.pdb", "*/py.typed", "*.dist-info/*", "cffi/recompiler.py"),
    *("pypdfium2_cli/*", "sqlalchemy/testing/*", "sqlalchemy/ext/mypy/*", "charset_normalizer/cli/*"),
    # Databases that SQLAlchemy could speak to, picture formats that no report holds, graphics of other toolkits.
    *(f"sqlalchemy/dialects/{name}/*" for name in ("mssql", "mysql", "oracle", "postgresql")),
    *("PIL/_avif*", "PIL/_webp*", "PIL/_imagingcms*", "PIL/_imagingft*", "PIL/_imagingtk*", "PIL/ImageTk.py"),
    *("PIL/ImageQt.py", "reportlab/graphics/samples/*", "reportlab/fonts/*"),
    # Parts of Microsoft's runtime that nothing here asks for.
    *(f"shiboken6/{name}140.dll" for name in ("concrt", "vcamp", "vccorlib", "vcomp")),
    # Loose files that wheels put beside their packages, and what is for Python 2.
    *("NOTICE.txt", "OleFileIO_PL.py", "olefile/olefile2.py", "olefile/doc/*"),
)
"""Patterns of paths in ``app/``; `*` goes over folders."""

KEPT: Final = ("*.dist-info/METADATA",)
"""Name and version of each package stay, for tools that look for known weaknesses."""

_PYTHON_ONLY: Final = ("src/reform_desktop", "resources", "schema")


def unpack_wheels(wheels: Iterable[Path], site: Path) -> Path:
    """Unpack wheels as an installer would; none of ours has scripts or files for elsewhere."""
    shutil.rmtree(site, ignore_errors=True)
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as bag:
            elsewhere = [name for name in bag.namelist() if ".data/" in name]
            if elsewhere:
                raise ValueError(f"{wheel.name} has files for elsewhere: {elsewhere[:3]}")
            bag.extractall(site)
    return site


def copy_wanted(site: Path, app: Path) -> None:
    """Copy what is wanted of the unpacked wheels."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and is_wanted(name):
            target = app / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def is_wanted(name: str) -> bool:
    """Whether a file of the wheels is shipped; ``name`` is its path in ``app/``."""
    if any(fnmatch.fnmatchcase(name, pattern) for pattern in KEPT):
        return True
    if name.startswith("PySide6/"):
        return qt_parts.is_wanted(name.removeprefix("PySide6/"), "win32")
    return not any(fnmatch.fnmatchcase(name, pattern) for pattern in LEFT_OUT)


def copy_program(app: Path) -> None:
    """Copy the program itself, as its wheel has it; only what is committed or at least not made by running it."""
    data = app / "reform_desktop" / "_data"
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name, target in zip(_PYTHON_ONLY, (app / "reform_desktop", data / "resources", data / "schema"), strict=True):
        shutil.copytree(facts.ROOT / name, target, ignore=unwanted, dirs_exist_ok=True)
