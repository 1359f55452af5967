"""``resolve``: one conflict settled by one of its values, or by a value of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.streams import say
from reform_desktop.services.conflicts import find_conflict, take_typed


class Resolve(Command):
    """Settles a conflict and prints the id of the record."""

    description: ClassVar[str] = (
        "競合を解決し、記録の id を表示します。競合の名前は conflicts で調べます。\n"
        "ウィンドウの「元に戻す」で、解決する前に戻せます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("resolve 全体.reform 3f0a9c51d2e7 --take theirs", "相手の値にする"),
        ("resolve 全体.reform 3f0a9c51d2e7 --take 両方を合わせた文", "指定した値にする"),
    )

    store: Path = Path()
    conflict: str = ""
    take: str = ""

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("conflict", metavar="CONFLICT", help="競合の名前（conflicts で調べます）")
        parser.options.add_argument(
            "--take",
            metavar="mine|theirs|VALUE",
            required=True,
            help="このファイルの値（mine）、相手の値（theirs）、または新しい値。\n"
            "「-」で始まる値は --take=-5 のように書きます",
        )

    def run(self) -> int:
        """Settle it."""
        with writing(self.store) as desk:
            found = find_conflict(desk, self.conflict)
            take_typed(desk, found, self.take)
        say(found.id)
        return 0
