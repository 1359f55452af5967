"""Words for lists of bundles; loads nothing else, so that the window may read them early."""

from __future__ import annotations

from typing import Final

PURPOSES: Final = {
    "request": "照会",
    "submission": "提出",
    "return": "差戻し",
    "copy": "別の控え",
    "sheet": "記入された表",
}
"""What a bundle is for, as the lists show it."""
