"""``editions``: the editions that there are."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.editions import ListedEdition, listed_editions


class Editions(Command):
    """Prints the editions, the newest number first."""

    description: ClassVar[str] = "確定版の一覧を、新しいものから表示します。"
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("editions 全体.reform", "確定版の番号、対象年度、確定日、会議名、公表日を表示する"),
    )

    store: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_json(parser)

    def run(self) -> int:
        """List the editions."""
        with reading(self.store) as desk:
            listed = listed_editions(desk)
        if self.json:
            print_json(listed)
            return 0
        for one in listed:
            say(_line(one))
        if not listed:
            say("確定版はありません。")
        return 0


def _line(one: ListedEdition) -> str:
    year = format_fiscal_year(one.fiscal_year) if one.fiscal_year is not None else ""
    published = f"公表 {one.published_on}" if one.published_on else "未公表"
    here = "" if one.here else "内容なし"
    words = (
        f"第{one.number or 0}版",
        year,
        str(one.date or ""),
        one.meeting,
        published,
        f"訂正 {one.corrections}件",
        here,
    )
    return "\t".join(one_line(word) for word in words)
