"""The Debian package: the frozen folder in ``/usr/lib``, without the libraries that Debian itself has.

Built by ``dpkg-deb`` without root. What Debian offers becomes a dependency, so that security updates of the system
reach the program; what it does not offer in the tested version (Qt, the Python packages, Python) is carried along.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reform_desktop.store import sqlite_dialect
from releasing import archives, debian_libraries, facts, freeze, frozen_parts, pictures, qt_parts
from releasing.components import Component

SOURCE: Final = facts.ROOT / "packaging" / "debian"
HOME: Final = Path("usr/lib") / facts.NAME
_MIME: Final = "application-x-reform-desktop"
_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
_MAINTAINER: Final = f"{facts.VENDOR} <reform-desktop@example.invalid>"
_CONTROL: Final = """Package: {name}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: keep, gather and print a city's administrative reform plan
 A department keeps its own reform plan in one file: plan, half-year progress,
 results, indicators and evidence. The division gathers the answers of all
 departments as signed bundles, settles what contradicts, and prints and
 publishes the reports as PDF, Excel, web page or CSV.
 .
 The program opens no network connection and speaks Japanese.
"""


def build(folder: Path, dist: Path) -> Path:
    """Make the package from the frozen folder and return it."""
    root = facts.WORK / "debian" / facts.NAME
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / HOME, symlinks=True)
    (root / HOME / "README.txt").unlink()
    for library in freeze.system_libraries(root / HOME):
        library.unlink()
    _drop_dangling_links(root / HOME)
    depends, recommends = dependencies(root / HOME)
    _write_desktop(root)
    _write_documents(root, freeze.shipped(root / HOME))
    _write_control(root, depends, recommends)
    archives.settle(root)
    target = dist / f"{facts.NAME}_{facts.version()}_amd64.deb"
    alike = ("--threads-max=1", "-Zxz")  # xz writes other bytes with several threads
    command = ["dpkg-deb", "--root-owner-group", *alike, "--build", str(root), str(target)]
    subprocess.run(command, env=facts.environment(), check=True, stdout=subprocess.DEVNULL)
    return target


def dependencies(folder: Path) -> tuple[list[str], list[str]]:
    """Return the Debian packages whose libraries are asked for and not in the folder: needed, and good to have."""
    here = {path.name for path in archives.files_below(folder)}
    needed: set[str] = set()
    optional: set[str] = set()
    for path in archives.files_below(folder):
        if not path.is_symlink() and _is_elf(path):
            wanted = optional if qt_parts.stem(path.name) in frozen_parts.BORROWS else needed
            wanted |= {name for name in _asked_for(path) if name not in here}
    depends = sorted({_package(name) for name in needed})
    return depends, sorted({_package(name) for name in optional} - set(depends))


def _package(library: str) -> str:
    place = freeze.linker_cache().get(library)
    package = debian_libraries.package_of(place) if place else ""
    if not package:
        raise LookupError(f"{library} is asked for, but no Debian package of this machine has it")
    return package


def _is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def _asked_for(path: Path) -> set[str]:
    told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True).stdout
    names = set(re.findall(r"^\s+NEEDED\s+(\S+)$", told, re.MULTILINE))
    return {name for name in names if not name.startswith("ld-linux")}


def _drop_dangling_links(folder: Path) -> None:
    for path in archives.files_below(folder):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _write_desktop(root: Path) -> None:
    """Menu entry, file type, icons and the command in the path."""
    share = root / "usr/share"
    drawn = pictures.draw_all(facts.WORK / "icons")
    for size in _SIZES:
        icons = share / f"icons/hicolor/{size}x{size}"
        _copy(drawn / f"reform-desktop-{size}.png", icons / "apps/reform-desktop.png")
        _copy(drawn / f"reform-file-{size}.png", icons / f"mimetypes/{_MIME}.png")
    _copy(pictures.DRAWINGS / "reform-desktop.svg", share / "icons/hicolor/scalable/apps/reform-desktop.svg")
    _copy(pictures.DRAWINGS / "reform-file.svg", share / f"icons/hicolor/scalable/mimetypes/{_MIME}.svg")
    _copy(SOURCE / "reform-desktop.desktop", share / "applications/reform-desktop.desktop")
    _write(share / "mime/packages/reform-desktop.xml", _filled("reform-desktop.xml").encode())
    command = root / "usr/bin" / facts.NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{facts.NAME}/{facts.NAME}")


def _write_documents(root: Path, shipped: Iterable[Component]) -> None:
    share = root / "usr/share"
    _write(share / "man/man1/reform-desktop.1.gz", _packed(_filled("reform-desktop.1").encode()))
    _write(share / "man/ja/man1/reform-desktop.1.gz", _packed(_filled("reform-desktop.ja.1").encode()))
    documents = share / "doc" / facts.NAME
    _write(documents / "copyright", _copyright(shipped).encode())
    _write(documents / "changelog.gz", _packed(_changelog().encode()))
    (documents / "licences").symlink_to(f"../../../lib/{facts.NAME}/licences")
    _copy(SOURCE / "lintian-overrides", share / "lintian/overrides" / facts.NAME)


def _copyright(shipped: Iterable[Component]) -> str:
    licence = (facts.ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", maxsplit=2)[2]
    indented = "\n".join(f" {line}" if line.strip() else " ." for line in licence.strip().splitlines())
    paragraphs = [
        f"Comment: {one.name} {one.version}\n under {one.licence}\n"
        for one in shipped
        if not one.inside and one.origin.startswith(("pkg:pypi/", "pkg:generic/"))
    ]
    text = (SOURCE / "copyright.in").read_text(encoding="utf-8")
    return text.replace("@COMPONENTS@", "\n".join(paragraphs)).replace("@MIT@", indented)


def _changelog() -> str:
    from email.utils import formatdate  # noqa: PLC0415 -- Debian's own form of a date

    day = formatdate(facts.moment())
    return (
        f"{facts.NAME} ({facts.version()}) unstable; urgency=medium\n\n"
        f"  * See CHANGELOG.md of the program.\n\n -- {_MAINTAINER}  {day}\n"
    )


def _write_control(root: Path, depends: list[str], recommends: list[str]) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    files = [path for path in archives.files_below(root) if not path.is_symlink()]
    text = _CONTROL.format(
        name=facts.NAME,
        version=facts.version(),
        maintainer=_MAINTAINER,
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=", ".join(f"{one} (>= 2.36)" if one == "libc6" else one for one in depends),
        recommends=", ".join([*recommends, "shared-mime-info", "hicolor-icon-theme"]),
    )
    sums = [f"{_md5(path)}  {path.relative_to(root).as_posix()}\n" for path in files]
    _write(control / "control", text.encode())
    _write(control / "md5sums", "".join(sums).encode())


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _filled(name: str) -> str:
    text = (SOURCE / name).read_text(encoding="utf-8")
    known = {"VERSION": facts.version(), "DAY": facts.day(), "APPLICATION_ID": f"{sqlite_dialect.APPLICATION_ID:#010x}"}
    for word, value in known.items():
        text = text.replace(f"@{word}@", value)
    return text


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
