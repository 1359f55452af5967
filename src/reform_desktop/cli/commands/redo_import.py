"""``redo-import``: an undone import stands again."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_import_number, add_json, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say


class RedoImport(Command):
    """Lets an undone import stand again and prints which."""

    description: ClassVar[str] = "取り消した取込みを、元に戻します。"
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("redo-import 全体.reform", "取り消した取込みのうち、新しいものを元に戻す"),
        ("redo-import 全体.reform 3", "3番の取込みを元に戻す（番号は imports で調べる）"),
    )

    store: Path = Path()
    number: int | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_import_number(parser, "取込みの番号（省略すると、取り消したもののうち最も新しい取込み）")
        add_json(parser)

    def run(self) -> int:
        """Redo the import."""
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.services.exchange.importing import redo_import

        with writing(self.store) as desk:
            chosen = redo_import(desk, self.number)
        if self.json:
            print_json({"number": chosen.id, "file": chosen.label, "at": chosen.at})
        else:
            say(f"{chosen.id}番の取込み「{one_line(chosen.label)}」：元に戻しました")
        return 0
