"""A change's canonical form and its name."""

from __future__ import annotations

import hashlib
import json

import msgspec
import pytest

from reform_desktop.changes.change import Change, change_id, decode_change, encode_change, same_value
from reform_desktop.domain.values import JsonValue

EXAMPLE = Change(
    row="r", kind="measure", unit="division", who="担当", set={"title": "窓口 ①", "b": [1, None]}, parents={"b": ("x",)}
)


def test_the_canonical_form_can_be_made_by_any_json_library() -> None:
    plain = {
        "row": "r",
        "kind": "measure",
        "unit": "division",
        "who": "担当",
        "set": {"title": "窓口 ①", "b": [1, None]},
        "parents": {"b": ["x"]},
    }
    expected = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert encode_change(EXAMPLE) == expected


def test_the_id_is_the_hash_of_the_bytes_and_so_names_the_content() -> None:
    body = encode_change(EXAMPLE)
    assert change_id(body) == hashlib.sha256(body).hexdigest()
    other = msgspec.structs.replace(EXAMPLE, set={"title": "窓口 ②"})
    assert change_id(encode_change(other)) != change_id(body)


def test_the_same_edit_in_two_copies_of_a_file_has_one_id_and_different_edits_have_two() -> None:
    """Ids by a counter collide when somebody copies a file in Explorer and both copies are edited."""
    in_copy = decode_change(encode_change(EXAMPLE))
    assert change_id(encode_change(in_copy)) == change_id(encode_change(EXAMPLE))
    later = [msgspec.structs.replace(in_copy, set={"title": words}) for words in ("甲", "乙")]
    assert len({change_id(encode_change(one)) for one in later}) == 2


def test_what_was_written_is_read_back() -> None:
    assert decode_change(encode_change(EXAMPLE)) == EXAMPLE


def test_something_else_is_not_read_as_a_change() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_change(b'{"row":1}')


def test_unfilled_parts_are_left_out_of_the_canonical_form() -> None:
    assert encode_change(Change(row="r", kind="k", unit="u")) == b'{"kind":"k","row":"r","unit":"u"}'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1, True),
        ("1", "1", True),
        ("1", 1, False),
        (True, 1, False),
        (False, 0, False),
        ([True], [1], False),
        ([{"a": 0}], [{"a": False}], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (None, "", False),
    ],
)
def test_values_are_compared_as_json_does(one: JsonValue, other: JsonValue, same: bool) -> None:
    assert same_value(one, other) is same
