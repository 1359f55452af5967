"""Headings, rules and texts to read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

def heading(text: str, look: Look = Look.HEADING, parent: QWidget | None = None) -> QLabel:
    """Return a label in the look of a heading."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_look(label, look)
    return label


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a hairline between groups."""
    line = QFrame(parent)
    set_ground(line, Ground.RULE)
    return line


class SectionHeading(QWidget):
    """The heading of a group of fields, with room for buttons at its right."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = heading(text, Look.SECTION, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, active_sizes().gap, 0, 0)
        self._row.setSpacing(active_sizes().tight)
        self._row.addWidget(self._label)
        self._row.addStretch(1)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._label.setText(text)

    def add(self, widget: QWidget) -> None:
        """Put a button or note at the right."""
        self._row.addWidget(widget)


class ProseLabel(QLabel):
    """A paragraph to read, line height 1.6; plain text, whatever signs it holds."""

    _line_height = 160
    """Percent."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words; line breaks stay."""
        lines = escape(text).replace("\n", "<br>")
        self.setText(f'<p style="line-height:{self._line_height}%; margin:0">{lines}</p>' if text else "")
        self.setAccessibleName(text)


class WrappedLabel(ProseLabel):
    """A line that may need two: BIZ UDPGothic has no leading, so plain labels set one line right upon the other."""

    _line_height = 125

    def __init__(self, text: str = "", parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(text, parent)
        if look is not None:
            set_look(self, look)


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit; the tool tip and screen readers have all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._whole = " ".join(text.splitlines())
        self.setAccessibleName(self._whole)
        self._elide()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return a size of one line and hardly any width."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Return the size of the whole line."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the line anew."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; the font may have become another since the last fit."""
        self._elide()
        super().paintEvent(event)

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")
