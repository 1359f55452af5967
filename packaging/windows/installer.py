"""The per-user installer, compiled by NSIS: same files and same version, same bytes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from PIL import Image

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
    begun = folder.with_name(f".{target.name}")  # minutes of packing that are broken off leave no half installer
    icons = facts.WORK / "icons"
    words = {
        "SOURCE": str(folder),
        "TARGET": str(begun),
        "IDENTITY": IDENTITY,
        "TITLE": facts.TITLE,
        "VENDOR": facts.VENDOR,
        "VERSION": facts.version(),
        "NUMBERS": launcher.numbers(),
        "SIZE": str(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024),
        "ICON": str(icons / "reform-desktop.ico"),
        "BANNER": str(draw_banner(icons / "reform-desktop-128.png", icons / "banner.bmp")),
    }
    defined = [f"-D{name}={value}" for name, value in words.items()]
    command = [COMPILER, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, str(HERE / "installer.nsi")]
    subprocess.run(command, env=facts.environment(), check=True)
    begun.replace(target)
    return target


def draw_banner(icon: Path, target: Path) -> Path:
    """Draw what stands left of the first and the last page: our icon on a pale ground, not NSIS's picture."""
    banner = Image.new("RGB", (164, 314), (0xE8, 0xF1, 0xFE))
    with Image.open(icon) as picture:
        banner.paste(picture, (18, 24), picture)
    banner.save(target)
    os.utime(target, (facts.moment(), facts.moment()))  # NSIS packs the file with its time
    return target
