"""履歴: what was changed in this file, and what can be undone."""

from __future__ import annotations

from reform_desktop.ui.pages.history.history_page import HistoryPage

__all__ = ["HistoryPage"]
