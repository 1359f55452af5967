"""``report``: a report as PDF, workbook, web page or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import (
    Command,
    add_fiscal_year,
    add_json,
    add_output,
    add_store,
    edition_number,
    refuse_overwriting_store,
)
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import complain, say
from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.services.desk import Desk
from reform_desktop.services.editions import find_edition, why_bytes_may_differ
from reform_desktop.services.layouts import layout_named
from reform_desktop.services.reporting import write_every_year, write_report


class Report(Command):
    """Writes a report and prints the path of its file."""

    description: ClassVar[str] = "帳票を作り、できたファイルの場所を表示します。\n帳票の名前: " + "、".join(
        (*(f"{report.name}（{report.title}）" for report in REPORTS.values()), "entry（記入用シート、xlsx だけ）")
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("report 財政課.reform sheet --format pdf -o 取組シート.pdf", "取組シートを PDF で作る"),
        (
            "report 全体.reform list --format xlsx -o 一覧.xlsx --fiscal-year R7 --department 財政課",
            "財政課の令和7年度の取組一覧を Excel で作る",
        ),
        ("report 全体.reform list --format pdf -o 一覧.pdf --layout 審議会用", "名前を付けたレイアウトで作る"),
        (
            "report 全体.reform entry --format xlsx -o 記入用_財政課.xlsx --fiscal-year R7 --department 財政課",
            "行革デスクのない人が記入し、import-sheet で取り込める Excel ブックを作る",
        ),
        ("report 全体.reform book --format pdf -o 会議資料.pdf --edition 2", "第2版の会議資料を PDF で作る"),
    )

    store: Path = Path()
    name: str = ""
    format: str = ""
    output: Path = Path()
    fiscal_year: int | None = None
    department: str | None = None
    layout: str | None = None
    edition: int | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("name", metavar="NAME", help="帳票の名前")
        parser.options.add_argument(
            "--format",
            choices=[one.value for one in ReportFormat],
            required=True,
            help="形式（pdf、xlsx、html、csv）",
        )
        add_output(parser, "書き出すファイル（あるときは置き換えます）。あるフォルダーなら、年度ごとに1つずつ作ります")
        add_fiscal_year(parser)
        parser.options.add_argument("--department", metavar="NAME", help="この課の取組だけにします")
        parser.options.add_argument("--layout", metavar="NAME", help="このレイアウトで作ります（省くと標準の形です）")
        parser.options.add_argument(
            "--edition",
            metavar="N",
            type=edition_number,
            help="確定版の番号。確定したときの内容から作ります（--department がなければ全課）",
        )
        add_json(parser)

    def run(self) -> int:
        """Write the report."""
        refuse_overwriting_store(self.store, self.output)
        with reading(self.store) as desk:
            paths = self._write(desk)
            note = None if self.edition is None else why_bytes_may_differ(find_edition(desk, self.edition).program)
        if note:
            complain(note)
        if self.json:
            made = [
                {"path": path_text(path), "report": self.name, "format": self.format, "bytes": path.stat().st_size}
                for path in paths
            ]
            print_json(made if self.output.is_dir() else made[0])
        else:
            say(*map(str, paths))
        return 0

    def _write(self, desk: Desk) -> list[Path]:
        """Write one file, or one for each year into a folder that is there."""
        layout = self._layout(desk)
        if self.output.is_dir():
            return write_every_year(
                desk,
                self.name,
                self.format,
                self.output,
                fiscal_year=self.fiscal_year,
                department=self.department,
                layout=layout,
                edition=self.edition,
                warn=complain,
            )
        path = write_report(
            desk,
            self.name,
            self.format,
            self.output,
            fiscal_year=self.fiscal_year,
            department=self.department,
            layout=layout,
            edition=self.edition,
            warn=complain,
        )
        return [path]

    def _layout(self, desk: Desk) -> LayoutSettings | None:
        """Return the layout that was named; that of an edition is looked up among those that were frozen with it."""
        if self.layout is None:
            return None
        return LayoutSettings(name=self.layout) if self.edition else layout_named(desk, self.layout).settings
