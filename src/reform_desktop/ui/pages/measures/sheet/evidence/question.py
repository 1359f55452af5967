"""A question in the page itself, with its two answers; nothing stands in the way meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, Strip, set_look, set_style_property


class QuestionStrip(QFrame):
    """Asks one thing at a time; a newer question replaces an older one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.yes = QPushButton("はい", self)
        set_look(self.yes, Look.PRIMARY)
        self.no = QPushButton("やめる", self)
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self.dismiss)
        set_style_property(self, "strip", Strip.WARNING.value)
        sizes = active_sizes()
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.px(12), sizes.gap, sizes.px(12), sizes.gap)
        row.setSpacing(sizes.gap)
        row.addWidget(self._words, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    @property
    def text(self) -> str:
        """The question that is asked now, or ``""``."""
        return "" if self.isHidden() else self._words.text()

    def ask(self, question: str, answer: str, act: Callable[[], object]) -> None:
        """Ask; ``answer`` is the verb on the button that does it."""
        self._words.setText(question)
        self.yes.setText(answer)
        self._act = act
        self.show()
        self.yes.setFocus()

    def dismiss(self) -> None:
        """Take the question away."""
        self._act = None
        self.hide()

    def _agree(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()
