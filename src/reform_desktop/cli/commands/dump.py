"""``dump``: every record as a line of JSON."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, ClassVar, Final, cast

from reform_desktop.cli.command import Command, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.streams import write_blocks
from reform_desktop.services import scripting

IN_MEMORY: Final = 64 << 20
"""Bytes that wait in memory for a slow reader before they go to a temporary file."""


class Dump(Command):
    """Prints the current values of all records in canonical order."""

    description: ClassVar[str] = (
        "すべての記録の今の値を、1行に1件の JSON で出力します。\n"
        '形は {"kind": 種類, "id": id, "fields": {項目: 値}}、順序はいつも同じです。\n'
        "ファイルがウィンドウで開かれていても使え、じゃまをしません。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("dump 財政課.reform > 財政課.jsonl", "すべての記録を書き出す"),
        ("dump 財政課.reform --kind year_record", "年度別の記録だけを書き出す"),
    )

    store: Path = Path()
    kind: str | None = None

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        parser.options.add_argument("--kind", metavar="KIND", help="この種類の記録だけにします（measure など）")

    def run(self) -> int:
        """Write the records."""
        output = sys.stdout.buffer
        if _takes_at_once(output):
            self._write_to(output)
        else:
            self._write_behind(output)
        output.flush()
        return 0

    def _write_to(self, target: BinaryIO) -> None:
        with reading(self.store) as desk:
            write_blocks(scripting.dump(desk, self.kind), target)

    def _write_behind(self, target: BinaryIO) -> None:
        """Read everything first: a pipe that is read slowly (``| less``) would keep others from saving so long."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
            self._write_to(cast("BinaryIO", spool))
            spool.seek(0)
            shutil.copyfileobj(spool, target, 1 << 20)


def _takes_at_once(output: BinaryIO) -> bool:
    """Whether the output is a file, which never keeps us waiting."""
    try:
        return stat.S_ISREG(os.fstat(output.fileno()).st_mode)
    except OSError:
        return False
