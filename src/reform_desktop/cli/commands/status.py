"""``status``: how a year stands."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_fiscal_year, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import columns, padded, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import status


class Status(Command):
    """Prints who has handed in, the counts per grade, and what waits to be settled."""

    description: ClassVar[str] = (
        "年度の状況を表示します：課ごとの提出の状況、達成状況ごとの件数、未解決の競合、保留中の変更。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("status 全体.reform", "今の作業年度の状況を表示する"),
        ("status 全体.reform --fiscal-year R7 --json", "令和7年度の状況を JSON で出力する"),
    )

    store: Path = Path()
    fiscal_year: int | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_fiscal_year(parser)
        add_json(parser)

    def run(self) -> int:
        """Print the status."""
        with reading(self.store) as desk:
            found = status.status(desk, self.fiscal_year)
        if self.json:
            print_json(found)
        else:
            say(*_lines(found))
        return 0


def _lines(found: status.Status) -> list[str]:
    counts = [(one.label, one.count) for one in found.grades]
    counts += [("一部以上達成の合計", found.achieved), ("未着手の年度", found.not_begun), ("評価対象外", found.outside)]
    width = max(columns(label) for label, _count in counts)
    lines = [f"{found.plan}　{format_fiscal_year(found.fiscal_year)}　取組 {found.measures}件", "", "達成状況"]
    lines += [f"  {padded(label, width)} {count:>5} 件" for label, count in counts]
    if found.departments:
        wide = max(columns(one.name) for one in found.departments)
        lines += ["", "提出の状況"]
        lines += [f"  {padded(one.name, wide)}  {_department(one)}" for one in found.departments]
    return [*lines, "", f"競合 {found.conflicts}件　保留中の変更 {found.held}件"]


def _department(found: status.DepartmentStatus) -> str:
    line = f"{padded(found.state, 10)}  取組 {found.measures:>3}件  入力チェック {found.findings:>3}件"
    return f"{line}  期限 {found.deadline}" if found.deadline else line
