"""Ids of rows: new ones, and those that two copies must arrive at alike."""

from __future__ import annotations

import time
import uuid

import pytest

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id, is_row_id, new_row_id

PARENT = "0190f5fe-7c00-7a00-8000-000000000001"


def test_new_ids_are_different_and_of_version_seven() -> None:
    ids = {new_row_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in ids} == {(7, uuid.RFC_4122)}
    assert all(is_row_id(one) for one in ids)


def test_new_ids_begin_with_their_time() -> None:
    before = time.time_ns() // 1_000_000
    stamp = uuid.UUID(new_row_id()).int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_two_copies_that_create_the_same_year_meet_in_one_row() -> None:
    kind = KINDS["year_record"]
    first = child_row_id(kind, PARENT, (2027,))
    assert child_row_id(kind, PARENT, (2027,)) == first
    assert is_row_id(first)
    assert uuid.UUID(first).version == 5
    others = {
        child_row_id(kind, PARENT, (2028,)),
        child_row_id(KINDS["indicator_value"], PARENT, (2027,)),
        child_row_id(kind, new_row_id(), (2027,)),
    }
    assert first not in others
    assert len(others) == 3


def test_the_id_of_a_child_never_changes_from_one_version_to_the_next() -> None:
    expected = uuid.uuid5(uuid.UUID(PARENT), "submission/2025/midyear")
    assert child_row_id(KINDS["submission"], PARENT, (2025, "midyear")) == str(expected)


@pytest.mark.parametrize(
    "text", ["", "x", PARENT.upper().replace("0", "A"), "{" + PARENT + "}", PARENT.replace("-", "")]
)
def test_other_spellings_of_an_id_are_none(text: str) -> None:
    assert not is_row_id(text)
