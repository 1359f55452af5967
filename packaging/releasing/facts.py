"""What every artefact says of itself: version, commit, time, and the surroundings in which it is built.

The time is the commit's, never the clock's, and nothing depends on the folder or the machine, so that the same commit
gives the same bytes.
"""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DIST: Final = ROOT / "dist"
WORK: Final = ROOT / "build"

NAME: Final = "reform-desktop"
TITLE: Final = "行革デスク"
VENDOR: Final = "The Reform Desktop authors"
SUMMARY: Final = "市役所の行政改革の計画を、作るところから公表まで続けて扱うプログラム"
LICENCE: Final = "MIT"

_FOREIGN: Final = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH")
_ZIP_BEGINS: Final = 315532800
"""1980-01-01, the earliest time that a zip can hold."""


@cache
def version() -> str:
    """Return the version as the program itself says it."""
    text = (ROOT / "src" / "reform_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise LookupError("no __version__ in reform_desktop/__init__.py")
    return found.group(1)


@cache
def commit() -> str:
    """Return the commit that is built, with ``+`` when the checkout differs from it; ``""`` outside a checkout."""
    found = _git("rev-parse", "HEAD")
    return found + ("+" if found and _git("status", "--porcelain", "--untracked-files=no") else "")


@cache
def moment() -> int:
    """Return the seconds since 1970 that every file inside carries: SOURCE_DATE_EPOCH, or the commit's time."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    return max(int(given or 0), _ZIP_BEGINS)


def day() -> str:
    """Return the day of the commit, ISO 8601."""
    return moment_text()[:10]


def moment_text() -> str:
    """Return the time of the commit in UTC, ISO 8601."""
    return datetime.fromtimestamp(moment(), UTC).isoformat()


def environment(**more: str) -> dict[str, str]:
    """Return surroundings for tools that build: no foreign Python, one time, one order of hashes, one language."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    fixed = {"SOURCE_DATE_EPOCH": str(moment()), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    return {**kept, **fixed, "LC_ALL": "C.UTF-8", "TZ": "UTC", **more}


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
