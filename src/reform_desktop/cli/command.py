"""What every command of the command line is: words that are read into it, and a run."""

from __future__ import annotations

import argparse
from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from reform_desktop.cli.parser import Parser
from reform_desktop.domain.errors import FileError, InputError
from reform_desktop.domain.fiscal_year import parse_fiscal_year
from reform_desktop.domain.japanese_date import parse_date

MOST_EDITIONS: Final = 9999


class Command(ABC):
    """One command. Its attributes are filled in by the parser, so their defaults stand in the class."""

    description: ClassVar[str]
    examples: ClassVar[tuple[tuple[str, str], ...]]

    @classmethod
    @abstractmethod
    def declare(cls, parser: Parser) -> None:
        """Add the command's arguments to ``parser.values`` and its options to ``parser.options``."""

    def misuse(self) -> str | None:
        """Return what is wrong with the words taken together, as `argparse` would say it, or ``None``."""
        return None

    @abstractmethod
    def run(self) -> int:
        """Do it and return the exit status; raises `UserError`."""


def add_store(parser: Parser) -> None:
    """Add the file that the command is about."""
    parser.values.add_argument("store", metavar="STORE", type=Path, help="行革デスクのファイル（.reform）")


def add_json(parser: Parser) -> None:
    """Add ``--json``."""
    parser.options.add_argument("--json", action="store_true", help="結果を JSON で出力します")


def add_fiscal_year(parser: Parser) -> None:
    """Add ``--fiscal-year``."""
    parser.options.add_argument(
        "--fiscal-year",
        metavar="FY",
        type=fiscal_year,
        help="年度（2025 または R7 のように指定。省略すると、今の作業年度）",
    )


def add_edition(parser: Parser) -> None:
    """Add ``--edition``, which must be given."""
    parser.options.add_argument("--edition", metavar="N", type=edition_number, required=True, help="確定版の番号")


def add_output(parser: Parser, meaning: str) -> None:
    """Add ``-o FILE``, which must be given."""
    parser.options.add_argument("-o", "--output", metavar="FILE", type=output_path, required=True, help=meaning)


def add_import_number(parser: Parser, meaning: str) -> None:
    """Add the number of an import, which may be left out."""
    parser.values.add_argument("number", metavar="IMPORT", nargs="?", type=_import_number, help=meaning)


def edition_number(text: str) -> int:
    """Read the number of an edition: 「2」 or 「第2版」."""
    digits = text.removeprefix("第").removesuffix("版")
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits[:18]) <= MOST_EDITIONS:
        raise argparse.ArgumentTypeError(f"確定版の番号を、1 から {MOST_EDITIONS} の数で指定してください。")
    return int(digits[:18])


def day(text: str) -> date:
    """Read a day as staff type it."""
    try:
        return parse_date(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def fiscal_year(text: str) -> int:
    """Read a fiscal year as staff type it."""
    try:
        return parse_fiscal_year(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _import_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:18]) < 1:
        raise argparse.ArgumentTypeError("取込みの番号を、1 以上の数で指定してください。")
    return int(text[:18])


def output_path(text: str) -> Path:
    """Read the name of a file to be written."""
    if text == "-":
        raise argparse.ArgumentTypeError("標準出力には書けません。ファイル名を指定してください。")
    return Path(text)


def refuse_overwriting_store(store: Path, target: Path) -> None:
    """Raise `FileError` when a command would write its result over the file that it reads."""
    if target.exists() and store.exists() and store.samefile(target):
        raise FileError(
            f"書き出し先「{target.name}」は、読み込むファイルそのものです。何も変更していません。"
            "別のファイル名を指定してください。"
        )
