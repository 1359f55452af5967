"""How the history of a field is called, and the keys that ask for it: alike in fields and in grids."""

from __future__ import annotations

from typing import Final

HISTORY: Final = "この項目の履歴(&H)"
HISTORY_KEYS: Final = "Ctrl+Shift+H"
