"""The folder into which bundles are written."""

from __future__ import annotations

from pathlib import Path

from reform_desktop.domain.errors import FileError
from reform_desktop.domain.system_errors import reason_of


def make_folder(folder: Path) -> None:
    """Make a folder that is missing, with those above it; raises `FileError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"「{folder}」というフォルダーを作れません（{reason_of(error)}）。何も書き出していません。"
            "別の場所を指定してください。"
        ) from error
