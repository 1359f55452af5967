"""Named situations of the merge law: what a row shows after people worked apart."""

from __future__ import annotations

from functools import partial

import pytest

from reform_desktop.changes.change import DIVISION, EXISTENCE, Change
from reform_desktop.changes.law import HeldReason, RowState, complete_changes, row_state
from unit.changes.row_story import ROW, RowStory

FINANCE = "0197b5c0-0000-7000-8000-00000000000a"
WELFARE = "0197b5c0-0000-7000-8000-00000000000b"


def test_moved_here_and_edited_there_keeps_both() -> None:
    story = RowStory()
    made = story.create(item_id="old", approach="first")
    story.edit("item_id", "new", made)
    story.edit("approach", "second", made)
    assert story.state().values == {"item_id": "new", "approach": "second"}
    assert story.state().disputed == ()


def test_edited_twice_one_after_the_other_shows_the_later() -> None:
    story = RowStory()
    made = story.create(approach="first")
    second = story.edit("approach", "second", made)
    story.edit("approach", "third", second)
    assert story.state().values == {"approach": "third"}
    assert story.state().disputed == ()


def test_edited_differently_on_both_sides_is_a_conflict_that_keeps_both() -> None:
    story = RowStory()
    made = story.create(approach="first")
    one = story.edit("approach", "here", made)
    other = story.edit("approach", "there", made)
    state = story.state()
    assert state.disputed == ("approach",)
    assert {head.value for head in state.heads["approach"]} == {"here", "there"}
    assert state.heads["approach"][0].change_id == min(one, other), "neither time nor order decides"
    assert state.parents_of("approach") == tuple(sorted((one, other)))


def test_edited_alike_on_both_sides_is_no_conflict() -> None:
    story = RowStory()
    made = story.create(approach="first")
    story.edit("approach", "same", made, unit=FINANCE)
    story.edit("approach", "same", made)
    assert story.state().values == {"approach": "same"}
    assert story.state().disputed == ()


def test_true_on_one_side_and_1_on_the_other_is_a_conflict() -> None:
    story = RowStory(kind="of_a_newer_program")
    made = story.create(unknown=None)
    for value in (True, 1):
        story.edit("unknown", value, made)
    assert story.state().disputed == ("unknown",)


def test_the_owners_side_is_shown_while_values_disagree() -> None:
    story = RowStory()
    made = story.create(approach="first")
    sides = {unit: story.edit("approach", unit, made, unit=unit) for unit in (FINANCE, WELFARE, DIVISION)}
    for preferred, name in sides.items():
        state = row_state(story.changes, prefers=partial(_is_side, preferred))
        assert state.heads["approach"][0].change_id == name
        rest = [head.change_id for head in state.heads["approach"][1:]]
        assert rest == sorted(rest), "the others by their ids"


def _is_side(preferred: str, _field: str, unit: str) -> bool:
    return unit == preferred


def test_a_change_that_saw_both_sides_ends_the_conflict() -> None:
    story = RowStory()
    made = story.create(approach="first")
    one = story.edit("approach", "here", made)
    other = story.edit("approach", "there", made)
    story.edit("approach", "both", one, other)
    assert story.state().values == {"approach": "both"}
    assert story.state().disputed == ()


def test_deleted_here_and_edited_there_keeps_the_row_and_says_so() -> None:
    story = RowStory()
    made = story.create(approach="first")
    story.edit("approach", "unseen", made)
    story.delete((made,), approach=made)
    state = story.state()
    assert state.exists
    assert state.disputed == (EXISTENCE,)
    assert state.values == {"approach": "unseen"}


def test_deleted_after_seeing_everything_is_gone() -> None:
    story = RowStory()
    made = story.create(approach="first")
    edited = story.edit("approach", "seen", made)
    story.delete((made,), approach=edited)
    assert not story.state().exists
    assert story.state().disputed == ()


def test_an_edit_that_the_deletion_saw_through_a_later_one_is_seen() -> None:
    story = RowStory()
    made = story.create(approach="first")
    second = story.edit("approach", "second", made)
    third = story.edit("approach", "third", second)
    story.delete((made,), approach=third)
    assert not story.state().exists


def test_a_field_filled_in_for_the_first_time_elsewhere_survives_a_deletion() -> None:
    story = RowStory()
    made = story.create(title="measure")
    story.edit("handover", "unseen", made)
    story.delete((made,), title=made)
    assert story.state().exists
    assert story.state().disputed == (EXISTENCE,)


def test_deleted_on_both_sides_is_gone_without_a_conflict() -> None:
    story = RowStory()
    made = story.create(approach="first")
    story.delete((made,), approach=made)
    story.delete((made,), unit=FINANCE, approach=made)
    assert not story.state().exists
    assert story.state().disputed == ()


def test_two_deletions_that_together_saw_everything_delete() -> None:
    story = RowStory()
    made = story.create(approach="first", title="first")
    title = story.edit("title", "second", made)
    approach = story.edit("approach", "second", made)
    story.delete((made,), title=title, approach=made)
    story.delete((made,), title=made, approach=approach)
    assert not story.state().exists


def test_restored_after_a_deletion_shows_what_was_there() -> None:
    story = RowStory()
    made = story.create(approach="first")
    gone = story.delete((made,), approach=made)
    back = story.restore(gone)
    assert story.state().exists
    assert story.state().values == {"approach": "first"}
    assert story.state().existence_heads == (back,)


def test_restored_here_and_deleted_again_there_lives_and_is_disputed() -> None:
    story = RowStory()
    made = story.create(approach="first")
    gone = story.delete((made,), approach=made)
    story.restore(gone)
    story.delete((gone,), approach=made)
    assert story.state().exists
    assert story.state().disputed == (EXISTENCE,)


def test_created_on_both_sides_meets_in_one_row() -> None:
    story = RowStory("year_record")
    here = story.create(fiscal_year=2027, plan="here")
    there = story.create(FINANCE, fiscal_year=2027, result="there")
    state = story.state()
    assert state.exists
    assert state.disputed == ()
    assert state.values == {"fiscal_year": 2027, "plan": "here", "result": "there"}
    assert state.existence_heads == tuple(sorted((here, there)))


def test_created_there_while_this_side_deleted_its_own_creation_lives_and_is_disputed() -> None:
    story = RowStory("year_record")
    here = story.create(fiscal_year=2027)
    story.create(FINANCE, fiscal_year=2027)
    story.delete((here,), fiscal_year=here)
    assert story.state().exists
    assert story.state().disputed == (EXISTENCE,)


def test_without_its_creation_a_row_is_not_there() -> None:
    story = RowStory()
    made = story.create(approach="first")
    edited = story.edit("approach", "second", made)
    del story.changes[made]
    state = story.state()
    assert not state.exists
    assert state.held == {edited: HeldReason.INCOMPLETE}
    assert state.parents_of("approach") == ()


def test_a_row_that_nobody_wrote_does_not_exist() -> None:
    assert row_state({}) == RowState(exists=False, heads={})


def test_a_withheld_bundle_in_the_middle_holds_what_rests_on_it() -> None:
    story = RowStory()
    made = story.create(approach="first")
    middle = story.edit("approach", "second", made)
    last = story.edit("approach", "third", middle)
    whole = story.state()
    kept = story.changes.pop(middle)
    assert story.state().values == {"approach": "first"}
    assert story.state().held == {last: HeldReason.INCOMPLETE}
    story.changes[middle] = kept
    assert story.state() == whole


def test_what_rests_on_a_retracted_import_waits_with_it() -> None:
    story = RowStory()
    made = story.create(approach="first")
    imported = story.edit("approach", "imported", made, unit=FINANCE)
    on_top = story.edit("approach", "on top", imported)
    state = story.state(imported)
    assert state.values == {"approach": "first"}
    assert state.held == {imported: HeldReason.RETRACTED, on_top: HeldReason.INCOMPLETE}


def test_an_import_that_is_retracted_is_as_if_it_had_never_come() -> None:
    story = RowStory()
    made = story.create(approach="first")
    story.edit("approach", "mine", made)
    before = story.state()
    imported = story.edit("approach", "imported", made, unit=FINANCE)
    assert story.state().disputed == ("approach",)
    after = story.state(imported)
    assert (after.values, after.heads, after.disputed) == (before.values, before.heads, before.disputed)


def test_ancestry_through_a_change_of_another_unit_that_is_not_applied() -> None:
    """What was replaced stays replaced, even when the change in between is held as foreign."""
    story = RowStory()
    made = story.create(approach="first")
    foreign = story.edit("approach", "foreign", made, unit=WELFARE)
    story.edit("approach", "corrected", foreign)

    def verdict(change: Change) -> HeldReason | None:
        return HeldReason.FOREIGN if change.unit == WELFARE else None

    state = row_state(story.changes, verdict=verdict)
    assert state.values == {"approach": "corrected"}
    assert state.disputed == ()
    assert state.held == {foreign: HeldReason.FOREIGN}


def test_ancestry_through_an_undone_change() -> None:
    """An undo is a change after the undone one: what came before both does not come back as a rival."""
    story = RowStory()
    made = story.create(approach="first")
    typed = story.edit("approach", "typed", made)
    undone = story.edit("approach", "first", typed)
    story.edit("approach", "elsewhere", typed, unit=FINANCE)
    state = story.state()
    assert state.disputed == ("approach",)
    assert {head.value for head in state.heads["approach"]} == {"first", "elsewhere"}
    assert made not in {head.change_id for head in state.heads["approach"]}
    assert undone in {head.change_id for head in state.heads["approach"]}


def test_held_reasons_are_said_in_words() -> None:
    assert {reason.label for reason in HeldReason} == {
        "取込みの取消し",
        "前回の提出分が未着",
        "他課の取組",
        "推進課専用項目",
    }


def test_unknown_fields_and_kinds_have_a_state_like_any_other() -> None:
    story = RowStory("of_a_newer_program")
    made = story.create(fresh={"deep": [1, "二"]})
    story.edit("fresh", {"deep": [2]}, made)
    assert story.state().exists
    assert story.state().values == {"fresh": {"deep": [2]}}


def test_a_fresh_creation_is_the_same_by_the_short_way() -> None:
    story = RowStory()
    made = story.create(title="t", number=1)
    assert RowState.of_creation(made, {"number": 1, "title": "t"}, DIVISION) == story.state()


@pytest.mark.parametrize("depth", [3_000])
def test_a_very_long_history_is_no_problem(depth: int) -> None:
    story = RowStory()
    last = story.create(approach="0")
    for step in range(1, depth):
        last = story.edit("approach", str(step), last)
    assert story.state().values == {"approach": str(depth - 1)}
    assert len(complete_changes(dict(reversed(story.changes.items())), frozenset())) == depth


def test_deleted_by_who_saw_both_sides_disputes_nothing_until_it_is_restored() -> None:
    story = RowStory()
    made = story.create(approach="first")
    sides = [story.edit("approach", word, made) for word in ("here", "there")]
    gone = story.add(
        Change(
            row=ROW,
            kind=story.kind,
            unit=DIVISION,
            parents={EXISTENCE: (made,), "approach": tuple(sorted(sides))},
            delete=True,
        )
    )
    assert (story.state().exists, story.state().disputed) == (False, ())
    story.restore(gone)
    assert (story.state().exists, story.state().disputed) == (True, ("approach",))
