"""The bag inside the zip: which paths there are, and the text of its BagIt files (RFC 8493)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reform_desktop.bundle.errors import RefusalError

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.txt"
README: Final = "readme.txt"
FETCH: Final = "fetch.txt"
HEADER: Final = "data/header.json"
EVIDENCE: Final = "data/evidence/"
PACKS: Final = "data/packs/"
SNAPSHOT: Final = "data/snapshot/"
SCHEMA: Final = "data/schema/"

TAG_FILES: Final = (DECLARATION, INFO, MANIFEST, README)
"""The files that the tag manifest covers; with it and the signature, all that stands outside ``data/``."""

_FILE: Final = re.compile(
    r"bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt|signature\.txt|readme\.txt"
    r"|data/header\.json"
    r"|data/packs/[0-9a-f]{64}\.json"
    r"|data/evidence/([0-9a-f]{2})/\1[0-9a-f]{62}(\.[a-z0-9]{1,8})?"
    r"|data/snapshot/[a-z][a-z0-9_-]{0,63}\.(csv|html)"
    r"|data/schema/[a-z][a-z0-9_-]{0,63}(\.schema)?\.json"
)
_FOLDER: Final = re.compile(r"data/((packs|snapshot|schema|evidence)/|evidence/[0-9a-f]{2}/)?")
_MANIFEST_LINE: Final = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9_./-]{0,199})\n")
_OXUM: Final = re.compile(rb"^Payload-Oxum: ([0-9]{1,15})\.([0-9]{1,9})$", re.MULTILINE)
_SHORT: Final = 8
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def folder_of(bundle_id: str) -> str:
    """Return the bag's folder: the id's last digits, since its first ones are the time and alike in many."""
    return f"bundle-{bundle_id[-_SHORT:]}/"


def pack_path(sha256: str) -> str:
    """Return where a pack lies in the bag."""
    return f"{PACKS}{sha256}.json"


def evidence_path(sha256: str, extension: str) -> str:
    """Return where a file of evidence lies in the bag."""
    return f"{EVIDENCE}{sha256[:2]}/{sha256}" + (f".{extension}" if extension else "")


def is_file_path(path: str) -> bool:
    """Whether a file of a bundle may lie there."""
    return _FILE.fullmatch(path) is not None and not _RESERVED.match(path.rpartition("/")[2])


def is_folder_path(path: str) -> bool:
    """Whether the path, ending in a slash, is a folder in which files of a bundle may lie."""
    return _FOLDER.fullmatch(path) is not None


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return a manifest from ``{path: SHA-256}``."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def read_manifest(data: bytes, name: str) -> dict[str, str]:
    """Read a manifest into ``{path: SHA-256}``; `RefusalError` unless it is just as `manifest` writes it."""
    text = data.decode("ascii", "replace")
    found: dict[str, str] = {}
    place = 0
    while line := _MANIFEST_LINE.match(text, place):
        if line[2] in found:
            raise RefusalError(f"目録「{name}」に同じファイルが2度挙げられています")
        found[line[2]] = line[1]
        place = line.end()
    if place != len(text):
        raise RefusalError(f"目録「{name}」の書き方が決まりに合いません")
    return found


def bag_info(values: Mapping[str, str], octets: int, files: int) -> bytes:
    """Return ``bag-info.txt`` from its labels and values, with the amount of payload."""
    lines = [f"{label}: {' '.join(value.split())}\n" for label, value in values.items()]
    return "".join([*lines, f"Payload-Oxum: {octets}.{files}\n"]).encode()


def read_oxum(data: bytes) -> tuple[int, int]:
    """Return octets and number of the payload's files, as ``bag-info.txt`` says."""
    found = _OXUM.findall(data)
    if len(found) != 1:
        raise RefusalError(f"「{INFO}」に中身の大きさ（Payload-Oxum）が書かれていません")
    return int(found[0][0]), int(found[0][1])
