"""提出・取りまとめ: who has come how far, and by when."""

from __future__ import annotations

from reform_desktop.ui.pages.submissions.submissions_page import SubmissionsPage

__all__ = ["SubmissionsPage"]
