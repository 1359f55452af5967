"""``search``: where words stand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services import searching


class Search(Command):
    """Prints every place in which the words stand."""

    description: ClassVar[str] = (
        "言葉を含む取組や記録を、計画の順に表示します。全角・半角、大文字・小文字は区別しません。\n"
        "言葉を空白で区切ると、すべてを含む取組を探します。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("search 財政課.reform 窓口", "「窓口」を探す"),
        ("search 財政課.reform 窓口 予約 --json", "「窓口」と「予約」を含む取組を JSON で出力する"),
    )

    store: Path = Path()
    words: list[str] = []  # noqa: RUF012 -- replaced by the parser, never changed
    limit: int = 100
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("words", metavar="WORDS", nargs="+", help="探す言葉")
        parser.options.add_argument("--limit", metavar="N", type=_positive, help="取組の数の上限（省略すると100）")
        add_json(parser)

    def run(self) -> int:
        """Search."""
        with reading(self.store) as desk:
            hits = searching.search(desk, " ".join(self.words), limit=self.limit)
        if self.json:
            print_json(hits)
            return 0
        for hit in hits:
            head = " ".join(filter(None, (hit.number, hit.title)))
            say("\t".join((one_line(head), one_line(hit.label), one_line(hit.excerpt))))
        if not hits:
            say("見つかりませんでした。")
        return 0


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("1 以上の数を指定してください。")
    return int(text)
