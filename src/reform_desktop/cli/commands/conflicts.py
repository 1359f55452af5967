"""``conflicts``: where values stand against each other until somebody decides."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.conflicts import Conflict, ConflictValue, list_conflicts
from reform_desktop.services.whereabouts import Whereabouts, whereabouts


class Conflicts(Command):
    """Prints every open conflict with all its values."""

    description: ClassVar[str] = (
        "別々に変更されて食い違っている値（競合）を、すべての値とともに表示します。\n"
        "先頭の値が、解決されるまで表示される値です。「自」は resolve の mine、「他」は theirs に当たります。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("conflicts 全体.reform", "競合を表示する"),
        ("conflicts 全体.reform --json", "JSON で出力する"),
    )

    store: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_json(parser)

    def run(self) -> int:
        """List the conflicts."""
        with reading(self.store) as desk:
            found = list_conflicts(desk)
            places = {} if self.json else whereabouts(desk, [(one.kind, one.id) for one in found])
        if self.json:
            print_json([_Listed.of(one) for one in found])
            return 0
        for one in found:
            say(*_lines(one, places[one.id]))
        if not found:
            say("競合はありません。")
        return 0


class _Side(Struct, frozen=True):
    """One value with its origin; ``mine`` says whether ``--take mine`` means it."""

    value: JsonValue
    mine: bool
    deletes: bool
    unit: str
    who: str
    at: str
    source: str


class _Listed(Struct, frozen=True):
    """One conflict for scripts: ``values`` holds each value once, as stored, the one shown meanwhile first."""

    conflict: str
    kind: str
    id: str
    field: str
    values: list[JsonValue]
    sides: list[_Side]
    ancestor: JsonValue

    @classmethod
    def of(cls, one: Conflict) -> _Listed:
        values: list[JsonValue] = []
        for side in one.values:
            if not any(_same(side.value, known) for known in values):
                values.append(side.value)
        sides = [_side(side) for side in one.values]
        return cls(one.conflict, one.kind, one.id, one.field, values, sides, one.ancestor)


def _side(one: ConflictValue) -> _Side:
    return _Side(one.value, one.mine, one.deletes, one.unit, one.who, one.at, one.source)


def _same(one: JsonValue, other: JsonValue) -> bool:
    """Compare as JSON does: 1 and true are two values."""
    return type(one) is type(other) and one == other


def _lines(one: Conflict, place: Whereabouts) -> list[str]:
    head = "　".join(filter(None, (one_line(place.label), place.year_label, one.label)))
    sides = [
        f"  {'自' if side.mine else '他'}　{one_line(side.shown) or '（空）'}　（{_origin(side)}）"
        for side in one.values
    ]
    return [f"{one.conflict}　{head}", *sides]


def _origin(side: ConflictValue) -> str:
    return "、".join(
        one_line(text) for text in (side.unit, side.who, side.at[:16].replace("T", " "), side.source) if text
    )
