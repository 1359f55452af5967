"""ホーム: what is to be done now, how the year stands, what was changed lately."""

from __future__ import annotations

from reform_desktop.ui.pages.home.home_page import HomePage

__all__ = ["HomePage"]
