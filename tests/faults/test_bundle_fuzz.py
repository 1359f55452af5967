"""Thousands of spoilt bundles: the reader refuses each with its sentence, or takes in what the sender had signed.

Three kinds of mutants: bytes of the zip; files of the bag, signed anew as a malicious unit could; and changes in a
pack, signed anew too. A mutant that ends in any other way is named by its seed, to be kept as a case of its own.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from reform_desktop.bundle import bag
from reform_desktop.bundle.sshsig import PACK_NAMESPACE, digest_of, sign_digest
from unit.bundle.forged_zips import Files, entries_of, files_of, folder_of, forge, signed_anew, zipped
from unit.bundle.made_bundles import FINANCE, FINANCE_KEY, made_bodies, made_bundle
from unit.bundle.verdicts import Taken, taken, taken_or_refused

INTERESTING = (
    b"\x00",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x80",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"../",
    b"[[[[[[[[[[[[[[[[[[[[",
    b'{"a":1,"a":2}',
    b"1e999",
    b"-0",
    b"99999999999999999999",
    b"NaN",
    b"null",
    b"true",
    b'""',
    b"[]",
    b"{}",
    b"\\ud800",
    b"\xed\xa0\x80",
    b"\\u0000",
    b" ",
    b"\r\n",
    b'"',
    b",",
)


def spoil(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one to four small changes."""
    spoilt = bytearray(data)
    for _time in range(chance.randint(1, 4)):
        place = chance.randrange(len(spoilt) + 1)
        length = chance.choice((1, 1, 1, 2, 4, 8, 46, 200))
        match chance.randrange(5):
            case 0 if place < len(spoilt):
                spoilt[place] ^= 1 << chance.randrange(8)
            case 1:
                word = chance.choice(INTERESTING)
                spoilt[place : place + len(word)] = word
            case 2:
                spoilt[place:place] = chance.choice(INTERESTING)
            case 3:
                del spoilt[place : place + length]
            case _:
                start = chance.randrange(len(spoilt) + 1)
                spoilt[place:place] = spoilt[start : start + length]
    return bytes(spoilt)


class Mutants:
    """Makes mutants of one bundle, by chance that can be repeated."""

    def __init__(self, bundle: Path) -> None:
        self.truth = taken(bundle)
        self._files = files_of(bundle)
        self._folder = folder_of(bundle)
        self._zips = (
            bundle.read_bytes(),
            forge(entries_of(self._files, self._folder)),
            zipped(self._files, self._folder),
        )
        self._pack = next(path for path in self._files if path.startswith(bag.PACKS))
        self.kinds: tuple[Callable[[random.Random], bytes], ...] = (self.of_zip, self.of_file, self.of_change)

    def of_zip(self, chance: random.Random) -> bytes:
        """Spoil bytes of the zip."""
        return spoil(chance.choice(self._zips), chance)

    def of_file(self, chance: random.Random) -> bytes:
        """Spoil one file of the bag and let the sender sign that."""
        path = chance.choice(sorted(self._files))
        spoilt = {**self._files, path: spoil(self._files[path], chance)}
        signed = signed_anew(spoilt, FINANCE_KEY)
        return self._zipped({**signed, path: spoilt[path]} if path in {bag.SIGNATURE, bag.TAG_MANIFEST} else signed)

    def of_change(self, chance: random.Random) -> bytes:
        """Spoil the changes of a pack and let the unit sign the pack and the bundle."""
        bodies = spoil(b",".join(made_bodies()), chance)
        content = b'{"changes":[%b],"key":"%b","unit":"%b"}' % (bodies, FINANCE_KEY.public.encode(), FINANCE.encode())
        signature = sign_digest(FINANCE_KEY.private, PACK_NAMESPACE, digest_of(content))
        data = b'{"pack":%b,"signature":%b}' % (content, msgspec.json.encode(signature))
        sha256 = hashlib.sha256(data).hexdigest()
        header = msgspec.json.decode(self._files[bag.HEADER])
        header["packs"][0]["sha256"] = sha256
        kept = {path: given for path, given in self._files.items() if path != self._pack}
        kept[bag.HEADER] = msgspec.json.encode(header, order="sorted")
        return self._zipped(signed_anew({**kept, bag.pack_path(sha256): data}, FINANCE_KEY))

    def _zipped(self, files: Files) -> bytes:
        return forge(entries_of(files, self._folder))


def run(folder: Path, count: int, seed: int) -> dict[str, int]:
    """Let the reader take in so many mutants; return how many of each kind were refused."""
    mutants = Mutants(made_bundle(folder))
    refused: dict[str, int] = {}
    path = folder / "届いたもの.zip"
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        make = mutants.kinds[number % len(mutants.kinds)]
        data = make(chance)
        path.write_bytes(data)
        found = taken_or_end(path, f"seed {seed}, mutant {number} of {make.__name__}")
        if make == mutants.of_zip:
            assert found in (None, mutants.truth), (seed, number)
        refused[make.__name__] = refused.get(make.__name__, 0) + (found is None)
    return refused


def taken_or_end(path: Path, name: str) -> Taken | None:
    """Return what the reader made of the file; name the mutant when it ends in any other way than a refusal."""
    try:
        return taken_or_refused(path)
    except Exception as error:
        raise AssertionError(f"{name}: {error!r}") from error


def test_two_thousand_spoilt_bundles_are_refused_or_taken_in_as_signed(tmp_path: Path) -> None:
    refused = run(tmp_path, 2000, seed=3)
    assert all(count > 2000 // 8 for count in refused.values()), refused


@pytest.mark.slow
def test_forty_thousand_spoilt_bundles_are_refused_or_taken_in_as_signed(tmp_path: Path) -> None:
    refused = run(tmp_path, 40_000, seed=random.SystemRandom().randrange(10**9))
    print(f"refused of 40,000: {refused}")
    assert all(count > 40_000 // 8 for count in refused.values()), refused
