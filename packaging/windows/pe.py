"""Whether every program and library that is shipped can run on Windows 10 x64: kind of machine, guards, imports."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pefile

SUFFIXES: Final = (".exe", ".dll", ".pyd")

SYSTEM: Final = (
    *("kernel32.dll", "ntdll.dll", "user32.dll", "gdi32.dll", "advapi32.dll", "shell32.dll", "shlwapi.dll"),
    *("ole32.dll", "oleaut32.dll", "combase.dll", "comdlg32.dll", "comctl32.dll", "imm32.dll", "winmm.dll"),
    *("msvcrt.dll", "ucrtbase.dll", "version.dll", "ws2_32.dll", "iphlpapi.dll", "dnsapi.dll", "winhttp.dll"),
    *("bcrypt.dll", "bcryptprimitives.dll", "crypt32.dll", "secur32.dll", "netapi32.dll", "userenv.dll", "mpr.dll"),
    *("authz.dll", "uxtheme.dll", "dwmapi.dll", "dwrite.dll", "d2d1.dll", "d3d9.dll", "d3d11.dll", "d3d12.dll"),
    *("dxgi.dll", "dcomp.dll", "opengl32.dll", "setupapi.dll", "shcore.dll", "wtsapi32.dll", "winspool.drv"),
    *("uiautomationcore.dll", "propsys.dll", "rpcrt4.dll", "psapi.dll", "dbghelp.dll", "synchronization.dll"),
    *("api-ms-win-core-*.dll", "api-ms-win-crt-*.dll", "api-ms-win-shcore-*.dll"),
)
"""Libraries that every Windows 10 has, the C runtime among them. None of them is in a library that came later."""

_AMD64: Final = 0x8664
_ASLR: Final = 0x0040
_DEP: Final = 0x0100
_EVERY: Final = 1 << 20
"""Qt exports more names than pefile reads unasked (8,192)."""
_NEWEST: Final = (10, 0)
"""The subsystem version that Windows 10 still starts."""


class UnfitError(Exception):
    """Something that is shipped could not run."""


@dataclass(frozen=True, slots=True)
class Image:
    """What is asked of a program or library: names are in lower case, imports by ordinal are ``#1``."""

    machine: int
    guards: int
    least_system: tuple[int, int]
    imports: tuple[tuple[str, str], ...]
    exports: frozenset[str]


def complaints(folder: Path) -> list[str]:
    """Return what would not run, one line each: file and reason."""
    images = {path: read(path) for path in images_below(folder)}
    shipped: dict[str, list[Path]] = {}
    for path in images:
        shipped.setdefault(path.name.lower(), []).append(path)
    found = []
    for path, image in images.items():
        reasons = [*_unfit(image), *_unresolved(path, image, shipped, images)]
        found += [f"{path.relative_to(folder).as_posix()}: {reason}" for reason in reasons]
    return found


def images_below(folder: Path) -> list[Path]:
    """Return every program and library below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def is_of_the_system(library: str) -> bool:
    """Whether Windows 10 brings a library."""
    return any(fnmatch.fnmatchcase(library.lower(), pattern) for pattern in SYSTEM)


@cache
def read(path: Path) -> Image:
    """Read headers, imports (those at need, too) and exports of a file."""
    image = pefile.PE(str(path), fast_load=True, max_symbol_exports=_EVERY, max_repeated_symbol=_EVERY)
    names = ("IMPORT", "DELAY_IMPORT", "EXPORT")
    image.parse_data_directories([pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{name}"] for name in names])
    header = image.OPTIONAL_HEADER
    try:
        return Image(
            image.FILE_HEADER.Machine,
            header.DllCharacteristics,
            (header.MajorSubsystemVersion, header.MinorSubsystemVersion),
            tuple(_imports(image)),
            frozenset(_exports(image)),
        )
    finally:
        image.close()


def _imports(image: pefile.PE) -> Iterator[tuple[str, str]]:
    for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
        for library in getattr(image, kind, []):
            for one in library.imports:
                yield library.dll.decode().lower(), one.name.decode() if one.name else f"#{one.ordinal}"


def _exports(image: pefile.PE) -> Iterator[str]:
    for one in image.DIRECTORY_ENTRY_EXPORT.symbols if hasattr(image, "DIRECTORY_ENTRY_EXPORT") else []:
        yield f"#{one.ordinal}"
        if one.name:
            yield one.name.decode()


def _unfit(image: Image) -> Iterator[str]:
    if image.machine != _AMD64:
        yield f"made for another machine ({image.machine:#x})"
    if not image.guards & _ASLR:
        yield "always loads at one address (no ASLR)"
    if not image.guards & _DEP:
        yield "lets data be run (no DEP)"
    if image.least_system > _NEWEST:
        yield f"asks for a newer Windows ({image.least_system})"


def _unresolved(
    path: Path, image: Image, shipped: dict[str, list[Path]], images: dict[Path, Image]
) -> Iterator[str]:
    """Every import is found in what is shipped, function by function, or in a library of Windows 10."""
    for library in sorted({library for library, _ in image.imports}):
        wanted = {function for name, function in image.imports if name == library}
        carriers = shipped.get(library, [])
        near = [one for one in carriers if one.parent == path.parent] or carriers
        if near:
            missing = sorted(wanted - frozenset().union(*(images[one].exports for one in near)))
            if missing:
                yield f"{library} does not have {', '.join(missing[:5])}"
        elif not is_of_the_system(library):
            yield f"needs {library}, which is neither shipped nor part of Windows 10"
