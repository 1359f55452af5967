"""``imports``: what was taken in, the newest first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.exchange.words import PURPOSES

if TYPE_CHECKING:
    from reform_desktop.services.desk import Desk


class Imports(Command):
    """Prints every import with its number, undone ones too."""

    description: ClassVar[str] = (
        "取り込んだものを、新しい順に、番号とともに表示します。番号は undo-import と redo-import に使います。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("imports 全体.reform", "取り込んだものを表示する"),
        ("imports 全体.reform --json", "JSON で出力する"),
    )

    store: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_json(parser)

    def run(self) -> int:
        """List the imports."""
        with reading(self.store) as desk:
            found = _listed(desk)
        if self.json:
            print_json(found)
            return 0
        for one in found:
            state = "　取り消し済み" if one.undone else ""
            origin = f"{one_line(one.sender)}の{PURPOSES.get(one.purpose, one.purpose)}"
            say(f"{one.number}　{one.at[:16].replace('T', ' ')}　{origin}　{one_line(one.file)}{state}")
        if not found:
            say("取り込んだものはありません。")
        return 0


class _Import(Struct, frozen=True):
    """One import for scripts; ``unit`` is the sender's, ``division`` or a department's id."""

    number: int
    at: str
    file: str
    purpose: str
    unit: str
    sender: str
    message: str
    undone: bool


def _listed(desk: Desk) -> list[_Import]:
    # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
    from reform_desktop.services.exchange.importing import list_imports
    from reform_desktop.services.exchange.keys import unit_name

    return [
        _Import(
            one.id,
            one.at,
            one.label,
            one.details.get("purpose", ""),
            one.details.get("unit", ""),
            unit_name(desk, one.details.get("unit", "")),
            one.details.get("message", ""),
            one.retracted,
        )
        for one in list_imports(desk)
    ]
