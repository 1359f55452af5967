"""Make what is handed out, in ``dist/``: ``.venv/bin/python packaging/build.py WHAT``.

WHAT is linux, debian, windows, wheelhouse, sbom, sign, or all of them.

Every artefact follows from the commit alone; two builds of a commit on the same kind of machine agree to the byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from releasing import debian, facts, freeze, sbom, sums, wheelhouse

MEANINGS: Final = (
    "linux: 1フォルダーの一式 / debian: .deb / windows: インストーラーと zip / wheelhouse: オフラインの部品一式 / "
    "sbom: 部品表 / sign: SHA256SUMS と署名 / all: すべて"
)


def build_linux() -> list[Path]:
    """Freeze the program and pack it."""
    folder = freeze.freeze()
    return [folder, freeze.pack(folder), bill()]


def build_debian() -> list[Path]:
    """Make the Debian package from the frozen folder."""
    return [debian.build(frozen_folder(), facts.DIST)]


def build_windows() -> list[Path]:
    """Put the Windows folder together, with its installer and its zip."""
    from windows.build import build  # noqa: PLC0415 -- needs tools that the others do without

    return build()


def build_wheelhouse() -> list[Path]:
    """Gather the wheels of both platforms."""
    return wheelhouse.build(facts.DIST)


def build_sbom() -> list[Path]:
    """Write the bill of materials of the frozen folder anew."""
    folder = frozen_folder()
    return [sbom.write_sbom(bill(), folder, freeze.shipped(folder), freeze.name())]


def build_sums() -> list[Path]:
    """List what lies in ``dist/`` and sign the list: with the release key, or as a developer's build."""
    key, identity = sums.release_key(), sums.IDENTITY
    if key is None:
        print(f"{sums.KEY} is not set: signed as {sums.DEVELOPER} with a key that is thrown away. Not for handing out.")
        key, identity = Ed25519PrivateKey.generate(), sums.DEVELOPER
    print(f"key {sums.fingerprint(key)} ({identity})")
    return [sums.write_sums(facts.DIST), sums.sign(facts.DIST, key, identity)]


def build_all() -> list[Path]:
    """Make everything in ``dist/`` anew."""
    return [*build_linux(), *build_debian(), *build_windows(), *build_wheelhouse(), *build_sums()]


def bill() -> Path:
    """Return where the bill of materials lies."""
    return facts.DIST / f"{freeze.name()}.cdx.json"


def frozen_folder() -> Path:
    """Return the frozen folder, making it when it is not there."""
    folder = facts.DIST / freeze.name()
    return folder if folder.is_dir() else freeze.freeze()


COMMANDS: Final = {
    "linux": build_linux,
    "debian": build_debian,
    "windows": build_windows,
    "wheelhouse": build_wheelhouse,
    "sbom": build_sbom,
    "sign": build_sums,
    "all": build_all,
}


def main() -> int:
    """Read the command line, build, and say what was made and how large it is."""
    parser = argparse.ArgumentParser(prog="packaging/build.py", description=__doc__)
    parser.add_argument("what", choices=COMMANDS, help=MEANINGS)
    what = parser.parse_args().what
    facts.DIST.mkdir(exist_ok=True)
    try:
        if what in ("all", "sign"):
            sums.release_key()  # a key of no use is told before minutes of building
        for made in COMMANDS[what]():
            print(f"{size_of(made):>8.1f} MB  {made.relative_to(facts.ROOT)}")
    except sums.NoKeyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def size_of(made: Path) -> float:
    """Return megabytes of a file or of all files in a folder."""
    files = [made] if made.is_file() else [one for one in made.rglob("*") if one.is_file() and not one.is_symlink()]
    return sum(one.stat().st_size for one in files) / 1e6


if __name__ == "__main__":
    sys.exit(main())
