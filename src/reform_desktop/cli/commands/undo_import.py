"""``undo-import``: as if it had never come."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_import_number, add_json, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say


class UndoImport(Command):
    """Undoes an import and prints which, and how many later edits wait now."""

    description: ClassVar[str] = (
        "取込みを取り消し、取り込まなかったのと同じ状態にします。いつでもでき、redo-import で元に戻せます。\n"
        "取り込んだ値の上に行った変更は保留になり、失われません。その件数を表示します。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("undo-import 全体.reform --dry-run", "最後の取込みを取り消すとどうなるかを見る"),
        ("undo-import 全体.reform 3", "3番の取込みを取り消す（番号は imports で調べる）"),
    )

    store: Path = Path()
    number: int | None = None
    dry_run: bool = False
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_import_number(parser, "取込みの番号（省略すると、取り消していない最後の取込み）")
        parser.options.add_argument("--dry-run", action="store_true", help="取り消さずに、どうなるかを表示します")
        add_json(parser)

    def run(self) -> int:
        """Undo the import."""
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.services.exchange.importing import plan_undo, undo_import

        with writing(self.store) as desk:
            plan = plan_undo(desk, self.number) if self.dry_run else undo_import(desk, self.number)
        if self.json:
            print_json({"number": plan.carrier, "file": plan.label, "at": plan.at, "held": plan.held})
        else:
            done = "取り消すと" if self.dry_run else "取り消しました"
            say(f"{plan.carrier}番の取込み「{one_line(plan.label)}」：{done}　保留になる変更 {plan.held}件")
        return 0
