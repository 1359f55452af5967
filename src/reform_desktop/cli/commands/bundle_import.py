"""``bundle import``: bundles, or other copies of the file, taken in one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import UserError
from reform_desktop.services.exchange.words import PURPOSES

if TYPE_CHECKING:
    from reform_desktop.services.desk import Desk
    from reform_desktop.services.exchange.importing import ImportReport, Outcome


class BundleImport(Command):
    """Takes files in and prints what each brought."""

    description: ClassVar[str] = (
        "送られてきたファイル（.zip）、または同じ計画のほかの行革デスクのファイル（.reform）を取り込みます。\n"
        "1つずつ取り込み、取り込めないものがあっても、ほかは取り込みます（終了コードは 1）。\n"
        "初めての鍵で署名されたものは、--dry-run で鍵の番号を見て、電話などで確かめてから --accept-key を付けます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("bundle import 全体.reform 届いた提出/*.zip --dry-run", "取り込むとどうなるかを見る（何も変更しない）"),
        ("bundle import 全体.reform 財政課_R7_提出_20260420-1530.zip --accept-key", "確かめた鍵を受け入れて取り込む"),
        ("bundle import 財政課.reform 財政課_山田.reform", "2人が別々に編集した写しを合わせる"),
    )

    store: Path = Path()
    files: list[Path] = []  # noqa: RUF012 -- replaced by the parser, never changed
    dry_run: bool = False
    accept_key: bool = False
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument(
            "files", metavar="FILE", nargs="+", type=Path, help="取り込むファイル（.zip または .reform）"
        )
        parser.options.add_argument("--dry-run", action="store_true", help="取り込まずに、どうなるかを表示します")
        parser.options.add_argument(
            "--accept-key", action="store_true", help="まだ確かめていない鍵を、番号を確かめたものとして受け入れます"
        )
        add_json(parser)

    def run(self) -> int:
        """Take the files in; what was refused is told at the end, in one line."""
        with writing(self.store) as desk:
            outcome = self._take(desk)
        if self.json and outcome.reports:
            print_json(outcome.reports)
        elif outcome.reports:
            say(*(line for one in outcome.reports for line in _lines(one, dry_run=self.dry_run)))
        if outcome.refusals:
            raise UserError(" ".join(map(str, outcome.refusals)))
        return 0

    def _take(self, desk: Desk) -> Outcome:
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.services.exchange.importing import import_several, preview_several

        if self.dry_run:
            return preview_several(desk, self.files)
        return import_several(desk, self.files, accept_keys=self.accept_key)


def _lines(report: ImportReport, *, dry_run: bool) -> list[str]:
    done = "取り込むと" if dry_run else f"{report.carrier}番の取込み"
    counts = [
        f"変更 {report.arrived}件（新しいもの {report.new}件）",
        f"競合 {report.conflicts}件",
        f"保留 {sum(report.held.values())}件",
        f"証拠資料 新しいもの {report.evidence_new}件、未着 {report.evidence_missing}件、変換済み {report.converted}件",
    ]
    origin = f"{one_line(report.sender)}の{PURPOSES.get(report.purpose, report.purpose)}"
    lines = [f"{one_line(report.file)}：{origin}　{done}　{'　'.join(counts)}"]
    lines += [f"  保留：{reason} {count}件" for reason, count in report.held.items()]
    return lines + [f"  注意：{one_line(one)}" for one in report.warnings]
