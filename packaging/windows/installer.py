"""The per-user installer, compiled by NSIS: same files and same version, same bytes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from releasing import facts
from windows import launcher

HERE: Final = Path(__file__).resolve().parent
MARKER: Final = "portable.txt"
COMPILER: Final = "makensis"
IDENTITY: Final = "ReformDesktop"
"""Name of the folder and of the keys in the registry: an upgrade must find what an older version made."""


def build(folder: Path, dist: Path) -> Path:
    """Pack the program's folder into one program that installs it."""
    target = dist / f"{folder.name}-setup.exe"
    words = {
        "SOURCE": str(folder),
        "TARGET": str(target),
        "IDENTITY": IDENTITY,
        "TITLE": facts.TITLE,
        "VENDOR": facts.VENDOR,
        "VERSION": facts.version(),
        "NUMBERS": launcher.numbers(),
        "SIZE": str(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024),
        "ICON": str(facts.WORK / "icons" / "reform-desktop.ico"),
    }
    defined = [f"-D{name}={value}" for name, value in words.items()]
    command = [COMPILER, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, str(HERE / "installer.nsi")]
    subprocess.run(command, env=facts.environment(), check=True)
    return target
