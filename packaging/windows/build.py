"""Make the Windows artefacts in ``dist/``: folder, portable zip, installer, bill of materials."""

from __future__ import annotations

import shutil
from pathlib import Path

from releasing import archives, facts, sbom
from windows import installer, layout


def build(dist: Path = facts.DIST) -> list[Path]:
    """Make everything and return it."""
    folder = dist / layout.name()
    parts = layout.assemble(folder)
    bill = sbom.write_sbom(dist / f"{folder.name}.cdx.json", folder, parts, folder.name)
    return [folder, portable(folder), installer.build(folder, dist), bill]


def portable(folder: Path) -> Path:
    """Pack the folder with the marker that keeps settings and keys beside the program."""
    copy = layout.WORK / "portable"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    (copy / installer.MARKER).write_bytes((installer.HERE / "portable.txt").read_bytes().replace(b"\n", b"\r\n"))
    archives.settle(copy)
    return archives.write_zip(copy, folder.parent / f"{folder.name}-portable.zip", f"{facts.TITLE}-{facts.version()}")
