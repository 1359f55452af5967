"""``bundle export``: what a department hands in, or what the division asks and sends back."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from reform_desktop.cli.command import Command, add_json, add_store, fiscal_year, output_path, refuse_overwriting_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.passphrases import add_passphrase_file, read_passphrase
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.japanese_date import parse_date
from reform_desktop.store.store import SUFFIX

if TYPE_CHECKING:
    from reform_desktop.services.desk import Desk
    from reform_desktop.services.exchange.exporting import ExportOrder


class BundleExport(Command):
    """Writes bundles and prints the paths of their files."""

    description: ClassVar[str] = (
        "課の提出、または推進課の照会・返却のファイル（.zip）を作り、その場所を表示します。\n"
        "-o にフォルダーを指定すると、その中に決まった名前で作ります。大きいときは、いくつかに分けて作ります。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("bundle export 財政課.reform -o 提出/", "財政課の提出を作る"),
        (
            "bundle export 財政課.reform -o 提出/ --fiscal-year R7 --period year_end",
            "令和7年度末の提出を作り、提出済と記録する",
        ),
        (
            "bundle export 全体.reform -o 照会/ --all-departments --fiscal-year R7 --period year_end",
            "令和7年度末の照会を、全部の課に1つずつ作り、記録する",
        ),
        ("bundle export 全体.reform -o 返却.zip --purpose return --department 財政課", "財政課への返却を作る"),
    )

    store: Path = Path()
    output: str = ""
    purpose: str | None = None
    department: str | None = None
    all_departments: bool = False
    fiscal_year: int | None = None
    period: str | None = None
    evidence: str | None = None
    changes: str = "all"
    message: str = ""
    deadline: date | None = None
    passphrase_file: Path | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.options.add_argument(
            "-o",
            "--output",
            metavar="FILE|DIR",
            type=_output,
            required=True,
            help="書き出すファイル（あるときは置き換えます）、またはフォルダー",
        )
        parser.options.add_argument(
            "--purpose",
            choices=["request", "submission", "return"],
            help="照会（request）、提出（submission）、返却（return）。\n省略すると、推進課のファイルは照会、課のファイルは提出",
        )
        whom = parser.options.add_mutually_exclusive_group()
        whom.add_argument("--department", metavar="NAME", help="この課の分にします（推進課のファイル）")
        whom.add_argument(
            "--all-departments",
            action="store_true",
            help="取組を担当する全部の課に、1つずつ照会を作ります（-o はフォルダー）",
        )
        parser.options.add_argument(
            "--fiscal-year",
            metavar="FY",
            type=fiscal_year,
            help="この年度の提出・照会にします（2025 または R7。省略すると全部の年度）",
        )
        parser.options.add_argument(
            "--period",
            choices=["midyear", "year_end"],
            help="上半期（midyear）または年度末（year_end）の照会・提出・差戻しとして、提出の状態も記録します。\n"
            "--fiscal-year と一緒に指定します。省略すると、状態は変えずにファイルだけを作ります",
        )
        parser.options.add_argument(
            "--evidence",
            choices=["all", "missing", "none"],
            help="証拠資料の中身を、全部入れる（all）、相手から届いたもの以外を入れる（missing）、\n"
            "入れない（none）。省略すると all。\n--period のある返却では、いつも missing",
        )
        parser.options.add_argument(
            "--changes",
            choices=["all", "missing"],
            default="all",
            help="変更を、全部入れる（all）、または相手が持っていると分かるものを省く（missing）。\n省略すると all",
        )
        parser.options.add_argument("--message", metavar="TEXT", help="相手への伝言")
        parser.options.add_argument("--deadline", metavar="DATE", type=_day, help="期限（R8.4.30 または 2026/4/30）")
        add_passphrase_file(parser)
        add_json(parser)

    def misuse(self) -> str | None:
        """A state is that of a year."""
        if self.period is not None and self.fiscal_year is None:
            return "the following arguments are required: --fiscal-year"
        return None

    def run(self) -> int:
        """Write the bundle, or one a department."""
        target = Path(self.output)
        if target.suffix.lower() == SUFFIX:
            raise InputError(
                f"「{target.name}」は行革デスクのファイルの名前です。何も書き出していません。"
                "末尾を .zip にしてください。"
            )
        refuse_overwriting_store(self.store, target)
        with writing(self.store) as desk:
            files = self._write(desk, target)
        if self.json:
            print_json([{"path": path_text(one), "bytes": one.stat().st_size} for one in files])
        else:
            say(*map(str, files))
        return 0

    def _write(self, desk: Desk, target: Path) -> list[Path]:
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.services.exchange.exporting import export_bundle
        from reform_desktop.services.exchange.folders import make_folder
        from reform_desktop.services.exchange.recorded_orders import export_recorded
        from reform_desktop.services.exchange.requests import departments_to_ask, export_requests

        order = self._order(desk)
        if self.output.endswith(("/", os.sep)) and not self.all_departments:
            make_folder(target)
        if self.period is not None:
            asked = [one.id for one in departments_to_ask(desk)] if self.all_departments else None
            return export_recorded(desk, order, self.period, target, asked)
        return export_requests(desk, order, target) if self.all_departments else export_bundle(desk, order, target)

    def _order(self, desk: Desk) -> ExportOrder:
        from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, WithEvidence, default_purpose

        return ExportOrder(
            Purpose(self.purpose) if self.purpose else default_purpose(desk),
            self.department,
            fiscal_year=self.fiscal_year,
            with_evidence=WithEvidence(self.evidence or "all"),
            message=self.message,
            deadline=self.deadline,
            passphrase=read_passphrase(self.passphrase_file),
            only_missing=self.changes == "missing",
        )


def _output(text: str) -> str:
    output_path(text)
    return text


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
