"""前年度: what a field held last year, beside it, with a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reform_desktop.domain.fields import Field
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

_NOTHING = "（記載なし）"
_LEAST_BESIDE = 400
"""Pixels at 100 % from which on both stand side by side."""


class BesideLastYear(QWidget):
    """A field with last year's text at its right while that is wanted. ``copy_wanted`` carries the field's name."""

    help_topic = "measures#前年度の内容を使う"

    copy_wanted = Signal(str)

    def __init__(self, box: LabeledField, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._box = box
        self._card = QFrame(self)
        self._head = heading("", Look.SMALL, self._card)
        self._text = ProseLabel("", self._card)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy_button = QPushButton("← 写す", self._card)
        set_look(self.copy_button, Look.LINK)
        set_ground(self._card, Ground.SUNKEN)
        self.copy_button.clicked.connect(lambda: self.copy_wanted.emit(field.identifier))
        self._arrange()
        self._card.hide()

    def show_text(self, fiscal_year: int, text: str, *, may_copy: bool) -> None:
        """Say what the field held in a year."""
        words = f"{format_fiscal_year_short(fiscal_year)}の{self.field.label}"
        self._head.setText(words)
        self._text.set_text(text or _NOTHING)
        self._text.setAccessibleName(f"{words}　{text or _NOTHING}")
        self.copy_button.setEnabled(bool(text) and may_copy)
        self.copy_button.setAccessibleName(f"{words}を写す")

    def set_beside(self, *, on: bool) -> None:
        """Show or hide what last year says."""
        self._card.setVisible(on)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider of the two: where there is no more room, they stand below each other."""
        size = super().minimumSizeHint()
        shown = [self._box, *([self._card] if self._card.isVisibleTo(self) else [])]
        return QSize(max(one.minimumSizeHint().width() for one in shown), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put last year's text below the field where there is no room beside it."""
        super().resizeEvent(event)
        narrow = event.size().width() < active_sizes().px(_LEAST_BESIDE)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _arrange(self) -> None:
        sizes = active_sizes()
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self.copy_button)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(sizes.gap, sizes.tight, sizes.gap, sizes.gap)
        inside.setSpacing(sizes.tight)
        inside.addLayout(head)
        inside.addWidget(self._text)
        inside.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(sizes.px(12))
        self._row.addWidget(self._box, 3, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._card, 2)
