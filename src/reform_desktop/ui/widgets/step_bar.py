"""Where one is in a few steps: their numbers and words in a row, the present one strong, those behind ticked off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from reform_desktop.domain.numbering import circled
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import rule
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence


class StepBar(QWidget):
    """Shows progress, and is read aloud as 「手順 2/3 所属と氏名」."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self._steps = tuple(steps)
        self._labels: list[QLabel] = []
        self._pictures: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.tight)
        for place, words in enumerate(self._steps):
            if place:
                line = rule(self)
                line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                row.addWidget(line, 1, Qt.AlignmentFlag.AlignVCenter)
            picture, label = QLabel(self), QLabel(f"{circled(place + 1)} {words}", self)
            picture.setPixmap(icon("check", Ink.SUCCESS).pixmap(sizes.px(16), sizes.px(16)))
            row.addWidget(picture)
            row.addWidget(label)
            self._pictures.append(picture)
            self._labels.append(label)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show that this step, counted from 0, is being done."""
        for place, (picture, label) in enumerate(zip(self._pictures, self._labels, strict=True)):
            picture.setVisible(place < step)
            set_look(label, Look.LABEL if place == step else Look.SMALL)
        self.setAccessibleName(f"手順 {step + 1}/{len(self._steps)} {self._steps[step]}")
