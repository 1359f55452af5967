"""``reform-desktop [STORE]``: the window, opened without paying for the command line's parser."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reform_desktop.cli.names import COMMANDS
from reform_desktop.domain.errors import UserError

_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class NoWindowError(UserError):
    """The window cannot be shown here; the command line still can be used."""


def is_asked_for(words: Sequence[str]) -> bool:
    """Whether the words are none, or a single file: one that exists or whose name looks like one."""
    if not words:
        return True
    if len(words) > 1 or words[0].startswith("-") or words[0] in COMMANDS:
        return False
    path = Path(words[0])
    return bool(path.suffix) or path.name != words[0] or path.exists()


def open_window(words: Sequence[str]) -> int:
    """Open the window with the file that is named, or the welcome page, and return its exit status."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DISPLAYS):
        raise NoWindowError(
            "画面につながっていないため、ウィンドウを開けません。画面のあるパソコンで開くか、"
            "コマンドを使ってください（reform-desktop --help で一覧が出ます）。"
        )
    gc.disable()  # what is made while starting is not garbage; `ui.app` looks for some again after the first paint
    try:
        from reform_desktop.ui.app import run  # noqa: PLC0415 -- Qt is loaded for the window alone
    except ImportError as error:
        if (error.name or "").startswith("reform_desktop"):
            raise
        raise NoWindowError(
            f"画面を表示する部品を読み込めないため、ウィンドウを開けません（{error}）。"
            "プログラムを入れ直してください（ソースコードから使うときは python3 dev.py run）。"
        ) from error
    return run(Path(words[0]) if words else None)
