"""Whether a process of this PC still runs, on Linux and on Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final


def process_runs(pid: int) -> bool:
    """Return whether a process of that number runs here; a dead one waiting for its parent does not count."""
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open(encoding="ascii", errors="replace") as stream:
            return stream.read().rpartition(")")[2].split()[:1] == ["Z"]
    except OSError:
        return False


if sys.platform == "win32":
    import ctypes

    _QUERY_LIMITED_INFORMATION: Final = 0x1000
    _STILL_ACTIVE: Final = 259
    _ACCESS_DENIED: Final = 5

    def _runs_on_windows(pid: int) -> bool:
        """Ask the kernel; `os.kill` would end the process there."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, 0, pid)
        if not handle:
            return ctypes.get_last_error() == _ACCESS_DENIED
        try:
            code = ctypes.c_ulong()
            kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            return code.value == _STILL_ACTIVE
        finally:
            kernel.CloseHandle(handle)
