"""What is added comes last, whatever was deleted before."""

from __future__ import annotations

from pathlib import Path

from reform_desktop.services import arrangement, checking
from reform_desktop.services.creating import create_desk


def test_an_item_added_after_one_was_deleted_takes_no_number_that_is_taken(tmp_path: Path) -> None:
    desk = create_desk(tmp_path / "a.reform", "annaka-4")
    plan = checking.open_plan(desk)
    policy = plan.policies[0]
    first = next(item for item in plan.items if item.policy_id == policy.id)
    arrangement.delete_with_parts(desk, arrangement.plan_deletion(desk, "item", first.id))
    arrangement.add(desk, "item", policy.id, {"title": "新しい推進項目"})
    numbers = [item.number for item in checking.open_plan(desk).items if item.policy_id == policy.id]
    assert numbers == [2, 3, 4]
    desk.close()
