"""Explains a term when the pointer rests on it."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from reform_desktop.domain.glossary import Term
from reform_desktop.services.glossary import shipped_glossary
from reform_desktop.ui.widgets.text_field import TextField
from reform_desktop.ui.widgets.tool_tips import plain_tip

TERM_KEYS: Final = "Ctrl+F1"
TERMS: Final = "用語の説明(&T)"


class TermTips(QObject):
    """Shows a term's explanation instead of the field's own tool tip; belongs to the field."""

    def __init__(self, field: TextField) -> None:
        super().__init__(field)
        self._field = field
        field.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer where the pointer rests on a term."""
        if event.type() == QEvent.Type.ToolTip:
            help_event = cast("QHelpEvent", event)
            cursor = self._field.cursorForPosition(help_event.pos())
            found = term_at(self._field, cursor.position())
            if found is not None:
                QToolTip.showText(help_event.globalPos(), plain_tip(f"{found.term}\n{found.text}"), self._field)
                return True
        return super().eventFilter(watched, event)


def term_at(field: TextField, position: int) -> Term | None:
    """Return the term at a place of the field's document, which counts UTF-16 units."""
    text = field.typed_text()
    before = text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore")
    return shipped_glossary().at(text, len(before))


def terms_of(field: TextField) -> list[Term]:
    """Return the term at the cursor, else all terms of the field's text."""
    at_cursor = term_at(field, field.textCursor().position())
    return [at_cursor] if at_cursor is not None else shipped_glossary().terms_in(field.typed_text())


def term_spans(text: str) -> list[tuple[int, int]]:
    """Return where each term of a text first stands."""
    first: dict[Term, tuple[int, int]] = {}
    for place in shipped_glossary().find(text):
        first.setdefault(place.term, (place.start, place.end))
    return list(first.values())
