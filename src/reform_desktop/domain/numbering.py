"""Printed numbers of policies, items and measures: ``1``, ``1-(1)``, ``1-(1)-①`` as the outline prints them."""

from __future__ import annotations

_CIRCLED_RANGES = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))


def circled(number: int) -> str:
    """Return ① … ㊿; outside 1–50, where no such character exists, the number in brackets."""
    for first, last, code_point in _CIRCLED_RANGES:
        if first <= number <= last:
            return chr(code_point + number - first)
    return f"({number})"


def item_number(policy: int | None, item: int | None) -> str:
    """Return ``1-(1)``; ``?`` stands for a number that is not filled in."""
    return f"{_shown(policy)}-({_shown(item)})"


def measure_number(policy: int | None, item: int | None, measure: int | None) -> str:
    """Return ``1-(1)-①``."""
    return f"{item_number(policy, item)}-{'?' if measure is None else circled(measure)}"


def _shown(number: int | None) -> str:
    return "?" if number is None else str(number)
