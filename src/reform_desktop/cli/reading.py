"""From the words of the command line to the command that they name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from reform_desktop import __version__
from reform_desktop.cli.names import COMMANDS
from reform_desktop.cli.parser import PROGRAM, WRONG_USAGE, Parser, parse_into

if TYPE_CHECKING:
    from reform_desktop.cli.command import Command

OVERVIEW = f"""使い方: {PROGRAM} [STORE]
        {PROGRAM} コマンド ...

行革デスク：行政改革の実施計画を、課で記入し、点検し、印刷します。
コマンドを付けないとウィンドウを開きます。STORE は行革デスクのファイル（.reform）です。

コマンド:
{{commands}}

オプション:
  -h, --help     この説明を表示します（{PROGRAM} コマンド --help で、コマンドごとの説明）
  --version      版を表示します

年度は 2025 または R7 のように指定します。
終了コード: 0 正常、1 エラー（標準エラー出力に1行で説明）、2 指定の誤り

例:
  {PROGRAM} 見本.reform
      ファイルをウィンドウで開く
  {PROGRAM} new 財政課.reform --outline annaka-4 --department 財政課
      第4次大綱から財政課のファイルを作る
  {PROGRAM} report 財政課.reform sheet --format pdf -o 取組シート.pdf
      取組シートを PDF で作る
"""


def read_command(words: Sequence[str]) -> Command:
    """Return the command with its arguments; prints help or what is wrong with the words, and exits."""
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        _answer_without_command(name, rest)
    kind = _command_type(name)
    parser = Parser(f"{PROGRAM} {name}", kind.description, kind.examples)
    kind.declare(parser)
    return parse_into(parser, rest, kind())


def _answer_without_command(name: str, rest: Sequence[str]) -> NoReturn:
    if name in ("-h", "--help"):
        commands = "\n".join(f"  {command:<14} {meaning}" for command, meaning in COMMANDS.items())
        sys.stdout.write(OVERVIEW.format(commands=commands))
        sys.exit(0)
    if name == "--version":
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        sys.exit(0)
    _refuse(name, rest)


def _refuse(name: str, rest: Sequence[str]) -> NoReturn:
    problem = f"「{name}」というコマンドはありません。"
    if name.lower().endswith(".reform"):
        problem = f"余分な指定があります：{' '.join(rest)}"
    usage = f"使い方: {PROGRAM} [STORE]、または {PROGRAM} コマンド ..."
    sys.stderr.write(f"{usage}\n{problem}（コマンドの一覧は {PROGRAM} --help）\n")
    sys.exit(WRONG_USAGE)


def _command_type(name: str) -> type[Command]:
    """Import the one command that is run: each loads what it needs and nothing more."""
    # ruff: noqa: PLC0415
    chosen: type[Command]
    match name:
        case "new":
            from reform_desktop.cli.commands.new import New

            chosen = New
        case "dump":
            from reform_desktop.cli.commands.dump import Dump

            chosen = Dump
        case "edit":
            from reform_desktop.cli.commands.edit import Edit

            chosen = Edit
        case "attach":
            from reform_desktop.cli.commands.attach import Attach

            chosen = Attach
        case "check":
            from reform_desktop.cli.commands.check import Check

            chosen = Check
        case "report":
            from reform_desktop.cli.commands.report import Report

            chosen = Report
        case "search":
            from reform_desktop.cli.commands.search import Search

            chosen = Search
        case "status":
            from reform_desktop.cli.commands.status import Status

            chosen = Status
        case "backup":
            from reform_desktop.cli.commands.backup import Backup

            chosen = Backup
        case _:
            raise KeyError(name)
    return chosen
