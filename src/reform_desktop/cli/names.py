"""The names of the commands, and in which module each is carried out."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

COMMANDS: Final = MappingProxyType(
    {
        "new": "大綱から新しいファイルを作ります",
        "dump": "すべての記録を JSON で書き出します",
        "edit": "JSON の各行のとおりに記録を変更します",
        "attach": "取組に証拠資料を添付します",
        "check": "入力もれや矛盾、ファイルの傷みを調べます",
        "report": "帳票を作ります",
        "search": "言葉を含む取組や記録を探します",
        "status": "提出の状況と達成状況の件数を表示します",
        "backup": "ファイルの写しを作ります",
    }
)
"""Every command and what it does; `reform_desktop.cli.commands` has a module of the same name for each."""
