"""What stands where nothing is yet: what will be here, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look


class EmptyState(QWidget):
    """A sentence and, when there is something to do, one button."""

    action = Signal()

    def __init__(self, title: str, text: str = "", action: str = "", parent: QWidget | None = None) -> None:
        """``action`` is a verb (「取り込む」); without it there is no button."""
        super().__init__(parent)
        sizes = active_sizes()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.wide)
        layout.setSpacing(sizes.px(12))
        layout.addStretch(1)
        head = heading(title, Look.SECTION, self)
        head.setWordWrap(True)
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(head)
        if text:
            note = QLabel(text, self)
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setWordWrap(True)
            note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            set_look(note, Look.MUTED)
            layout.addWidget(note)
        if action:
            button = QPushButton(action, self)
            set_look(button, Look.PRIMARY)
            button.clicked.connect(self.action)
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
