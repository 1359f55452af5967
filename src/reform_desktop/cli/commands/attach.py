"""``attach``: a file as evidence of a measure's year."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json, add_store, fiscal_year
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.identity import is_row_id
from reform_desktop.domain.text import quoted
from reform_desktop.services.attachments import attach_file, read_evidence


class Attach(Command):
    """Stores a file inside and prints the id of the evidence."""

    description: ClassVar[str] = (
        "取組の年度に、証拠資料のファイルを添付し、資料の id を表示します。\nファイルの中身は STORE の中に保存します。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("attach 財政課.reform 取組のid R7 集計表.xlsx --title 利用件数の集計", "令和7年度の証拠資料を添付する"),
    )

    store: Path = Path()
    measure_id: str = ""
    year: int = 0
    file: Path = Path()
    title: str = ""
    note: str = ""
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("measure_id", metavar="MEASURE_ID", help="取組の id（dump で調べます）")
        parser.values.add_argument("year", metavar="FISCAL_YEAR", type=fiscal_year, help="年度（2025 または R7）")
        parser.values.add_argument("file", metavar="FILE", type=Path, help="添付するファイル")
        parser.options.add_argument("--title", metavar="TITLE", help="資料名（省略するとファイル名）")
        parser.options.add_argument("--note", metavar="NOTE", help="メモ")
        add_json(parser)

    def run(self) -> int:
        """Attach the file."""
        if not is_row_id(self.measure_id):
            raise InputError(
                f"{quoted(self.measure_id)}は取組の id の形ではありません。何も添付していません。"
                "dump --kind measure で調べた id を指定してください。"
            )
        with writing(self.store) as desk:
            evidence_id, _saved = attach_file(
                desk, self.measure_id, self.year, self.file, title=self.title, note=self.note
            )
            attached = read_evidence(desk, evidence_id)
        if self.json:
            print_json({"id": evidence_id, "file_sha256": attached.file_sha256, "file_size": attached.file_size})
        else:
            say(evidence_id)
        return 0
