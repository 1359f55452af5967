"""Whatever people did in whatever order: the law of changes against an oracle of its own, and the canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from properties.law_oracle import judge
from reform_desktop.changes.change import EXISTENCE, Change, change_id, decode_change, encode_change, same_value
from reform_desktop.changes.law import HeldReason, RowState, row_state, straight_values
from reform_desktop.domain.values import JsonValue

UNITS = ("division", "finance", "welfare")
FIELDS = ("title", "plan", "grade")
VALUES = st.sampled_from(["甲", "乙", 1, True, None])


@dataclass
class Copy:
    """One copy of a file as the law sees it: the changes of one row that have come so far."""

    unit: str
    known: dict[str, Change] = field(default_factory=dict)
    mine: list[str] = field(default_factory=list)

    def state(self) -> RowState:
        return row_state(self.known, prefers=_divisions_side)

    def write(self, change: Change) -> None:
        name = change_id(encode_change(change))
        self.known[name] = change
        self.mine.append(name)

    def create(self, moment: int, values: dict[str, JsonValue]) -> None:
        if not self.state().existence_heads:
            self.write(Change(row="r", kind="k", unit=self.unit, at=str(moment), set=values, create=True))

    def edit(self, moment: int, values: dict[str, JsonValue]) -> None:
        state = self.state()
        if state.exists:
            parents = {name: state.parents_of(name) for name in values}
            self.write(Change(row="r", kind="k", unit=self.unit, at=str(moment), set=values, parents=parents))

    def delete(self, moment: int) -> None:
        state = self.state()
        if state.exists:
            parents = {name: state.parents_of(name) for name in state.heads}
            parents[EXISTENCE] = state.existence_heads
            self.write(Change(row="r", kind="k", unit=self.unit, at=str(moment), parents=parents, delete=True))

    def restore(self, moment: int) -> None:
        state = self.state()
        if state.existence_heads and not state.exists:
            parents = {EXISTENCE: state.existence_heads}
            self.write(Change(row="r", kind="k", unit=self.unit, at=str(moment), parents=parents))


def _divisions_side(name: str, unit: str) -> bool:
    del name
    return unit == "division"


some_values = st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=2)
some_copy = st.integers(0, len(UNITS) - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("create"), some_copy, some_values),
        st.tuples(st.just("edit"), some_copy, some_values),
        st.tuples(st.just("edit"), some_copy, some_values),
        st.tuples(st.just("delete"), some_copy, st.none()),
        st.tuples(st.just("restore"), some_copy, st.none()),
        st.tuples(st.just("send"), some_copy, some_copy),
    ),
    min_size=6,
    max_size=24,
)


def play(story: list[tuple[str, int, dict[str, JsonValue] | int | None]]) -> list[Copy]:
    """Let three copies live through a story; everyone starts from one created row."""
    copies = [Copy(unit) for unit in UNITS]
    copies[0].create(0, {"title": "甲", "plan": "甲"})
    for one in copies[1:]:
        one.known.update(copies[0].known)
    for moment, (what, who, given_) in enumerate(story, start=1):
        copy = copies[who]
        if what == "send":
            assert isinstance(given_, int)
            copies[given_].known.update({name: copy.known[name] for name in copy.mine})
        elif what in ("create", "edit"):
            assert isinstance(given_, dict)
            (copy.create if what == "create" else copy.edit)(moment, given_)
        elif what == "delete":
            copy.delete(moment)
        else:
            copy.restore(moment)
    return copies


def union(copies: list[Copy]) -> dict[str, Change]:
    return {name: change for one in copies for name, change in one.known.items()}


seen: Counter[str] = Counter()
"""How often the interesting cases really came up: such a test passes vacuously otherwise."""


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    story=steps,
    order=st.randoms(use_true_random=False),
    withheld=st.sets(st.integers(0, 30), max_size=3),
    retracted=st.sets(st.integers(0, 30), max_size=3),
    refused=st.sampled_from([{}, {"finance": "foreign"}, {"welfare": "reserved"}]),
)
def check_against_the_oracle(
    story: list[tuple[str, int, dict[str, JsonValue] | int | None]],
    order: object,
    withheld: set[int],
    retracted: set[int],
    refused: dict[str, str],
) -> None:
    everything = union(play(story))
    names = list(everything)
    known = {name: everything[name] for place, name in enumerate(names) if place not in withheld}
    inactive = frozenset(name for place, name in enumerate(names) if place in retracted and name in known)

    def verdict(change: Change) -> HeldReason | None:
        return HeldReason(refused[change.unit]) if change.unit in refused else None

    shuffled = list(known)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    state = row_state({name: known[name] for name in shuffled}, inactive, verdict, _divisions_side)
    _the_short_way_agrees({name: known[name] for name in shuffled})
    expected = judge(known, inactive, refused, "division")
    assert state.exists == expected.exists
    assert {name: {head.change_id for head in heads} for name, heads in state.heads.items()} == expected.heads
    assert set(state.disputed) == expected.disputed
    assert {name: reason.value for name, reason in state.held.items()} == expected.held
    assert json.dumps(state.values, sort_keys=True) == json.dumps(expected.values, sort_keys=True)
    seen["conflict"] += bool(expected.disputed - {EXISTENCE})
    seen["deleted and edited"] += EXISTENCE in expected.disputed
    seen["gone"] += not expected.exists
    seen["incomplete"] += "incomplete" in expected.held.values()


def _the_short_way_agrees(known: dict[str, Change]) -> None:
    """Where the values of a row are found without the law, the law finds the same, and nothing to dispute or hold."""
    values = straight_values(known)
    if values is None:
        return
    state = row_state(known)
    assert (state.exists, state.disputed, state.held) == (True, (), {})
    assert json.dumps(state.values, sort_keys=True) == json.dumps(values, sort_keys=True)
    seen["short way"] += len(known) > 1


def test_the_law_agrees_with_its_oracle_whatever_came_in_whatever_order() -> None:
    seen.clear()
    check_against_the_oracle()
    for case in ("conflict", "deleted and edited", "gone", "incomplete", "short way"):
        assert seen[case] >= 10, f"{case} came up only {seen[case]} times"


@settings(max_examples=150, deadline=None)
@given(story=steps)
def test_after_full_exchange_all_copies_show_the_same_and_no_edit_is_lost(
    story: list[tuple[str, int, dict[str, JsonValue] | int | None]],
) -> None:
    copies = play(story)
    everything = union(copies)
    for copy in copies:
        copy.known = dict(reversed(everything.items()))
    states = [copy.state() for copy in copies]
    assert states[0] == states[1] == states[2]
    for name, change in everything.items():
        for written in change.set:
            standing = {head.change_id for head in states[0].heads[written]}
            replaced = {one for other in everything.values() for one in other.parents.get(written, ())}
            assert name in standing or name in replaced, "an edit goes only when somebody replaced it knowingly"


@settings(max_examples=150, deadline=None)
@given(story=steps, cut=st.integers(0, 30))
def test_retracting_is_as_if_it_had_never_come(
    story: list[tuple[str, int, dict[str, JsonValue] | int | None]], cut: int
) -> None:
    """The held list apart: what waits is listed."""
    everything = union(play(story))
    names = list(everything)
    gone = frozenset(names[cut:])
    kept = {name: everything[name] for name in names[:cut]}
    with_it, without = row_state(everything, gone), row_state(kept)
    assert (with_it.exists, with_it.heads, with_it.disputed) == (without.exists, without.heads, without.disputed)


def test_an_edit_in_a_copy_whose_clock_is_wrong_counts_like_any_other() -> None:
    first = Change(row="r", kind="k", unit="division", at="2030-01-01", set={"title": "甲"}, create=True)
    first_id = change_id(encode_change(first))
    later = Change(
        row="r", kind="k", unit="finance", at="1999-01-01", set={"title": "乙"}, parents={"title": (first_id,)}
    )
    state = row_state({first_id: first, change_id(encode_change(later)): later})
    assert state.values == {"title": "乙"}


whole_numbers = st.integers(-(2**63), 2**64 - 1)
json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | whole_numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
any_change = st.builds(
    Change,
    row=st.text(),
    kind=st.text(),
    unit=st.text(),
    who=st.text(),
    at=st.text(),
    set=st.dictionaries(st.text(), json_values, max_size=5),
    parents=st.dictionaries(st.text(), st.lists(st.text()).map(tuple), max_size=3),
    create=st.booleans(),
    delete=st.booleans(),
)


@given(any_change)
def test_the_canonical_json_is_the_one_any_library_would_write(change: Change) -> None:
    plain: dict[str, object] = {"row": change.row, "kind": change.kind, "unit": change.unit}
    plain |= {name: getattr(change, name) for name in ("who", "at", "set", "create", "delete") if getattr(change, name)}
    if change.parents:
        plain["parents"] = {name: list(parents) for name, parents in change.parents.items()}
    expected = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    body = encode_change(change)
    assert body == expected
    assert change_id(body) == hashlib.sha256(expected).hexdigest()
    assert decode_change(body) == change
    assert encode_change(decode_change(body)) == body


@given(one=json_values, other=json_values)
def test_two_values_are_the_same_when_their_json_is(one: JsonValue, other: JsonValue) -> None:
    assert same_value(one, one)
    assert same_value(one, other) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


def test_half_of_a_character_cannot_be_written_into_the_log() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode_change(Change(row="r", kind="k", unit="u", set={"title": "\ud842"}))
