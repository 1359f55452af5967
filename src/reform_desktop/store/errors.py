"""What the environment did to the file, told apart at the source from what is our bug."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from reform_desktop.domain.errors import DamagedFileError, FileError, ReadOnlyError

_SENTENCES: dict[int, tuple[type[FileError | ReadOnlyError], str]] = {
    sqlite3.SQLITE_FULL: (
        FileError,
        (
            "ディスクの空きが足りないため、「{name}」に保存できませんでした。"
            "これまでに保存した内容は失われていません。空きを作ってから、もう一度保存してください。"
        ),
    ),
    sqlite3.SQLITE_IOERR: (
        FileError,
        (
            "「{name}」の読み書きに失敗しました。これまでに保存した内容は失われていません。"
            "ディスクやネットワークの接続を確かめてから、もう一度行ってください。"
        ),
    ),
    sqlite3.SQLITE_READONLY: (
        ReadOnlyError,
        (
            "「{name}」は書き込みが許されていないため、保存できませんでした。これまでに保存した内容は失われていません。"
            "書き込めるフォルダーに写してから開いてください。"
        ),
    ),
    sqlite3.SQLITE_PERM: (
        ReadOnlyError,
        "「{name}」は書き込みが許されていません。内容は失われていません。書き込めるフォルダーに写してから開いてください。",
    ),
    sqlite3.SQLITE_BUSY: (
        FileError,
        (
            "「{name}」はほかのプログラムが使用中のため、保存できませんでした。"
            "これまでに保存した内容は失われていません。少し待ってから、もう一度行ってください。"
        ),
    ),
    sqlite3.SQLITE_LOCKED: (
        FileError,
        "「{name}」は使用中です。内容は失われていません。少し待ってから、もう一度行ってください。",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        FileError,
        "「{name}」を開けません。場所とアクセス権を確かめてください。内容は変更していません。",
    ),
    sqlite3.SQLITE_CORRUPT: (
        DamagedFileError,
        "「{name}」は壊れています。ファイルは変更していません。「バックアップから戻す」で、前の状態に戻せます。",
    ),
    sqlite3.SQLITE_NOTADB: (
        DamagedFileError,
        "「{name}」は行革デスクのファイルではないか、壊れています。ファイルは変更していません。",
    ),
}

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def user_errors(path: Path) -> Iterator[None]:
    """Turn what the environment did to ``path`` into a `UserError`; bugs pass through unchanged."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(original, "sqlite_errorcode", None)
        known = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
        if known is None:
            raise
        kind, sentence = known
        raise kind(sentence.format(name=path.name)) from error
    except PermissionError as error:
        raise ReadOnlyError(_SENTENCES[sqlite3.SQLITE_READONLY][1].format(name=path.name)) from error
    except OSError as error:
        code = sqlite3.SQLITE_FULL if error.errno in _DISK_FULL else sqlite3.SQLITE_IOERR
        raise FileError(_SENTENCES[code][1].format(name=path.name)) from error
