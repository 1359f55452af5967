"""``backup``: a full copy of the file, which may be open meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from reform_desktop.cli.command import Command, add_json, add_output, add_store, refuse_overwriting_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import path_text, print_json
from reform_desktop.cli.streams import say
from reform_desktop.domain.errors import FileError
from reform_desktop.store.lock import is_dead, lock_path


class Backup(Command):
    """Writes a copy that is a file of its own and prints its path."""

    description: ClassVar[str] = (
        "ファイルの写しを作り、その場所を表示します。証拠資料もすべて含みます。\n"
        "ウィンドウで開いている間でも、保存済みの内容がそろった写しになります。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("backup 財政課.reform -o 控え/財政課_20260401.reform", "写しを作る"),
    )

    store: Path = Path()
    output: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_output(parser, "写しのファイル名（あるときは置き換えます）")
        add_json(parser)

    def run(self) -> int:
        """Write the copy."""
        refuse_overwriting_store(self.store, self.output)
        _refuse_open_target(self.output)
        with reading(self.store) as desk:
            desk.store.copy_to(self.output)
        if self.json:
            print_json({"path": path_text(self.output), "bytes": self.output.stat().st_size})
        else:
            say(str(self.output))
        return 0


def _refuse_open_target(target: Path) -> None:
    """A file that somebody has open must not be replaced under their hands."""
    lock = lock_path(target)
    if lock.exists() and not is_dead(lock, None):
        raise FileError(
            f"「{target.name}」は開かれているため、置き換えていません。閉じてから行うか、別の名前を指定してください。"
        )
