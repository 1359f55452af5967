"""意見: what the meetings said, and what the departments answer."""

from __future__ import annotations

from reform_desktop.ui.pages.opinions.opinions_page import OpinionsPage

__all__ = ["OpinionsPage"]
