"""``differences``: what differs from an edition, and which of it is a correction already."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_edition, add_json, add_store, edition_number
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.corrections import Candidate, candidates


class Differences(Command):
    """Prints every value that may be published and is not as the edition has it."""

    description: ClassVar[str] = (
        "確定版と今の内容（または後の版）の違いを表示します。対象年度までの、公表する項目だけを比べます。\n"
        "行の先頭は、correct で訂正を登録するときの指定です。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("differences 全体.reform --edition 1", "第1版と今の内容の違いを表示する"),
        ("differences 全体.reform --edition 1 --against 2", "第1版と第2版の違いを表示する"),
    )

    store: Path = Path()
    edition: int = 0
    against: int | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_edition(parser)
        parser.options.add_argument(
            "--against", metavar="N", type=edition_number, help="比べる後の版（省略すると今の内容）"
        )
        add_json(parser)

    def run(self) -> int:
        """Compare."""
        with reading(self.store) as desk:
            found = candidates(desk, self.edition, self.against)
        if self.json:
            print_json(found)
            return 0
        for one in found:
            say("\t".join(one_line(words) for words in (one.key, one.place, one.wrong, one.right, _state(one))))
        if not found:
            say("違いはありません。")
        return 0


def _state(one: Candidate) -> str:
    if one.correction_id is None:
        return "未登録"
    return "訂正後に変更あり" if one.stale else f"訂正 {one.reason}"
