"""帳票: choose a report, look at its pages, save or print it."""

from __future__ import annotations

from reform_desktop.ui.pages.reports.reports_page import ReportsPage

__all__ = ["ReportsPage"]
