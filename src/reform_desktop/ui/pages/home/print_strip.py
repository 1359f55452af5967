"""印刷 at the top of ホーム: the papers that somebody who only prints comes for, one press away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session

OF_DEPARTMENT: Final = {"sheet": "取組シート", "list": "取組一覧", "handover": "引継書"}
OF_DIVISION: Final = {"summary": "総括表", "list": "取組一覧", "submissions": "提出状況表", "book": "会議資料"}
"""Reports by name with their titles, as `reports.catalogue` has them; that loads too much for the first page."""


class PrintStrip(QWidget):
    """``chosen`` carries the `Place` of a report with its preview."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(active_sizes().gap)
        row.addWidget(heading("印刷する", Look.LABEL, self))
        offered = OF_DIVISION if session.desk.is_division else OF_DEPARTMENT
        for name, title in offered.items():
            button = QPushButton(title, self)
            button.setIcon(icon("print"))
            set_look(button, Look.QUIET)
            button.setAutoDefault(True)  # Enter opens it, too
            button.setAccessibleName(f"{title}を印刷する")
            button.setToolTip(f"{title}を見てから印刷します")
            button.clicked.connect(partial(self._open, name))
            row.addWidget(button)

    def _open(self, report: str, *_clicked: object) -> None:
        self.chosen.emit(Place("reports", report=report, fiscal_year=self._session.fiscal_year))
