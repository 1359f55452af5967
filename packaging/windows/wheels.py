"""The wheels of the lock for Windows x64 and the Python that is shipped, and nothing that the lock does not name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from releasing import lock, wheelhouse

PYTHON: Final = "3.13"


def fetch(cache: Path) -> list[Path]:
    """Return the wheels, fetched once through pip, which compares each with the lock's hashes; sorted by name."""
    wanted = [one.requirement for one in lock.runtime("win32")]
    cache.mkdir(parents=True, exist_ok=True)
    requirements, stamp = cache / "requirements.txt", cache / "complete.txt"
    text = "".join(f"{one}\n" for one in wanted)
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == text):
        for old in cache.glob("*.whl"):
            old.unlink()
        requirements.write_text(text, encoding="utf-8")
        wheelhouse.download(cache, requirements, "win32", PYTHON)
        stamp.write_text(text, encoding="utf-8")
    return sorted(cache.glob("*.whl"))
