"""Where the program keeps what belongs to a person: in the folders of the account, or beside the program.

A program that is carried about (the portable zip) has a file `MARKER` beside it. Then settings, keys and the sample lie
in ``data/`` beside that file, so that nothing is left on the PC. Where that folder cannot be written (a server's share,
a CD), the folders of the account are used as ever.
"""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

MARKER: Final = "portable.txt"
FOLDER: Final = "data"
LICENCES: Final = "licences"


def portable_folder() -> Path | None:
    """Return the folder beside the program for what would else lie in the account's; ``None`` when that is right."""
    return folder_beside(_program_folder())


@cache
def folder_beside(program: Path) -> Path | None:
    """Return ``data/`` in the program's folder, if a marker is there and it can be written; asked once a run."""
    if not (program / MARKER).is_file():
        return None
    folder = program / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return None
    return folder


def licence_folder() -> Path | None:
    """Return the folder with the licences of all that is handed out, beside the program; ``None`` in a checkout."""
    folder = _program_folder() / LICENCES
    return folder if (folder / "README.txt").is_file() else None


def _program_folder() -> Path:
    """Frozen: beside the program itself; on Windows ``app/reform_desktop/`` lies two folders below it."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).parents[2]
