"""Writing a file so that it is either the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from reform_desktop.domain.errors import FileError, ReadOnlyError
from reform_desktop.domain.system_errors import reason_of

_RETRIES: Final = 5
_PAUSE: Final = 0.2
"""Seconds between tries: virus scanners and Excel hold a fresh file for moments."""


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; when the block ends well, it takes the place of ``path`` at once.

    Temporary file in the same folder, flush, fsync, replace. When the block raises, ``path`` is as before.
    Raises `ReadOnlyError` or `FileError` with a sentence that names the file.
    """
    try:
        with _temporary_file(path) as (temporary, stream):
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            replace_file(temporary, path)
    except PermissionError as error:
        raise ReadOnlyError(
            f"「{path.name}」に書き込めませんでした。前からあるファイルはそのまま残っています。"
            "ほかのプログラムで開いていないか、フォルダーに書き込めるかを確かめてください。"
        ) from error
    except FileNotFoundError as error:
        raise FileError(
            f"「{path.parent}」というフォルダーがないため、「{path.name}」を書き出せませんでした。"
            "何も変更していません。保存先を確かめてください。"
        ) from error
    except OSError as error:
        raise FileError(
            f"「{path.name}」を書き出せませんでした（{reason_of(error)}）。前からあるファイルはそのまま残っています。"
            "ディスクの空きと接続を確かめてください。"
        ) from error


def replace_file(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``, trying again while another program holds it for a moment."""
    for attempt in range(_RETRIES):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _RETRIES - 1 or os.name != "nt":
                raise
            time.sleep(_PAUSE)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets folders be synchronised (not on Windows)."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _temporary_file(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            if path.exists():
                with suppress(OSError):
                    temporary.chmod(path.stat().st_mode & 0o777)
            else:
                temporary.chmod(0o666 & ~_umask())
            yield temporary, stream
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
