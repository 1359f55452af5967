"""``emblem``: the city's emblem into a layout."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.streams import say
from reform_desktop.services.layouts import change_layout, layout_named, store_logo


class Emblem(Command):
    """Keeps an image in the file, names it in a layout, and prints the layout's id."""

    description: ClassVar[str] = (
        "レイアウトに市章の画像（PNG か JPEG）を付け、レイアウトの id を表示します。\n画像は STORE の中に保存します。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("emblem 全体.reform 審議会用 市章.png", "「審議会用」のレイアウトに市章を付ける"),
    )

    store: Path = Path()
    layout: str = ""
    file: Path = Path()

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("layout", metavar="LAYOUT", help="レイアウトの名前か id")
        parser.values.add_argument("file", metavar="FILE", type=Path, help="画像のファイル")

    def run(self) -> int:
        """Keep the image."""
        with writing(self.store) as desk:
            entry = layout_named(desk, self.layout)
            change_layout(desk, entry.id, store_logo(desk, self.file))
        say(entry.id)
        return 0
