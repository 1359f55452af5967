"""``manual``: the users' manual as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json, add_output
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.manual import save_manual


class Manual(Command):
    """Writes the manual and prints its path."""

    description: ClassVar[str] = (
        "使い方の説明書を PDF で作り、その場所を表示します。画面の絵、目次、しおり、ページ番号が入ります。\n"
        "ウィンドウの「使い方」（F1）と同じ内容です。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (("manual -o 行革デスクの使い方.pdf", "説明書を作る"),)

    output: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_output(parser, "説明書のファイル名（あるときは置き換えます）")
        add_json(parser)

    def run(self) -> int:
        """Write the manual."""
        written = save_manual(self.output)
        if self.json:
            print_json({"path": path_text(written), "bytes": written.stat().st_size})
        else:
            say(str(written))
        return 0
