"""From the words of the command line to the command that they name."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from reform_desktop import __version__
from reform_desktop.cli.loading import command_type
from reform_desktop.cli.names import BUNDLE_COMMANDS, COMMANDS
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


BUNDLE_OVERVIEW = f"""使い方: {PROGRAM} bundle コマンド ...

課と推進課の間で送るファイル（照会・提出・返却、.zip）を作り、調べ、取り込みます。

コマンド:
{{commands}}

オプション:
  -h, --help     この説明を表示します（{PROGRAM} bundle コマンド --help で、コマンドごとの説明）

例:
  {PROGRAM} bundle export 財政課.reform -o 提出/
      財政課の提出を作る
  {PROGRAM} bundle inspect 財政課_R7_提出_20260420-1530.zip
      だれからの何かを調べる
  {PROGRAM} bundle import 全体.reform 届いた提出/*.zip
      届いた提出をまとめて取り込む
"""


def read_command(words: Sequence[str]) -> Command:
    """Return the command with its arguments; prints help or what is wrong with the words, and exits."""
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        _answer_without_command(name, rest)
    if name == "bundle":
        name, rest = _bundle_command(rest)
    kind = command_type(name)
    parser = Parser(f"{PROGRAM} {name}", kind.description, kind.examples)
    kind.declare(parser)
    command = parse_into(parser, rest, kind())
    if problem := command.misuse():
        parser.error(problem)
    return command


def _answer_without_command(name: str, rest: Sequence[str]) -> NoReturn:
    if name in ("-h", "--help"):
        sys.stdout.write(OVERVIEW.format(commands=_list_of(COMMANDS)))
        sys.exit(0)
    if name == "--version":
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        sys.exit(0)
    _refuse(name, rest)


def _bundle_command(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return which of the commands under ``bundle`` is meant, and the words that follow."""
    if words and words[0] in BUNDLE_COMMANDS:
        return f"bundle {words[0]}", words[1:]
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(BUNDLE_OVERVIEW.format(commands=_list_of(BUNDLE_COMMANDS)))
        sys.exit(0)
    known = "、".join(BUNDLE_COMMANDS)
    problem = f"「{words[0]}」というコマンドはありません。" if words else "コマンドの指定が必要です。"
    usage = f"使い方: {PROGRAM} bundle コマンド ..."
    sys.stderr.write(f"{usage}\n{problem}{known} のどれかを指定してください（詳しくは {PROGRAM} bundle --help）\n")
    sys.exit(WRONG_USAGE)


def _list_of(commands: Mapping[str, str]) -> str:
    return "\n".join(f"  {command:<14} {meaning}" for command, meaning in commands.items())


def _refuse(name: str, rest: Sequence[str]) -> NoReturn:
    problem = f"「{name}」というコマンドはありません。"
    if name.lower().endswith(".reform"):
        problem = f"余分な指定があります：{' '.join(rest)}"
    usage = f"使い方: {PROGRAM} [STORE]、または {PROGRAM} コマンド ..."
    sys.stderr.write(f"{usage}\n{problem}（コマンドの一覧は {PROGRAM} --help）\n")
    sys.exit(WRONG_USAGE)
