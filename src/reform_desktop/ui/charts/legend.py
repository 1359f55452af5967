"""What the patterns of a chart stand for: swatches with words in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from reform_desktop.ui.charts.part import Swatch
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.ui.charts.part import PartLook


class Legend(QWidget):
    """One line under a heading, before the chart."""

    def __init__(self, entries: Sequence[tuple[str, PartLook]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.gap)
        for words, look in entries:
            label = QLabel(words, self)
            set_look(label, Look.SMALL)
            row.addWidget(Swatch(look.pattern, look.tone, self))
            row.addWidget(label)
            row.addSpacing(sizes.gap)
        row.addStretch(1)
