"""The list of conflicts beside the one that is chosen, and settling all of a kind at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.services import conflicts
from reform_desktop.ui.pages.conflicts.conflict_view import ConflictView
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from reform_desktop.services.open_points import OpenConflict
    from reform_desktop.ui.session import Session

_ROOM: Final = 1060
"""Pixels for the list and two sides beside each other."""


class ConflictList(QWidget):
    """Left the conflicts in the order of the plan, right all about the chosen one."""

    help_topic = "exchange#競合を解決する"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RowsModel(_columns(), lambda one: one.conflict.conflict, self)
        self.view = RowsView(self.model, "競合の一覧", self, wide=0)
        self.detail = ConflictView(session, self)
        self.owners_button = QPushButton("担当課の値を採る(&O)", self)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self._jump())
        self.detail.jump.connect(self._jump)
        self.owners_button.clicked.connect(self._take_owners)

    def show_rows(self, rows: Sequence[OpenConflict]) -> None:
        """Show other conflicts; after one is settled the next one is chosen."""
        place = max(0, self.view.currentIndex().row())
        self.model.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.choose(min(place, len(rows) - 1))
        every = f"{len(rows):,}件とも" if len(rows) > 1 else ""
        self.owners_button.setText(f"{every}担当課の値を採る(&O)")
        self.owners_button.setEnabled(bool(rows) and not self._session.desk.read_only)
        self._show_chosen()

    def choose(self, row: str, field: str) -> bool:
        """Choose the conflict of a field; False when there is none."""
        for place, one in enumerate(self.model.rows):
            if one.conflict.id == row and field in ("", one.conflict.field):
                self.view.choose(place)
                return True
        return False

    @property
    def chosen(self) -> OpenConflict | None:
        """The chosen conflict."""
        return self.model.row_at(self.view.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the sides by the room there is."""
        super().resizeEvent(event)
        self.detail.set_narrow(narrow=self.width() < active_sizes().px(_ROOM))

    def _show_chosen(self) -> None:
        self.detail.show_conflict(self.model.row_at(self.view.currentIndex()))

    def _jump(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one is not None and one.place.measure_id:
            place = one.place
            self._session.go_to.emit(
                Place("measures", place.measure_id, place.kind, place.row, one.conflict.field, place.fiscal_year)
            )

    def _take_owners(self) -> None:
        rows = [one.conflict for one in self.model.rows]
        done = self._session.perform(lambda: conflicts.take_owners_side(self._session.desk, rows))
        if done is None:
            return
        _saved, count = done
        left = len(rows) - count
        rest = f"担当課の値が一つに決まらない{left:,}件は、そのまま残しました。" if left else ""
        self._session.noticed.emit(f"担当課の値を採って、競合{count:,}件を解決しました。{rest}ほかの内容は履歴に残っています。")

    def _arrange(self) -> None:
        sizes = active_sizes()
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addWidget(self.view, 1)
        left.addWidget(self.owners_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.wide)
        row.addLayout(left, 2)
        row.addWidget(PageScroll(self.detail, self), 3)


def _columns() -> tuple[Column[OpenConflict], ...]:
    return (
        Column("場所", lambda one: one.place.label),
        Column("年度", _year, 52),
        Column("項目", lambda one: one.conflict.label, 128),
    )


def _year(one: OpenConflict) -> str:
    return format_fiscal_year_short(one.place.fiscal_year) if one.place.fiscal_year else ""
