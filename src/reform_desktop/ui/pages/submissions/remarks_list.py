"""What came back, as a list of things to do: each remark leads to its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QIcon

    from reform_desktop.services.exchange.review import Remark
    from reform_desktop.ui.session import Session


class RemarksList(QWidget):
    """Enter or a double click goes to the field; a remark is done when the field was changed since."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._head = heading("", Look.SECTION, self)
        self.model = RowsModel(_columns(), lambda one: (one.place.row, one.field, one.text), self)
        self.view = RowsView(self.model, "差戻しのコメント", self)
        self._head.setBuddy(self.view)
        self.text = ProseLabel("", self)
        set_look(self.text, Look.MUTED)
        sizes = active_sizes()
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        column.addWidget(self.text)
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show what came back; hidden when there was nothing."""
        self.setVisible(bool(remarks))
        self.model.set_rows(remarks)
        left = sum(not one.done for one in remarks)
        self._head.setText(f"直す項目(&D)　残り{left:,}件" if left else "直す項目(&D)　すべて直しました")
        if remarks and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        self.text.set_text(f"{one.text}\n行をダブルクリックするか Enter を押すと、その項目を開きます。" if one else "")

    def _open(self, index: QModelIndex) -> None:
        one = self.model.row_at(index)
        if one is not None and one.place.measure_id:
            place = one.place
            self._session.go_to.emit(
                Place("measures", place.measure_id, place.kind, place.row, one.field, place.fiscal_year)
            )


def _columns() -> tuple[Column[Remark], ...]:
    return (
        Column("状態", lambda one: "直しました" if one.done else "未対応", 124, picture=_picture),
        Column("場所", lambda one: one.place.label, 220),
        Column("年度", _year, 52),
        Column("項目", lambda one: one.label, 120),
        Column("コメント", lambda one: " ".join(one.text.split())),
    )


def _picture(one: Remark) -> QIcon:
    return icon("check", Ink.SUCCESS) if one.done else icon("edit", Ink.WARNING)


def _year(one: Remark) -> str:
    return format_fiscal_year_short(one.place.fiscal_year) if one.place.fiscal_year else ""
