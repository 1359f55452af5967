"""Words that several commands use for what is exchanged."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

PURPOSES: Final = MappingProxyType({"request": "照会", "submission": "提出", "return": "返却", "copy": "写し"})
"""What a bundle is for, in words."""
