"""The manual's chapters in a window beside the work (F1)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reform_desktop.resources import resource_path
from reform_desktop.ui.icons import icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look

INDEX = "index"

_LINE_HEIGHT: Final = 155
_PICTURE_HEIGHT: Final = 100
_PICTURE: Final = "\ufffc"
"""What stands for a picture in the text; more than its own height would be a gap."""
"""Percent: BIZ UDPGothic has no leading of its own."""


class HelpWindow(QWidget):
    """One chapter at a time, links between them, 戻る and 目次."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.setWindowTitle("使い方 — 行革デスク")
        self.resize(sizes.px(760), sizes.px(720))
        self._text = QTextBrowser(self)
        self._text.setAccessibleName("使い方")
        self._text.setOpenExternalLinks(True)
        back, contents = QPushButton("戻る", self), QPushButton("目次", self)
        back.setIcon(icon("left"))
        for button in (back, contents):
            set_look(button, Look.QUIET)
        back.clicked.connect(self._text.backward)
        contents.clicked.connect(lambda: self.show_topic(INDEX))
        self._text.backwardAvailable.connect(back.setEnabled)
        self._text.sourceChanged.connect(lambda _source: self._space_lines())
        back.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addWidget(contents)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self._text, 1)
        QShortcut(QKeySequence("Esc"), self, self.close)

    @property
    def shown_text(self) -> str:
        """The words of the chapter that is shown."""
        return self._text.toPlainText()

    def show_topic(self, topic: str) -> None:
        """Show a chapter; one that is missing gives the table of contents."""
        path = resource_path(f"help/{topic}.md")
        if not path.is_file():
            path = resource_path(f"help/{INDEX}.md")
        kind = QTextDocument.ResourceType.MarkdownResource
        self._text.setSource(QUrl.fromLocalFile(str(path)), kind)
        self.show()
        self.raise_()
        self.activateWindow()

    def _space_lines(self) -> None:
        """Give the chapter the line height and the air of a text to read; Markdown brings neither."""
        sizes = active_sizes()
        document = self._text.document()
        document.setDocumentMargin(sizes.px(16))
        block = document.begin()
        while block.isValid():
            form = QTextBlockFormat()
            height = _PICTURE_HEIGHT if _PICTURE in block.text() else _LINE_HEIGHT
            form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            level = block.blockFormat().headingLevel()
            form.setTopMargin(sizes.px(16) if level > 1 else 0)
            form.setBottomMargin(sizes.px(4) if block.textList() is not None else sizes.px(8))
            QTextCursor(block).mergeBlockFormat(form)
            block = block.next()
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
