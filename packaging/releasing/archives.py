"""Zips, tars and folders that come out the same to the byte: sorted names, one time, plain rights, no owner."""

from __future__ import annotations

import gzip
import os
import re
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from releasing import facts

_READABLE: Final = 0o644
_RUNNABLE: Final = 0o755
_EXECUTABLE_BITS: Final = 0o111
_UNIX: Final = 3


def files_below(folder: Path) -> list[Path]:
    """Return files and symbolic links below a folder, sorted by their path as text."""
    found = (Path(place) / name for place, folders, names in os.walk(folder) for name in [*folders, *names])
    return sorted((one for one in found if one.is_symlink() or one.is_file()), key=lambda one: one.as_posix())


def write_zip(folder: Path, target: Path, top: str) -> Path:
    """Pack a folder under ``top/``; names are UTF-8, as Explorer reads them."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bag:
        for path in files_below(folder):
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", _zip_time())
            entry.external_attr = rights_of(path) << 16
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            bag.writestr(entry, path.read_bytes(), compresslevel=9)
    return target


def write_tar_gz(folder: Path, target: Path, top: str) -> Path:
    """Pack a folder under ``top/`` for Linux; symbolic links stay links."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=facts.moment(), compresslevel=9) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as bag,
    ):
        for path in files_below(folder):
            add_to_tar(bag, path, f"{top}/{path.relative_to(folder).as_posix()}")
    return target


def add_to_tar(bag: tarfile.TarFile, path: Path, name: str) -> None:
    """Add one file or link."""
    entry = tarfile.TarInfo(name)
    entry.mtime = facts.moment()
    entry.mode = rights_of(path)
    if path.is_symlink():
        entry.type, entry.linkname = tarfile.SYMTYPE, str(path.readlink())
        bag.addfile(entry)
        return
    entry.size = path.stat().st_size
    with path.open("rb") as stream:
        bag.addfile(entry, stream)


def rights_of(path: Path) -> int:
    """Return the rights a file gets: readable by all, executable when it is a program and no library."""
    library = re.search(r"\.so(\.[\d.]+)?$", path.name)
    runnable = not library and not path.is_symlink() and path.stat().st_mode & _EXECUTABLE_BITS
    return _RUNNABLE if runnable else _READABLE


def settle(folder: Path) -> None:
    """Give everything below a folder the commit's time and plain rights."""
    for path in [*files_below(folder), *_folders(folder)]:
        if not path.is_symlink():
            path.chmod(_RUNNABLE if path.is_dir() else rights_of(path))
        os.utime(path, (facts.moment(), facts.moment()), follow_symlinks=False)


def _folders(folder: Path) -> Iterable[Path]:
    return [folder, *(Path(place) / name for place, names, _ in os.walk(folder) for name in names)]


def _zip_time() -> tuple[int, int, int, int, int, int]:
    day, clock = facts.moment_text()[:19].split("T")
    year, month, date = (int(part) for part in day.split("-"))
    hour, minute, second = (int(part) for part in clock.split(":"))
    return year, month, date, hour, minute, second
