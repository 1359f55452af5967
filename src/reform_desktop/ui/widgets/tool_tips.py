"""Tool tips that show what people typed as they typed it."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a tool tip that shows ``text`` to the letter.

    Qt takes a tool tip for HTML when it looks like it, and then follows its links and loads its pictures; a title
    such as 「<b>重点</b>」 must be read as it stands. Tool tips cannot be told to be plain, so such text is escaped.
    """
    if not Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'
