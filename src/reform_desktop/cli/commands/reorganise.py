"""``reorganise``: departments are renamed, merged or split from a day on (機構改革)."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.command import day as read_day
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import InputError

if TYPE_CHECKING:
    from reform_desktop.services.reorganisation import Handover, NewDepartment


_NOTHING: Final = "何も変更していません。"


class Reorganise(Command):
    """Reorganises departments and prints which measure goes to whom."""

    description: ClassVar[str] = (
        "機構改革：ある日から、課の名称を変え、いくつかの課を1つに統合し、または1つの課を分割します（推進課のファイル）。\n"
        "前の課は廃止日と引継ぎ先を付けて残り、担当している取組は新しい課に移ります。1つの操作として元に戻せます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("reorganise 全体.reform --department 財政課 --into 管財課 --from R9.4.1 --dry-run", "名称変更の内容を見る"),
        ("reorganise 全体.reform --department 市民課 --department 税務課 --into 窓口課 --from R9.4.1", "統合する"),
        (
            "reorganise 全体.reform --department 財政課 --into 予算課 --into 管財課 --from R9.4.1 --heir 1-1-3=予算課",
            "課を分割し、取組ごとに引き継ぐ課を決める",
        ),
    )

    store: Path = Path()
    departments: list[str] = []  # noqa: RUF012 -- replaced by the parser, never changed
    into: list[str] = []  # noqa: RUF012 -- the same
    day: date = date.min
    heirs: list[tuple[str, str]] = []  # noqa: RUF012 -- the same
    dry_run: bool = False
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add = parser.options.add_argument
        add(
            "--department",
            metavar="NAME",
            dest="departments",
            action="append",
            required=True,
            help="今の課（統合では、課ごとに付けます）",
        )
        add("--into", metavar="NAME", action="append", required=True, help="新しい課（分割では、課ごとに付けます）")
        add("--from", metavar="DATE", dest="day", type=read_day, required=True, help="いつから（R9.4.1、2027/4/1）")
        add(
            "--heir",
            metavar="NUMBER=NAME",
            dest="heirs",
            action="append",
            type=_heir,
            default=[],
            help="分割で、取組（1-1-3 のような番号）を引き継ぐ新しい課。取組ごとに付けます",
        )
        add("--dry-run", action="store_true", help="変更せずに、どの取組がどの課に移るかを表示します")
        add_json(parser)

    def run(self) -> int:
        """Reorganise, or tell what it would do."""
        # ruff: noqa: PLC0415 -- the database is loaded only when it is needed
        from reform_desktop.services.departments import department_named
        from reform_desktop.services.reorganisation import NewDepartment, preview, reorganise

        new = [NewDepartment(one) for one in self.into]
        with writing(self.store) as desk:
            ended = [department_named(desk, one).id for one in self.departments]
            heirs = _chosen(preview(desk, ended, new, self.day, {}), self.heirs, self.into)
            moved = preview(desk, ended, new, self.day, heirs)
            if not self.dry_run:
                reorganise(desk, ended, new, self.day, heirs)
        if self.json:
            print_json([_plain(one, new) for one in moved])
        else:
            say(f"{'移る取組' if self.dry_run else '移した取組'} {len(moved)}件", *(_line(one, new) for one in moved))
        return 0


def _chosen(moved: Sequence[Handover], heirs: Sequence[tuple[str, str]], names: Sequence[str]) -> dict[str, int]:
    numbers = {_digits(one.measure.number): one.measure.row for one in moved}
    chosen = {}
    for number, name in heirs:
        row = numbers.get(_digits(number))
        if row is None:
            raise InputError(f"取組「{number}」は、引き継ぐ取組の中にありません。{_NOTHING}番号を確かめてください。")
        if name not in names:
            raise InputError(f"「{name}」は新しい課の中にありません。{_NOTHING}--into の名前にしてください。")
        chosen[row] = list(names).index(name)
    return chosen


def _digits(number: str) -> tuple[str, ...]:
    """Return the figures of a measure's number: 1-(1)-③ and 1-1-3 are the same."""
    return tuple(re.findall(r"[0-9]+", unicodedata.normalize("NFKC", number)))


def _line(one: Handover, new: Sequence[NewDepartment]) -> str:
    heir = "（未定）" if one.heir is None else new[one.heir].name
    return one_line(f"  {one.measure.number} {one.measure.title}：{one.department} → {heir}")


def _plain(one: Handover, new: Sequence[NewDepartment]) -> dict[str, str | None]:
    return {
        "measure": one.measure.row,
        "number": one.measure.number,
        "title": one.measure.title,
        "from": one.department,
        "to": None if one.heir is None else new[one.heir].name,
    }


def _heir(text: str) -> tuple[str, str]:
    number, sign, name = text.partition("=")
    if not (sign and _digits(number) and name.strip()):
        raise argparse.ArgumentTypeError("「1-1-3=予算課」のように、取組の番号と課の名前を = でつないでください")
    return number.strip(), name.strip()
