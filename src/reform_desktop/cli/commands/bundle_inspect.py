"""``bundle inspect``: who sent a bundle, what for, and what is in it; nothing is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from reform_desktop.cli.command import Command, add_json
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.exchange.words import PURPOSES

if TYPE_CHECKING:
    from reform_desktop.bundle.summary import BundleSummary


class BundleInspect(Command):
    """Verifies a bundle and prints what it says of itself."""

    description: ClassVar[str] = (
        "送られてきたファイル（.zip）が壊れたり書き換えられたりしていないかを調べ、送り元と中身を表示します。\n"
        "取り込みません。鍵の番号は、送り元に電話などで確かめられます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("bundle inspect 財政課_R7_提出_20260420-1530.zip", "だれからの何かを調べる"),
        ("bundle inspect 提出.zip --json", "JSON で出力する（signer.public_key は OpenSSH の形の公開鍵）"),
    )

    file: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        parser.values.add_argument("file", metavar="FILE", type=Path, help="送られてきたファイル（.zip）")
        add_json(parser)

    def run(self) -> int:
        """Verify and describe."""
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.bundle.reader import open_bundle
        from reform_desktop.bundle.summary import describe

        with open_bundle(self.file) as opened:
            summary = describe(opened)
        if self.json:
            print_json(summary)
        else:
            say(*_lines(summary))
        return 0


def _lines(found: BundleSummary) -> list[str]:
    years, files = found.scope.fiscal_years, found.evidence
    lines = [
        f"種類　　：{PURPOSES.get(found.purpose, found.purpose)}",
        f"計画　　：{one_line(found.plan.name)}",
        f"送り元　：{one_line(found.signer.name)}（鍵の番号 {found.signer.fingerprint}）",
        f"あて先　：{one_line(found.recipient.name) if found.recipient else '（指定なし）'}",
        f"年度　　：{'、'.join(map(format_fiscal_year, years)) if years else '全部'}",
        f"作成　　：{found.created_at[:16].replace('T', ' ')}",
        f"中身　　：変更 {found.changes}件　証拠資料 {files.included}件（ほかに名前だけ {files.left_out}件）",
    ]
    if found.left_out_packs:
        lines.append(f"省いた分：変更の束 {found.left_out_packs}個（送り先が持っているため）")
    if found.volume.of > 1:
        lines.append(f"分割　　：{found.volume.of}個のうちの{found.volume.number}番目")
    if found.deadline:
        lines.append(f"期限　　：{found.deadline}")
    if found.message:
        lines.append(f"伝言　　：{one_line(found.message)}")
    if found.comments:
        lines.append(f"コメント：{len(found.comments)}件")
    return lines + [f"注意　　：{one_line(one)}" for one in found.warnings]
