"""引継ぎ: what the successor has to know of the department's measures."""

from __future__ import annotations

from reform_desktop.ui.pages.handover.handover_page import HandoverPage

__all__ = ["HandoverPage"]
