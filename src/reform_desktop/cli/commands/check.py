"""``check``: what is missing or contradictory in a year, and whether the file is sound."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_fiscal_year, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.checks import Finding, Severity
from reform_desktop.domain.errors import DamagedFileError
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import checking
from reform_desktop.services.desk import Desk


class Check(Command):
    """Prints the findings; a file whose bytes are damaged is an error, findings are not."""

    description: ClassVar[str] = (
        "年度の入力もれや矛盾を調べ、1行に1件表示します。あわせて、変更の記録と証拠資料が\n"
        "傷んでいないかを調べます。指摘があっても終了コードは 0、傷みがあると 1 です。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("check 財政課.reform", "今の作業年度を調べる"),
        ("check 財政課.reform --fiscal-year R7 --json", "令和7年度を調べ、JSON で出力する"),
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
        """Check the entries, then every hash."""
        with reading(self.store) as desk:
            year = self.fiscal_year or checking.default_fiscal_year(desk)
            findings = checking.check(desk, year)
            report = desk.store.verify()
            if report.evidence:
                findings += checking.check_bytes(desk)
            if self.json:
                damage = {"structure": report.structure, "changes": report.changes, "evidence": report.evidence}
                integrity = {"sound": report.is_sound, **damage}
                print_json({"fiscal_year": year, "findings": findings, "integrity": integrity})
            else:
                say(*_lines(year, findings))
            if not report.is_sound:
                raise DamagedFileError(_damage(desk, len(report.structure) + len(report.changes), len(report.evidence)))
        return 0


def _lines(year: int, findings: tuple[Finding, ...]) -> list[str]:
    errors = sum(one.severity is Severity.ERROR for one in findings)
    lines = [_line(one) for one in findings]
    return [*lines, f"{format_fiscal_year(year)}：要修正 {errors}件、確認 {len(findings) - errors}件"]


def _line(finding: Finding) -> str:
    return "\t".join((finding.severity.label, finding.measure_number, one_line(finding.message)))


def _damage(desk: Desk, records: int, files: int) -> str:
    words = [f"変更の記録 {records}件"] * bool(records) + [f"証拠資料 {files}件"] * bool(files)
    return (
        f"「{desk.path.name}」の{'と'.join(words)}が傷んでいます。ファイルは変更していません。"
        "バックアップから戻すか、資料を差し替えてください。"
    )
