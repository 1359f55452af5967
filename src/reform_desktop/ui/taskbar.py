"""The taskbar of Windows, to which the process is Python's unless it is told another name."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

APP_ID: Final = "ReformDesktop"

if sys.platform == "win32":
    import ctypes

    def name_ourselves() -> None:
        """Keep our windows together under one button of the taskbar, apart from other programs in Python."""
        with suppress(OSError):
            ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
