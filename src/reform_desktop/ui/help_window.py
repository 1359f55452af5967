"""The manual's chapters in a window beside the work (F1)."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reform_desktop.resources import resource_path
from reform_desktop.ui.icons import icon
from reform_desktop.ui.manual_paper import ManualPaper
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import room_on_screen
from reform_desktop.ui.widgets.reading_order import tab_as_people_read
from reform_desktop.ui.widgets.roles import Look, set_look

INDEX = "index"

_LINE_HEIGHT: Final = 155
_PICTURE_HEIGHT: Final = 100
_PICTURE: Final = "\ufffc"
"""What stands for a picture in the text; more than its own height would be a gap."""
"""Percent: BIZ UDPGothic has no leading of its own."""


def show_help(place: QWidget, otherwise: str = INDEX) -> None:
    """Show what the manual says about a widget: the nearest ``help_topic`` of it and of what it lies in."""
    HelpWindow.the_one().show_topic(topic_of(place) or otherwise)


def topic_of(place: QWidget | None) -> str:
    """Return the manual's place about a widget, or ``""``: 「evidence」, or 「exchange#保留」 with the heading."""
    while place is not None:
        topic = getattr(place, "help_topic", "")
        if topic:
            return str(topic)
        place = place.parentWidget()
    return ""


class HelpWindow(QWidget):
    """One chapter at a time, links between them, 戻る and 目次. Closing the last window of a file closes it, too."""

    _open: ClassVar[HelpWindow | None] = None

    @classmethod
    def the_one(cls) -> HelpWindow:
        """Return the window of the manual: one for the whole program, so that it can stay beside any dialog."""
        if cls._open is None:
            cls._open = cls()
        return cls._open

    @classmethod
    def close_the_one(cls) -> None:
        """Close the window of the manual, if it was opened, and let go of it."""
        if cls._open is not None:
            cls._open.close()
            cls._open.deleteLater()
            cls._open = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.setWindowTitle("使い方 — 行革デスク")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.resize(QSize(sizes.px(760), sizes.px(720)).boundedTo(room_on_screen(self)))
        self._text = QTextBrowser(self)
        self._text.setAccessibleName("使い方")
        self._text.setOpenExternalLinks(True)
        self.notices = NoticeBar(self)
        self.paper = ManualPaper(self, self.notices, QApplication.instance() or QApplication())
        back, contents = QPushButton("戻る", self), QPushButton("目次", self)
        self.print_button = QPushButton("説明書を印刷(&P)…", self)
        self.save_button = QPushButton("説明書を PDF に保存(&S)…", self)
        back.setIcon(icon("left"))
        self.print_button.setIcon(icon("print"))
        self.save_button.setIcon(icon("save"))
        for button in (back, contents, self.print_button, self.save_button):
            set_look(button, Look.QUIET)
        self.print_button.clicked.connect(self.paper.print_out)
        self.save_button.clicked.connect(self.paper.save)
        back.clicked.connect(self._text.backward)
        contents.clicked.connect(lambda: self.show_topic(INDEX))
        self._text.backwardAvailable.connect(back.setEnabled)
        self._text.sourceChanged.connect(lambda _source: self._space_lines())
        back.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addWidget(contents)
        row.addStretch(1)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.notices)
        tab_as_people_read(self)
        QShortcut(QKeySequence("Esc"), self, self.close)

    @property
    def shown_text(self) -> str:
        """The words of the chapter that is shown."""
        return self._text.toPlainText()

    @property
    def shown_heading(self) -> str:
        """The line at which the chapter was opened."""
        return self._text.textCursor().block().text()

    def show_topic(self, topic: str) -> None:
        """Show a chapter, or 「chapter#heading」; one that is missing gives the table of contents."""
        chapter, _sign, wanted = topic.partition("#")
        path = resource_path(f"help/{chapter}.md")
        if not path.is_file():
            path = resource_path(f"help/{INDEX}.md")
        kind = QTextDocument.ResourceType.MarkdownResource
        self._text.setSource(QUrl.fromLocalFile(str(path)), kind)
        self.show()
        self.raise_()
        self.activateWindow()
        self._go_to(wanted)

    def _go_to(self, wanted: str) -> None:
        """Bring a heading to the top; the chapter's beginning stays where there is none of those words."""
        document = self._text.document()
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == wanted:
                cursor = QTextCursor(block)
                self._text.setTextCursor(cursor)
                bar = self._text.verticalScrollBar()
                bar.setValue(bar.value() + self._text.cursorRect(cursor).top())
                return
            block = block.next()

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
