"""The fields of the chosen piece of evidence, below the list."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.domain.records import Evidence
from reform_desktop.domain.values import to_values
from reform_desktop.services.editing import set_values
from reform_desktop.ui.pages.measures.sheet.bound_field import Target
from reform_desktop.ui.pages.measures.sheet.columns import Columns
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.model import kind_of
from reform_desktop.ui.pages.measures.sheet.record_fields import RecordFields
from reform_desktop.ui.theme import active_sizes

_PLACES = {"アドレス": "address", "紙": "paper_location"}


class EvidenceDetails(QWidget):
    """資料名, 年度, where it is, and the note; nothing when no piece is chosen."""

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.fields = RecordFields(
            context, "evidence", ("title", "address", "paper_location", "fiscal_year", "note"), self
        )
        self._columns = columns = Columns(self, least=240)
        for name in ("title", "address", "paper_location", "fiscal_year"):
            columns.add(self.fields.box(name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(active_sizes().px(12))
        layout.addWidget(columns)
        layout.addWidget(self.fields.box("note"))
        self.hide()

    def show_evidence(self, one: Evidence | None) -> None:
        """Show a piece; typing in the one before was committed when the focus left it."""
        if one is None:
            self.hide()
            self.fields.forget()
            return
        if one.id != self.fields.row:
            self.fields.commit_pending()
        desk = self._context.desk
        target = Target("evidence", one.id, lambda values: set_values(desk, "evidence", one.id, values))
        self.fields.show(target, to_values(one), context="証拠資料")
        wanted = _PLACES.get(kind_of(one))
        for name in _PLACES.values():
            self.fields.box(name).setVisible(name == wanted or bool(getattr(one, name)))
        self._columns.rearrange()
        self.show()
