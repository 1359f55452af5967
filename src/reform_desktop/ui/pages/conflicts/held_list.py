"""The changes that are here but not applied, each with the reason and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.services.open_points import HeldLine


class HeldList(QWidget):
    """A table, and below it the chosen change in full."""

    help_topic = "exchange#保留"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(_columns(), lambda one: (one.change, one.field), self)
        self.view = RowsView(self.model, "保留の一覧", self, wide=1)
        self._where = ElidedLabel("", self)
        self.advice = ProseLabel("", self)
        self.content = ProseLabel("", self)
        set_look(self._where, Look.LABEL)
        set_look(self.advice, Look.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_sizes().gap)
        column.addWidget(self.view, 1)
        for widget in (self._where, self.advice, self.content):
            column.addWidget(widget)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())

    def show_rows(self, rows: Sequence[HeldLine]) -> None:
        """Show other changes; the chosen one stays."""
        self.model.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        self._where.set_text(f"{one.reason}　{one.place.label}　{one.label}" if one else "")
        self.advice.set_text(one.advice if one else "")
        self.content.set_text((one.shown or "（空）") if one else "")


def _columns() -> tuple[Column[HeldLine], ...]:
    return (
        Column("理由", lambda one: one.reason, 152),
        Column("場所", lambda one: f"{one.place.label}　{one.place.year_label}".strip()),
        Column("項目", lambda one: one.label, 120),
        Column("内容", lambda one: " ".join(one.shown.split()) or "（空）", 180),
        Column("だれが", lambda one: one.who, 120),
        Column("日時", lambda one: shown_time(one.at), 112),
        Column("取込み", lambda one: one.source, 160),
    )
