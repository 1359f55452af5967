"""What may be told of an error without telling what somebody entered: its type, and places in the program.

Neither messages nor local values, since both can quote what was typed; no folders of the PC either.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType

_MOST_CAUSES: Final = 5


def fault_lines(error: BaseException) -> list[str]:
    """Return type and places of an error and its causes, a block each, with an empty line before every block."""
    lines: list[str] = []
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            break
        lines += ["", type_name(type(cause)), *_places(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return lines


def type_name(kind: type) -> str:
    """Return the full name of a type."""
    return f"{kind.__module__}.{kind.__qualname__}"


def _places(trace: TracebackType | None) -> list[str]:
    """Return file, line and function of each step."""
    return [
        f"  {_short_path(step.f_code.co_filename)}:{line} {step.f_code.co_name}"
        for step, line in traceback.walk_tb(trace)
    ]


def _short_path(name: str) -> str:
    parts = Path(name).parts
    for anchor in ("reform_desktop", "site-packages"):
        if anchor in parts:
            place = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[place:])
    return parts[-1] if parts else name
