"""``freeze``: an edition of the plan's figures as they are now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_fiscal_year, add_json, add_store, day, edition_number
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.editions import FreezeOrder, find_edition, freeze_edition, next_number


class Freeze(Command):
    """Freezes the figures and prints the edition's number."""

    description: ClassVar[str] = (
        "今の内容を確定版として残し、その番号を表示します。推進課のファイルで行います。\n"
        "確定版からは、あとで内容が変わっても、いつでも同じ帳票を作れます（report --edition）。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            "freeze 全体.reform --fiscal-year R7 --date R8.6.20 --meeting 行政改革推進会議",
            "令和7年度の内容を、推進会議の日付で確定する",
        ),
    )

    store: Path = Path()
    fiscal_year: int | None = None
    date: date | None = None
    number: int | None = None
    meeting: str = ""
    note: str = ""
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_fiscal_year(parser)
        parser.options.add_argument(
            "--date", metavar="DATE", type=day, help="確定日（省略すると今日）。帳票にはこの日を印刷します"
        )
        parser.options.add_argument("--number", metavar="N", type=edition_number, help="版の番号（省略すると次の番号）")
        parser.options.add_argument("--meeting", metavar="NAME", help="確定した会議の名前")
        parser.options.add_argument("--note", metavar="NOTE", help="覚え書き（印刷しません）")
        add_json(parser)

    def run(self) -> int:
        """Freeze."""
        with writing(self.store) as desk:
            number = self.number or next_number(desk)
            order = FreezeOrder(
                self.date or date.today(), self.meeting, self.note, fiscal_year=self.fiscal_year, number=number
            )
            edition_id, _saved = freeze_edition(desk, order)
            made = find_edition(desk, number)
        if self.json:
            print_json({"id": edition_id, "number": made.number, "content_sha256": made.content_sha256})
        else:
            say(str(number))
        return 0
