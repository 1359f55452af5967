"""`argparse` that speaks Japanese: headings, usage, and what is wrong with the words given."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final, NoReturn, TypeVar

C = TypeVar("C")

PROGRAM: Final = "reform-desktop"
WRONG_USAGE: Final = 2

_GENERIC: Final = "指定のしかたが正しくありません"
_SENTENCES: Final = MappingProxyType(
    {
        r"the following arguments are required: (?P<a>.+)": "{a} の指定が必要です。",
        r"one of the arguments (?P<a>.+) is required": "{a} のどれかの指定が必要です。",
        r"unrecognized arguments: (?P<a>.+)": "余分な指定があります：{a}",
        r"argument (?P<a>[^:]+): expected one argument": "{a} の後に値を1つ付けてください。",
        r"argument (?P<a>[^:]+): expected at least one argument": "{a} の後に値を付けてください。",
        r"argument (?P<a>[^:]+): not allowed with argument (?P<b>.+)": "{a} と {b} は一緒に指定できません。",
        r"argument (?P<a>[^:]+): ignored explicit argument (?P<b>.+)": "{a} に値（{b}）は付けられません。",
        r"argument (?P<a>[^:]+): invalid choice: (?P<b>.+) \(choose from (?P<c>.+)\)": (
            "{a} に {b} は指定できません。{c} のどれかを指定してください。"
        ),
        r"argument (?P<a>[^:]+): (?P<b>.*[ぁ-ん].*)": "{a}：{b}",
    }
)
"""What argparse says in English, and what we say instead."""


class Parser(argparse.ArgumentParser):
    """A parser of one command; ``examples`` are pairs of a command line and what it does."""

    def __init__(self, prog: str, description: str, examples: Iterable[tuple[str, str]] = ()) -> None:
        shown = "\n".join(f"  {PROGRAM} {line}\n      {meaning}" for line, meaning in examples)
        super().__init__(
            prog=prog,
            description=description,
            epilog=f"例:\n{shown}" if shown else None,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,  # a script must not break when a longer option is added
        )
        self.values: Final = self.add_argument_group("引数")
        self.options: Final = self.add_argument_group("オプション")
        self.options.add_argument("-h", "--help", action="help", help="この説明を表示します")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how the command is used; ends with status 2."""
        sentence = japanese_sentence(message)
        sys.stderr.write(f"{self.format_usage()}{sentence}（詳しくは {self.prog} --help）\n")
        sys.exit(WRONG_USAGE)


class _Formatter(argparse.RawTextHelpFormatter):
    """Keeps our line breaks, since Japanese text has no spaces to wrap at, and heads the usage in Japanese."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "使い方: ")


def japanese_sentence(message: str) -> str:
    """Return what argparse says, in Japanese; what is not known to us is quoted."""
    for pattern, sentence in _SENTENCES.items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = {name: _plain_list(text) for name, text in found.groupdict().items()}
            return " ".join(sentence.format(**parts).split())
    return f"{_GENERIC}（{message}）。"


def parse_into(parser: Parser, words: Sequence[str], command: C) -> C:
    """Fill in the command's own attributes from the words."""
    return parser.parse_args(words, namespace=command)


def _plain_list(text: str) -> str:
    """Write argparse's lists of words and of options as we write lists."""
    return text.replace("', '", "、").replace("'", "").replace(", ", "、").replace(" --", "、--")
