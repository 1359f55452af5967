"""Who may change what, and whose value is shown while two disagree."""

from __future__ import annotations

from reform_desktop.changes.authority import is_reserved, may_change, owners_named_by, owners_side
from reform_desktop.changes.change import DIVISION
from reform_desktop.changes.law import HeldReason
from unit.changes.row_story import RowStory

FINANCE = "0197b5c0-0000-7000-8000-00000000000a"
WELFARE = "0197b5c0-0000-7000-8000-00000000000b"
OURS = frozenset({FINANCE})


def test_the_division_may_change_everything() -> None:
    story = RowStory()
    made = story.create(title="t")
    edited = story.edit("title", "u", made)
    assert may_change(story.changes[edited], frozenset()) is None


def test_another_departments_measure_is_held_as_foreign() -> None:
    story = RowStory()
    made = story.create(approach="a")
    edited = story.edit("approach", "b", made, unit=WELFARE)
    assert may_change(story.changes[edited], OURS) is HeldReason.FOREIGN


def test_a_department_may_fill_in_its_own_measure() -> None:
    story = RowStory()
    made = story.create(approach="a")
    edited = story.edit("approach", "b", made, unit=FINANCE)
    assert may_change(story.changes[edited], OURS) is None


def test_a_field_of_the_division_is_held_as_reserved() -> None:
    story = RowStory()
    made = story.create(title="a")
    edited = story.edit("title", "b", made, unit=FINANCE)
    assert may_change(story.changes[edited], OURS) is HeldReason.RESERVED


def test_a_department_may_propose_a_measure_with_its_title() -> None:
    story = RowStory()
    proposed = story.create(FINANCE, title="a", lead_department_id=FINANCE)
    assert may_change(story.changes[proposed], owners_named_by("measure", story.changes.values())) is None


def test_a_change_that_replaces_a_reserved_field_is_held_even_when_it_calls_itself_a_creation() -> None:
    story = RowStory()
    made = story.create(title="a")
    sly = story.edit("title", "b", made, unit=FINANCE)
    change = type(story.changes[sly])(
        row=story.changes[sly].row,
        kind="measure",
        unit=FINANCE,
        set={"title": "b"},
        parents={"title": (made,)},
        create=True,
    )
    assert may_change(change, OURS) is HeldReason.RESERVED


def test_a_department_may_delete_what_it_owns() -> None:
    story = RowStory("evidence")
    made = story.create(title="a")
    gone = story.delete((made,), unit=FINANCE, title=made)
    assert may_change(story.changes[gone], OURS) is None


def test_everybody_who_ever_led_a_measure_owns_it() -> None:
    story = RowStory()
    made = story.create(lead_department_id=FINANCE)
    story.edit("lead_department_id", WELFARE, made)
    assert owners_named_by("measure", story.changes.values()) == {FINANCE, WELFARE}


def test_a_department_cannot_make_itself_the_owner_of_a_measure_of_the_division() -> None:
    story = RowStory()
    made = story.create(lead_department_id=FINANCE)
    story.edit("lead_department_id", WELFARE, made, unit=WELFARE)
    story.create(WELFARE, lead_department_id=WELFARE)
    assert owners_named_by("measure", story.changes.values()) == {FINANCE}


def test_a_department_cannot_name_another_one_as_the_owner() -> None:
    story = RowStory()
    story.create(FINANCE, lead_department_id=WELFARE)
    assert owners_named_by("measure", story.changes.values()) == frozenset()


def test_kinds_without_an_owner_of_their_own_name_nobody() -> None:
    for kind in ("year_record", "of_a_newer_program"):
        story = RowStory(kind)
        story.create(lead_department_id=FINANCE)
        assert owners_named_by(kind, story.changes.values()) == frozenset()


def test_fields_of_newer_programs_are_reserved_to_nobody() -> None:
    assert is_reserved("measure", "title")
    assert not is_reserved("measure", "approach")
    assert not is_reserved("measure", "of_a_newer_program")
    assert not is_reserved("of_a_newer_program", "title")


def test_the_side_shown_is_the_divisions_for_its_fields_and_the_owners_for_the_others() -> None:
    sides = owners_side("measure", FINANCE)
    assert sides["title"] == DIVISION
    assert sides["approach"] == FINANCE
    assert owners_side("of_a_newer_program", FINANCE) == {}
