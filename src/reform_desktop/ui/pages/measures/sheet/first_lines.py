"""The first lines of a text, for a narrow column."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from reform_desktop.ui.theme import active_sizes

_LINE = 1.35
"""Line height in a narrow column, as a multiple of the font's own."""


class FirstLines(QWidget):
    """Shows as much of a text as a few lines hold, and … where it goes on."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._text = ""
        self._lines: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        font = self.font()
        font.setPixelSize(active_sizes().small)
        self.setFont(font)

    @property
    def has_text(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self._break()

    def sizeHint(self) -> QSize:
        """Return the height of the lines that there are."""
        return QSize(40, round(len(self._lines) * self._line_height()))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._break()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        for place, line in enumerate(self._lines):
            painter.drawText(QPointF(0, place * self._line_height() + self.fontMetrics().ascent() + 1), line)

    def _line_height(self) -> float:
        return self.fontMetrics().height() * _LINE

    def _break(self) -> None:
        lines: list[str] = []
        for paragraph in self._text.splitlines():
            lines.extend(self._wrapped(paragraph, self._most + 1 - len(lines)))
            if len(lines) > self._most:
                break
        if len(lines) > self._most:
            last = lines[self._most - 1] + "…"
            while len(last) > 1 and self.fontMetrics().horizontalAdvance(last) > self.width():
                last = last[:-2] + "…"
            lines = [*lines[: self._most - 1], last]
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
            self.update()

    def _wrapped(self, paragraph: str, most: int) -> list[str]:
        layout = QTextLayout(paragraph[: most * 80], self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        found: list[str] = []
        layout.beginLayout()
        while len(found) < most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(20, self.width()))
            start, length = line.textStart(), line.textLength()
            units = paragraph.encode("utf-16-le", "surrogatepass")
            found.append(units[start * 2 : (start + length) * 2].decode("utf-16-le", "surrogatepass"))
        layout.endLayout()
        return found
