"""``new``: a file out of an outline, or a department's out of what the division sent it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from msgspec import Struct

from reform_desktop.cli.command import Command, add_json
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import say
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.outlines import NAMES


class New(Command):
    """Makes a file for the division, or for one department, and prints its path."""

    description: ClassVar[str] = (
        "大綱から、または推進課から届いた照会から、新しいファイルを作り、その場所を表示します。\n"
        "照会から作ったときは、推進課の鍵の番号も表示します。電話などで推進課の番号と比べてください。\n"
        "同じ名前のファイルがあるときは作りません。末尾の .reform は省略できます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("new 財政課.reform --outline annaka-4 --department 財政課", "第4次大綱から財政課のファイルを作る"),
        ("new 全体.reform --outline annaka-4 --division", "取りまとめ（推進課）のファイルを作る"),
        ("new 見本.reform --outline sample", "見本の計画で試す"),
        ("new 財政課.reform --from-bundle 財政課_R7_照会_20260401-0900.zip", "推進課の照会から財政課のファイルを作る"),
    )

    store: Path = Path()
    outline: str | None = None
    from_bundle: Path | None = None
    department: str | None = None
    division: bool = False
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        parser.values.add_argument("store", metavar="STORE", type=Path, help="作るファイルの名前")
        origin = parser.options.add_mutually_exclusive_group(required=True)
        origin.add_argument(
            "--outline",
            metavar="FILE|NAME",
            help=f"大綱のひな形のファイル、または名前（{'、'.join(NAMES)}）",
        )
        origin.add_argument(
            "--from-bundle",
            metavar="FILE",
            type=Path,
            help="推進課から届いた照会（.zip）。あて先の課のファイルになります",
        )
        whose = parser.options.add_mutually_exclusive_group()
        whose.add_argument("--department", metavar="NAME", help="この課のファイルを作ります")
        whose.add_argument(
            "--division", action="store_true", help="政策・デジタル推進課のファイルを作ります（省略した場合も同じ）"
        )
        add_json(parser)

    def misuse(self) -> str | None:
        """A request says itself for whom it is."""
        if self.from_bundle is not None and (self.department is not None or self.division):
            other = "--division" if self.division else "--department"
            return f"argument --from-bundle: not allowed with argument {other}"
        return None

    def run(self) -> int:
        """Make the file."""
        if self.from_bundle is not None:
            return self._join(self.from_bundle)
        desk = create_desk(self.store, self.outline or "", department=self.department)
        try:
            self._tell(_Made.of(desk))
        finally:
            desk.close()
        return 0

    def _join(self, bundle: Path) -> int:
        # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
        from reform_desktop.services.exchange.joining import create_from_bundle, division_fingerprint

        desk = create_from_bundle(self.store, bundle)
        try:
            self._tell(_Made.of(desk, division_fingerprint(desk)))
        finally:
            desk.close()
        return 0

    def _tell(self, made: _Made) -> None:
        if self.json:
            print_json(made)
            return
        say(made.path)
        if made.fingerprint:
            say(f"推進課の鍵の番号：{made.fingerprint}（電話などで推進課の番号と同じか確かめてください）")


class _Made(Struct, frozen=True, omit_defaults=True):
    """What was made; ``fingerprint`` is that of the division's key when its request was the origin."""

    path: str
    plan_id: str
    plan: str
    department_id: str | None
    department: str | None
    fingerprint: str = ""

    @classmethod
    def of(cls, desk: Desk, fingerprint: str = "") -> _Made:
        plan, department = desk.plan(), desk.department()
        return cls(
            path_text(desk.path),
            plan.id,
            plan.name,
            department.id if department else None,
            department.name if department else None,
            fingerprint,
        )
