"""What is handed out, as this very commit gives it: taken from ``dist/`` where it lies there, built otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from releasing import facts, freeze, lock, wheelhouse
from windows import layout


def made(what: str) -> Path:
    """Return ``dist/`` with an artefact in it; ``what`` is a word of ``packaging/build.py``."""
    if not _is_there(what):
        command = [sys.executable, str(facts.ROOT / "packaging" / "build.py"), what]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return facts.DIST


def debian_package() -> str:
    """Return what the Debian package's file is called."""
    return f"{facts.NAME}_{facts.version()}_amd64.deb"


def files_of(what: str) -> list[str]:
    """Return the files that an artefact consists of, beside its folder."""
    return {
        "linux": [f"{freeze.name()}.tar.gz", f"{freeze.name()}.cdx.json"],
        "debian": [debian_package()],
        "windows": [f"{layout.name()}{end}" for end in ("-portable.zip", "-setup.exe", ".cdx.json")],
        "wheelhouse": [wheelhouse.file_name(platform) for platform in lock.PLATFORMS],
    }[what]


def _is_there(what: str) -> bool:
    """Whether this commit made it: the bill of materials, written last, names the commit of its folder."""
    if facts.commit().endswith("+") or what == "wheelhouse":
        return False
    bill = facts.DIST / files_of("linux" if what == "debian" else what)[-1]
    files = [facts.DIST / name for name in files_of(what)]
    return all(one.exists() for one in files) and f'"{facts.commit()}"' in bill.read_text(encoding="utf-8")
