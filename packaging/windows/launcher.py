"""The two launchers, compiled with Debian's mingw-w64: same source and same tools, same bytes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

from releasing import facts

HERE: Final = Path(__file__).resolve().parent
COMPILER: Final = "x86_64-w64-mingw32-gcc"
RESOURCES: Final = "x86_64-w64-mingw32-windres"
WINDOW: Final = facts.TITLE
CONSOLE: Final = facts.NAME

_FLAGS: Final = ("-std=gnu11", "-Os", "-Wall", "-Wextra", "-Werror", "-s", "-municode", "-static-libgcc")
_LINKED: Final = (
    "-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va",
    "-Wl,--build-id=none",
)


def build(folder: Path, work: Path, icons: Path) -> list[Path]:
    """Make both in ``folder``; ``icons`` holds the icons."""
    work.mkdir(parents=True, exist_ok=True)
    window = _compile(folder / f"{WINDOW}.exe", work, icons, ("-DWINDOW", "-mwindows"), facts.TITLE)
    console = _compile(folder / f"{CONSOLE}.exe", work, icons, ("-mconsole",), f"{facts.TITLE}（コマンド）")
    return [window, console]


def numbers() -> str:
    """Return the version as the four numbers that Windows wants."""
    found = [*re.findall(r"\d+", facts.version().split("+")[0].split("-")[0])[:3], "0", "0", "0"]
    return ".".join([*found[:3], "0"])


def _compile(target: Path, work: Path, icons: Path, kind: tuple[str, ...], description: str) -> Path:
    resource = _resource(target.stem, work, icons, description)
    command = [COMPILER, *_FLAGS, *kind, *_LINKED, "-o", str(target), str(HERE / "launcher.c"), str(resource)]
    subprocess.run(command, env=facts.environment(), check=True)
    return target


def _resource(name: str, work: Path, icons: Path, description: str) -> Path:
    plain = "window" if name == WINDOW else "console"
    words = {
        "ICON": (icons / "reform-desktop.ico").as_posix(),
        "FILE_ICON": (icons / "reform-file.ico").as_posix(),
        "MANIFEST": (work / f"{plain}.manifest").as_posix(),
        "NUMBERS": numbers(),
        "COMMAS": numbers().replace(".", ","),
        "VENDOR": facts.VENDOR,
        "TITLE": facts.TITLE,
        "VERSION": facts.version(),
        "DESCRIPTION": description,
        "NAME": name,
    }
    for source, target in ((HERE / "launcher.manifest", f"{plain}.manifest"), (HERE / "launcher.rc", f"{plain}.rc")):
        text = source.read_text(encoding="utf-8")
        (work / target).write_text(re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], text), encoding="utf-8")
    made = work / f"{plain}.res.o"
    command = [RESOURCES, "--codepage=65001", "--output-format=coff", str(work / f"{plain}.rc"), str(made)]
    subprocess.run(command, env=facts.environment(), check=True)
    return made
