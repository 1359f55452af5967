"""The names of the commands, and what each does."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

COMMANDS: Final = MappingProxyType(
    {
        "new": "大綱または推進課の照会から、新しいファイルを作ります",
        "dump": "すべての記録を JSON で書き出します",
        "edit": "JSON の各行のとおりに記録を変更します",
        "attach": "取組に証拠資料を添付します",
        "check": "入力もれや矛盾、ファイルの傷みを調べます",
        "report": "帳票を作ります",
        "import-sheet": "記入された Excel や CSV の表を取り込みます",
        "emblem": "レイアウトに市章の画像を付けます",
        "freeze": "今の内容を確定版として残します",
        "editions": "確定版の一覧を表示します",
        "differences": "確定版と今の内容の違いを表示します",
        "correct": "確定版の訂正を登録します",
        "search": "言葉を含む取組や記録を探します",
        "status": "提出の状況と達成状況の件数を表示します",
        "backup": "ファイルの写しを作ります",
        "reorganise": "課の名称変更・統合・分割を行い、取組を引き継ぎます（機構改革）",
        "bundle": "課と推進課の間で送るファイルを作り、調べ、取り込みます",
        "conflicts": "値の食い違い（競合）を表示します",
        "resolve": "競合を解決します",
        "imports": "取り込んだものの一覧を表示します",
        "undo-import": "取込みを取り消します",
        "redo-import": "取り消した取込みを元に戻します",
        "manual": "使い方の説明書を PDF で作ります",
        "keys": "このパソコンの鍵の番号と、確かめてある鍵を表示します",
    }
)
"""Every command and what it does; `reform_desktop.cli.loading` knows the module of each."""

BUNDLE_COMMANDS: Final = MappingProxyType(
    {
        "export": "提出・照会・返却のファイルを作ります",
        "inspect": "送られてきたファイルの中身を、取り込まずに調べます",
        "import": "送られてきたファイルを取り込みます",
    }
)
"""The commands under ``bundle``."""
