"""The passphrase of the division's key, out of a file: words of a command line are seen by everybody on the PC."""

from __future__ import annotations

from pathlib import Path

from reform_desktop.cli.parser import Parser
from reform_desktop.domain.errors import FileError, InputError


def add_passphrase_file(parser: Parser) -> None:
    """Add ``--passphrase-file``."""
    parser.options.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="推進課の鍵の合言葉を1行目に書いたファイル（UTF-8）。\n鍵を初めて作るときに指定すると、その合言葉で守ります",
    )


def read_passphrase(path: Path | None) -> str | None:
    """Return the first line of the file, or ``None`` without one; raises `FileError` or `InputError`."""
    return _first_line(path, "合言葉")


def read_password(path: Path | None) -> str | None:
    """Return the password of a workbook out of a file, as `read_passphrase` does."""
    return _first_line(path, "パスワード")


def _first_line(path: Path | None, what: str) -> str | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(
            f"{what}のファイル「{path.name}」を読めません。何も行っていません。"
            "場所と、UTF-8 で保存されているかを確かめてください。"
        ) from error
    if not lines or not lines[0].strip():
        raise InputError(
            f"{what}のファイル「{path.name}」の1行目が空です。何も行っていません。{what}を書いてください。"
        )
    return lines[0]
