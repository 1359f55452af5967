"""Whatever units write and attach, the bundle hands out word for word, in however many volumes it travels."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.bundle.canonical import LEAST, MOST
from reform_desktop.bundle.content import BundleContent, PackSource
from reform_desktop.bundle.header import Comment, Recipient
from reform_desktop.bundle.pack import divide, pack_bytes, read_pack, seal
from reform_desktop.bundle.reader import open_bundle
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.changes.change import EXISTENCE, Change, change_id, encode_change
from unit.bundle.made_bundles import FINANCE, FINANCE_KEY, made_evidence, made_header, made_id

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
NUMBERS = st.integers(LEAST, MOST)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
IDS = st.binary(max_size=8).map(lambda data: hashlib.sha256(data).hexdigest())
ROWS = st.text(max_size=5).map(lambda text: made_id(text.encode("utf-8", "replace").hex()))
CHANGES = st.builds(
    Change,
    row=ROWS,
    kind=WORDS,
    unit=st.just(FINANCE),
    who=TEXTS,
    at=TEXTS,
    set=st.dictionaries(WORDS, VALUES, max_size=4),
    parents=st.dictionaries(WORDS | st.just(EXISTENCE), st.lists(IDS, max_size=3).map(tuple), max_size=3),
    create=st.booleans(),
    delete=st.booleans(),
)
UNKNOWN = st.dictionaries(WORDS.map("x_{}".format), VALUES, min_size=1, max_size=2)


def of_a_newer_program(change: Change, more: dict[str, object]) -> bytes:
    """Return the body of a change with keys that this program does not know."""
    return msgspec.json.encode({**msgspec.json.decode(encode_change(change)), **more}, order="sorted")


@given(st.lists(CHANGES, min_size=1, max_size=8))
def test_a_pack_gives_back_the_very_changes_and_ids(changes: list[Change]) -> None:
    bodies = [encode_change(change) for change in changes]
    read = read_pack(pack_bytes(seal(FINANCE_KEY, bodies)))
    assert list(read.changes) == changes
    assert list(read.sealed.bodies) == bodies
    assert list(read.ids) == [change_id(body) for body in bodies]


@given(st.lists(st.tuples(CHANGES, UNKNOWN), min_size=1, max_size=4), CHANGES)
def test_what_newer_programs_add_travels_word_for_word(
    newer: list[tuple[Change, dict[str, object]]], own: Change
) -> None:
    bodies = [encode_change(own), *(of_a_newer_program(change, more) for change, more in newer)]
    sealed = seal(FINANCE_KEY, bodies)
    assert read_pack(pack_bytes(sealed)).sealed == sealed


@given(
    bodies=st.lists(CHANGES.map(encode_change), min_size=1, max_size=6),
    files=st.lists(st.binary(max_size=3000), unique=True, max_size=6),
    left_out=st.sets(st.integers(0, 5)),
    texts=st.tuples(TEXTS, TEXTS, TEXTS),
    limit=st.integers(66_000, 90_000),
)
def test_everything_arrives_in_however_many_volumes(
    bodies: list[bytes], files: list[bytes], left_out: set[int], texts: tuple[str, str, str], limit: int
) -> None:
    message, name, comment = texts
    header = msgspec.structs.replace(
        made_header(),
        message=message,
        plan_name=name,
        recipient=Recipient(unit="division", name=name),
        comments=(Comment(row=made_id("x"), kind="measure", field="", text=comment),),
    )
    packs = [PackSource.of(seal(FINANCE_KEY, portion)) for portion in divide(bodies)]
    evidence = [made_evidence(data, "txt", included=place not in left_out) for place, data in enumerate(files)]
    content = BundleContent(header=header, packs=packs, evidence=evidence)
    with tempfile.TemporaryDirectory() as folder:
        paths = write_bundle(Path(folder) / "a.zip", content, FINANCE_KEY, limit=limit)
        arrived: list[bytes] = []
        for path in paths:
            with open_bundle(path) as opened:
                assert (opened.header.message, opened.header.comments) == (header.message, header.comments)
                assert len(opened.evidence) + len(opened.left_out) == len(files)
                arrived += [b"".join(opened.evidence_pieces(sha256)) for sha256 in opened.evidence]
                if opened.header.volume.number == 1:
                    assert [body for pack in opened.packs() for body in pack.sealed.bodies] == bodies
    assert sorted(arrived) == sorted(data for place, data in enumerate(files) if place not in left_out)
