"""``correct``: a correction of an edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_edition, add_json, add_store, day
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.corrections import correct


class Correct(Command):
    """Registers a difference as a correction and prints the correction's id."""

    description: ClassVar[str] = (
        "確定版との違いを、理由を付けて訂正として登録し、その id を表示します。正誤表（report errata）に載ります。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            "correct 全体.reform 違いの指定 --edition 1 --reason 集計の誤り",
            "differences の行の先頭を指定して、訂正を登録する",
        ),
    )

    store: Path = Path()
    difference: str = ""
    edition: int = 0
    reason: str = ""
    date: dt.date | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("difference", metavar="DIFFERENCE", help="違いの指定（differences の行の先頭）")
        add_edition(parser)
        parser.options.add_argument("--reason", metavar="REASON", required=True, help="訂正の理由")
        parser.options.add_argument("--date", metavar="DATE", type=day, help="訂正日（省略すると今日）")
        add_json(parser)

    def run(self) -> int:
        """Register it."""
        with writing(self.store) as desk:
            made, _saved = correct(
                desk, self.edition, self.difference, reason=self.reason, day=self.date or dt.date.today()
            )
        if self.json:
            print_json({"id": made})
        else:
            say(made)
        return 0
