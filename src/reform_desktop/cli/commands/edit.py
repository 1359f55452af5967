"""``edit``: changes given as JSON lines, in one transaction."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import ClassVar, Final

from reform_desktop.cli.command import Command, add_store
from reform_desktop.cli.opening import writing
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import FileError, InputError
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.services import scripting

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Edit(Command):
    """Applies lines of JSON and prints the ids of the records in their order."""

    description: ClassVar[str] = (
        "JSON の各行のとおりに記録を作成・変更・削除し、記録の id を順に出力します。\n"
        "全部がまとめて1回の変更になり、1行でも誤りがあれば何も変更しません。\n"
        '  作成 {"kind": "year_record", "set": {"measure_id": "…", "fiscal_year": 2025, "result": "…"}}\n'
        '  変更 {"kind": "measure", "id": "…", "set": {"handover": "…"}}\n'
        '  削除 {"kind": "evidence", "id": "…", "delete": true}'
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("edit 財政課.reform 変更.jsonl", "ファイルに書いた変更を行う"),
        ("edit 財政課.reform - < 変更.jsonl", "標準入力から読む"),
    )

    store: Path = Path()
    lines: str = ""

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.values.add_argument("lines", metavar="FILE|-", help="変更を書いた JSON（UTF-8）。- は標準入力")

    def run(self) -> int:
        """Read all lines before the file is locked, then apply them."""
        lines = _lines_of(_read(self.lines))
        with writing(self.store) as desk:
            ids = scripting.edit(desk, lines)
        say(*ids)
        return 0


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise FileError(
            f"「{Path(name).name}」を読めません（{reason_of(error)}）。何も変更していません。ファイルの名前と場所を確かめてください。"
        ) from error


def _lines_of(content: bytes) -> list[bytes]:
    """Split at LF alone; the mark that Windows programs put at the start of UTF-8 is let through."""
    if content.startswith(_UTF16):
        raise InputError("UTF-16 で書かれているため読めません。何も変更していません。UTF-8 で保存し直してください。")
    return content.removeprefix(codecs.BOM_UTF8).split(b"\n")
