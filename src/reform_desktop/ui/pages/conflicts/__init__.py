"""競合・保留: what stands against what, and what waits."""

from __future__ import annotations

from reform_desktop.ui.pages.conflicts.conflicts_page import ConflictsPage

__all__ = ["ConflictsPage"]
