"""練習用: the sample plan to play in, which must never be taken for real work."""

from __future__ import annotations

from typing import Final

from reform_desktop.domain.identity import outline_plan_id
from reform_desktop.domain.records import Plan

PRACTICE: Final = "練習用"
"""The word on the window, the paper, in the workbooks, on the pages and in the file names."""

PRACTICE_MARK: Final = f"【{PRACTICE}】"

SAMPLE_OUTLINE: Final = "sample"
PRACTICE_PLAN_ID: Final = outline_plan_id(SAMPLE_OUTLINE)
"""The id of the sample's plan in every file: it cannot be edited away, and every bundle names it."""


def is_practice(plan: Plan) -> bool:
    """Whether a plan is there to practise."""
    return plan.sample or plan.id == PRACTICE_PLAN_ID


def mark_of(plan: Plan) -> str:
    """Return 「【練習用】」 for a plan that is there to practise, else nothing."""
    return PRACTICE_MARK if is_practice(plan) else ""


def file_name_for(plan: Plan, name: str) -> str:
    """Return a file name under which nobody takes what was made to practise for real work."""
    return f"{PRACTICE}_{name}" if is_practice(plan) else name


def file_name_among_practice(plan_id: str, name: str) -> str:
    """Return such a file name where only the id of the plan is known."""
    return f"{PRACTICE}_{name}" if plan_id == PRACTICE_PLAN_ID else name
