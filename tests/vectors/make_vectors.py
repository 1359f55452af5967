"""Makes the vectors of this folder: small bundles, each with the verdict that any reader should come to.

``python tests/vectors/make_vectors.py`` from a checkout writes them anew. ``index.json`` lists ``{"file", "verdict",
"why"}``; the verdict is ``accept``, ``accept-converted`` (evidence was rewritten on the way) or ``refuse``. All are
signed by keys that everybody can make (SHA-256 of the unit's id), so they prove nothing about anybody.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parent)]

import msgspec  # noqa: E402 -- after the path is set

from reform_desktop.bundle import bag  # noqa: E402 -- the same
from reform_desktop.bundle.pack import pack_bytes, seal  # noqa: E402 -- the same
from unit.bundle.forged_zips import (  # noqa: E402 -- the same
    Ending,
    Entry,
    Files,
    described,
    entries_of,
    files_of,
    folder_of,
    forge,
    signed_anew,
    zipped,
)
from unit.bundle.made_bundles import DIVISION_KEY, FINANCE_KEY, made_bodies, made_bundle  # noqa: E402 -- the same

ACCEPT: Final = "accept"
CONVERTED: Final = "accept-converted"
REFUSE: Final = "refuse"


@dataclass(frozen=True)
class Vector:
    """One file with the verdict expected of a reader, and why."""

    name: str
    verdict: str
    why: str
    make: Callable[[Files, str], bytes]


def altered(path: str, old: bytes, new: bytes) -> Callable[[Files, str], bytes]:
    """Return a maker that replaces bytes in a file of the bag and signs nothing anew."""
    return lambda files, folder: forge(entries_of({**files, path: files[path].replace(old, new)}, folder))


def with_entry(entry: Callable[[str], Entry]) -> Callable[[Files, str], bytes]:
    """Return a maker that adds a member."""
    return lambda files, folder: forge([*entries_of(files, folder), entry(folder)])


def with_first(**lies: object) -> Callable[[Files, str], bytes]:
    """Return a maker that lies about the first member."""

    def make(files: Files, folder: str) -> bytes:
        first, *others = entries_of(files, folder)
        return forge([replace(first, **lies), *others])  # type: ignore[arg-type]  # each value fits its field

    return make


def ended(ending: Ending) -> Callable[[Files, str], bytes]:
    """Return a maker with a lying end."""
    return lambda files, folder: forge(entries_of(files, folder), ending)


def with_header(old: bytes, new: bytes) -> Callable[[Files, str], bytes]:
    """Return a maker with another header, signed by the sender."""

    def make(files: Files, folder: str) -> bytes:
        header = files[bag.HEADER].replace(old, new)
        return forge(entries_of(signed_anew({**files, bag.HEADER: header}, FINANCE_KEY), folder))

    return make


def with_pack(spoil: Callable[[bytes], bytes], **listing: object) -> Callable[[Files, str], bytes]:
    """Return a maker with another pack, listed and signed by the sender."""

    def make(files: Files, folder: str) -> bytes:
        path = next(path for path in files if path.startswith(bag.PACKS))
        data = spoil(files[path])
        header = msgspec.json.decode(files[bag.HEADER])
        header["packs"][0] |= {"sha256": hashlib.sha256(data).hexdigest(), **listing}
        kept = {other: content for other, content in files.items() if other != path}
        kept[bag.HEADER] = msgspec.json.encode(header, order="sorted")
        kept[bag.pack_path(header["packs"][0]["sha256"])] = data
        return forge(entries_of(signed_anew(kept, FINANCE_KEY), folder))

    return make


def without(start: str) -> Callable[[Files, str], bytes]:
    """Return a maker that leaves out the first file whose path begins so."""

    def make(files: Files, folder: str) -> bytes:
        path = next(path for path in files if path.startswith(start))
        return forge(entries_of({other: data for other, data in files.items() if other != path}, folder))

    return make


def rewritten_evidence(files: Files, folder: str) -> bytes:
    """Return a bundle whose evidence a gateway rewrote."""
    path = next(path for path in files if path.startswith(bag.EVIDENCE))
    return forge(entries_of({**files, path: b"%PDF-1.7 rewritten"}, folder))


DIVISION_PACK: Final = pack_bytes(seal(DIVISION_KEY, made_bodies(2, "division")))
BY_DIVISION: Final = {"unit": "division", "key": DIVISION_KEY.public, "changes": 2}

VECTORS: Final = (
    Vector("plain", ACCEPT, "a submission as it should be", lambda files, folder: forge(entries_of(files, folder))),
    Vector("deflated", ACCEPT, "all members deflated, as gateways pack anew", zipped),
    Vector(
        "descriptors",
        ACCEPT,
        "sizes in data descriptors",
        lambda files, folder: forge([described(entry) for entry in entries_of(files, folder)]),
    ),
    Vector(
        "folders",
        ACCEPT,
        "entries for folders",
        lambda files, folder: forge([Entry(folder + "data/", attributes=0o40755 << 16), *entries_of(files, folder)]),
    ),
    Vector(
        "relayed-pack", ACCEPT, "a pack of another unit, relayed", with_pack(lambda _: DIVISION_PACK, **BY_DIVISION)
    ),
    Vector(
        "newer-format", ACCEPT, "a newer format that old readers may read", with_header(b'"format":1', b'"format":2')
    ),
    Vector("rewritten-evidence", CONVERTED, "evidence other than the manifest says", rewritten_evidence),
    Vector("newer-reader", REFUSE, "needs a newer reader", with_header(b'"least_reader":1', b'"least_reader":2')),
    Vector("unknown-key", REFUSE, "the header has an unknown key", with_header(b'{"bundle_id"', b'{"a":1,"bundle_id"')),
    Vector("duplicate-key", REFUSE, "the header has a key twice", with_header(b"}}", b'},"volume":{}}')),
    Vector("not-canonical", REFUSE, "the header is not canonical JSON", with_header(b'"format":1', b'"format": 1')),
    Vector("fraction", REFUSE, "a number with a fraction", with_header(b'"format":1', b'"format":1.0')),
    Vector(
        "altered-header",
        REFUSE,
        "header altered after signing",
        altered(bag.HEADER, b'"fiscal_years":null', b'"fiscal_years":[]'),
    ),
    Vector("altered-snapshot", REFUSE, "snapshot altered", altered("data/snapshot/index.html", b"x", b"y")),
    Vector("altered-manifest", REFUSE, "manifest altered", altered(bag.MANIFEST, b"data/schema", b"data/schemb")),
    Vector("altered-signature", REFUSE, "signature altered", altered(bag.SIGNATURE, b"AAAA", b"AAAB")),
    Vector(
        "altered-pack",
        REFUSE,
        "a pack altered in a well-signed bundle",
        with_pack(lambda data: data.replace(b"2025", b"2026")),
    ),
    Vector("wrong-listing", REFUSE, "a pack listed for another unit", with_pack(lambda data: data, unit="division")),
    Vector("spaces-in-pack", REFUSE, "a pack that is not canonical", with_pack(lambda data: data + b"\n")),
    Vector(
        "other-signer",
        REFUSE,
        "signed by another key than the sender's",
        lambda files, folder: forge(entries_of(signed_anew(files, DIVISION_KEY), folder)),
    ),
    Vector("no-signature", REFUSE, "no signature", without(bag.SIGNATURE)),
    Vector("no-pack", REFUSE, "a pack is missing", without(bag.PACKS)),
    Vector("no-evidence", REFUSE, "evidence in the manifest is missing", without(bag.EVIDENCE)),
    Vector(
        "extra-file",
        REFUSE,
        "a file beside the manifest",
        with_entry(lambda folder: Entry(folder + "data/snapshot/b.csv")),
    ),
    Vector("fetch", REFUSE, "fetch.txt", with_entry(lambda folder: Entry(folder + "fetch.txt"))),
    Vector("path-out", REFUSE, "a path out of the bag", with_entry(lambda folder: Entry(folder + "../evil.txt"))),
    Vector("drive", REFUSE, "a drive letter", with_entry(lambda _folder: Entry("C:/evil.txt"))),
    Vector("backslash", REFUSE, "backslashes", with_entry(lambda folder: Entry(folder + "data\\evil.txt"))),
    Vector("stream", REFUSE, "an alternate stream", with_entry(lambda folder: Entry(folder + "readme.txt:evil"))),
    Vector(
        "device", REFUSE, "a reserved Windows name", with_entry(lambda folder: Entry(folder + "data/snapshot/con.csv"))
    ),
    Vector(
        "upper-case", REFUSE, "a name that collides by case", with_entry(lambda folder: Entry(folder + "README.txt"))
    ),
    Vector("twice", REFUSE, "a name twice", with_entry(lambda folder: Entry(folder + bag.README))),
    Vector(
        "japanese-name",
        REFUSE,
        "a name beyond ASCII",
        with_entry(lambda folder: Entry(folder + "data/表.csv", flags=0x800)),
    ),
    Vector("symbolic-link", REFUSE, "a symbolic link", with_first(attributes=0o120777 << 16)),
    Vector("encrypted", REFUSE, "an encrypted member", with_first(flags=1)),
    Vector("odd-method", REFUSE, "method 12", with_first(method=12)),
    Vector("local-name", REFUSE, "another name in the local header", with_first(local_name="bundle-00000000/a.txt")),
    Vector("local-size", REFUSE, "another size in the local header", with_first(local_size=7)),
    Vector("wrong-checksum", REFUSE, "a wrong checksum", with_first(crc=7)),
    Vector("zip64", REFUSE, "a zip64 extra field", with_first(extra=b"\x01\x00\x00\x00")),
    Vector("gap", REFUSE, "bytes between members", with_first(gap=b"gap")),
    Vector("prefix", REFUSE, "bytes before the first member", ended(Ending(prefix=b"PK\x03\x04"))),
    Vector("trailing", REFUSE, "bytes after the end", ended(Ending(trailing=b"x"))),
    Vector("comment", REFUSE, "a comment", ended(Ending(comment=b"x"))),
    Vector(
        "bomb",
        REFUSE,
        "a ratio over 200",
        with_entry(lambda folder: Entry(folder + "data/snapshot/b.csv", b"\0" * 100_000, 8)),
    ),
    Vector("cut-off", REFUSE, "cut off in the middle", lambda files, folder: forge(entries_of(files, folder))[:4000]),
    Vector("empty", REFUSE, "nothing at all", lambda _files, _folder: b""),
)


def make_all() -> dict[str, bytes]:
    """Return the vectors and their index by file name."""
    with tempfile.TemporaryDirectory() as place:
        bundle = made_bundle(Path(place))
        files, folder = files_of(bundle), folder_of(bundle)
    made = {f"{vector.name}.zip": vector.make(files, folder) for vector in VECTORS}
    lines = [{"file": f"{vector.name}.zip", "verdict": vector.verdict, "why": vector.why} for vector in VECTORS]
    return {**made, "index.json": (json.dumps(lines, indent=1) + "\n").encode()}


if __name__ == "__main__":
    for file_name, content in make_all().items():
        (HERE / file_name).write_bytes(content)
