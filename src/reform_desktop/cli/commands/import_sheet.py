"""``import-sheet``: a filled-in sheet taken in, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from reform_desktop.cli.command import Command, add_fiscal_year, add_json, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.passphrases import read_password
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import FileError

if TYPE_CHECKING:
    from reform_desktop.services.sheet_import.lines import Preview
    from reform_desktop.services.sheet_import.mapping import Mapping
    from reform_desktop.services.sheet_import.taking import Taken


_SHOWN: Final = 40


class ImportSheet(Command):
    """Takes a sheet in and prints what became of each cell that is news or cannot be read."""

    description: ClassVar[str] = (
        "記入された表（記入用シート、または各課の Excel・CSV）を取り込みます。\n"
        "読めるセルだけを、まとめて1回の取込みとして取り込みます。読めないセルは、場所と理由を表示します。\n"
        "記入の間に行革デスクでも変更された項目は上書きせず、競合として両方を残します。undo-import で取り消せます。\n"
        "行革デスクの記入用シートでない表は、見出しから項目を推測します。--dry-run --json で割当て（mapping）を見て、\n"
        "直したものを --mapping で指定してください。割当ては、次の同じ形の表のために覚えておきます。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("import-sheet 財政課.reform 記入済み.xlsx --dry-run", "取り込むとどうなるかを見る（何も変更しない）"),
        ("import-sheet 財政課.reform 記入済み.xlsx", "取り込む"),
        ("import-sheet 全体.reform 調査票.xls --fiscal-year R7 --mapping 割当て.json", "割当てを指定して取り込む"),
    )

    store: Path = Path()
    file: Path = Path()
    dry_run: bool = False
    mapping: Path | None = None
    fiscal_year: int | None = None
    password_file: Path | None = None
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument(
            "file", metavar="FILE", type=Path, help="取り込む表（.xlsx、.xlsm、.xls、.ods、.csv）"
        )
        parser.options.add_argument("--dry-run", action="store_true", help="取り込まずに、どうなるかを表示します")
        parser.options.add_argument(
            "--mapping", metavar="FILE", type=Path, help="列の割当て（--dry-run --json の mapping と同じ形の JSON）"
        )
        add_fiscal_year(parser)
        parser.options.add_argument(
            "--password-file", metavar="FILE", type=Path, help="ブックのパスワードを1行目に書いたファイル（UTF-8）"
        )
        add_json(parser)

    def run(self) -> int:
        """Take the sheet in, or look at it."""
        # ruff: noqa: PLC0415 -- the readers are loaded only when they are needed
        from reform_desktop.services.sheet_import.memory import remember
        from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
        from reform_desktop.services.sheet_import.taking import take_sheet

        password = read_password(self.password_file)
        given = self._mapping()
        with writing(self.store) as desk:
            opened = open_sheet(desk, self.file, password=password)
            preview = preview_sheet(desk, opened, given, fiscal_year=self.fiscal_year)
            taken = None
            if not self.dry_run:
                taken = take_sheet(desk, preview)
                if preview.mapping is not None:
                    remember(desk, preview.mapping)
        if self.json:
            print_json(_structure(preview, taken))
        else:
            say(*_lines(preview, taken))
        return 0

    def _mapping(self) -> Mapping | None:
        if self.mapping is None:
            return None
        import msgspec

        from reform_desktop.services.sheet_import.mapping import Mapping, checked

        try:
            return checked(msgspec.json.decode(self.mapping.read_bytes(), type=Mapping))
        except (OSError, msgspec.DecodeError, ValueError) as error:
            raise FileError(
                f"割当てのファイル「{self.mapping.name}」を読めません。何も取り込んでいません。"
                "import-sheet --dry-run --json の mapping と同じ形にしてください。"
            ) from error


def _structure(preview: Preview, taken: Taken | None) -> dict[str, object]:
    return {
        "file": preview.file,
        "keyed": preview.keyed,
        "import": taken.carrier if taken else None,
        "taken": taken.cells if taken else 0,
        "conflicts": preview.counts_by_name["conflict"],
        "counts": preview.counts_by_name,
        "notes": preview.notes,
        "cells": preview.lines,
        "mapping": preview.mapping,
    }


def _lines(preview: Preview, taken: Taken | None) -> list[str]:
    from reform_desktop.services.sheet_import.lines import State, count_words

    words = count_words(preview.counts)
    if taken is None:
        first = f"{one_line(preview.file)}：取り込むと　{words}"
    elif taken.carrier is None:
        first = f"{one_line(preview.file)}：新しい内容はありません。{words}"
    else:
        first = f"{one_line(preview.file)}：{taken.carrier}番の取込み　{words}"
    lines = [first, *(f"  注意：{one}" for one in preview.notes)]
    for one in preview.lines:
        if one.state is State.UNCHANGED:
            continue
        place = f"{one_line(one.sheet)} {one.address}"
        what = f"{one_line(one.measure)}　{one_line(one.field)}：{_short(one.before)} → {_short(one.after)}"
        note = f"（{one_line(one.note)}）" if one.note else ""
        lines.append(f"  {one.state.label}　{place}　{what}{note}")
    return lines


def _short(text: str) -> str:
    line = one_line(text)
    return f"「{line[:_SHOWN]}…」" if len(line) > _SHOWN else f"「{line}」"
