"""Where ``resources/`` and ``schema/`` are: alike in a checkout, an installed wheel and a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_path(name: str) -> Path:
    """Return the path of a file below ``resources/``."""
    return _root() / "resources" / name


def schema_path(name: str) -> Path:
    """Return the path of a file below ``schema/``."""
    return _root() / "schema" / name


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "reform_desktop" / "_data"
    inside = Path(__file__).parent / "_data"
    return inside if inside.is_dir() else Path(__file__).parents[2]
