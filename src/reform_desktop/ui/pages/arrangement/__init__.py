"""計画の編集: the outline itself and the list of departments, in the division's file."""

from __future__ import annotations

from reform_desktop.ui.pages.arrangement.arrangement_page import ArrangementPage

__all__ = ["ArrangementPage"]
