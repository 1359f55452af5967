"""``new``: a file out of an outline."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.creating import create_desk
from reform_desktop.services.outlines import NAMES


class New(Command):
    """Makes a file for the division, or for one department, and prints its path."""

    description: ClassVar[str] = (
        "大綱から新しいファイルを作り、その場所を表示します。\n"
        "同じ名前のファイルがあるときは作りません。末尾の .reform は省略できます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("new 財政課.reform --outline annaka-4 --department 財政課", "第4次大綱から財政課のファイルを作る"),
        ("new 全体.reform --outline annaka-4 --division", "取りまとめ（推進課）のファイルを作る"),
        ("new 見本.reform --outline sample", "見本の計画で試す"),
    )

    store: Path = Path()
    outline: str = ""
    department: str | None = None
    division: bool = False
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        parser.values.add_argument("store", metavar="STORE", type=Path, help="作るファイルの名前")
        parser.options.add_argument(
            "--outline",
            metavar="FILE|NAME",
            required=True,
            help=f"大綱のひな形のファイル、または名前（{'、'.join(NAMES)}）",
        )
        whose = parser.options.add_mutually_exclusive_group()
        whose.add_argument("--department", metavar="NAME", help="この課のファイルを作ります")
        whose.add_argument(
            "--division", action="store_true", help="政策・デジタル推進課のファイルを作ります（省略した場合も同じ）"
        )
        add_json(parser)

    def run(self) -> int:
        """Make the file."""
        desk = create_desk(self.store, self.outline, department=self.department)
        try:
            path, plan, department = desk.path, desk.plan(), desk.department()
        finally:
            desk.close()
        if self.json:
            print_json(
                {
                    "path": path_text(path),
                    "plan_id": plan.id,
                    "plan": plan.name,
                    "department_id": department.id if department else None,
                    "department": department.name if department else None,
                }
            )
        else:
            say(str(path))
        return 0
