"""The scrolling ground of a page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from reform_desktop.ui.theme import active_sizes


class PageScroll(QScrollArea):
    """Scrolls a page up and down only. The focused field is brought into view.

    Spin boxes and combos inside pass the wheel on unless they have the focus.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.installEventFilter(self)
        self.watch()

    def watch(self) -> None:
        """Take the wheel from the boxes inside; call it again after adding some that are not ours."""
        for kind in (QAbstractSpinBox, QComboBox):
            for box in self.widget().findChildren(kind):
                box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel over an unfocused box to the page."""
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, (QAbstractSpinBox, QComboBox))
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def scrolling_text(text: QWidget, parent: QWidget) -> PageScroll:
    """Put a text that may be long onto a ground that scrolls, from the top."""
    ground = QWidget(parent)
    inner = QVBoxLayout(ground)
    inner.setContentsMargins(0, 0, active_sizes().gap, 0)
    inner.addWidget(text)
    inner.addStretch(1)
    return PageScroll(ground, parent)
