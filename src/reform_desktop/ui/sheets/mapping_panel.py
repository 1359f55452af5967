"""列の割当て: which column of a sheet without hidden keys is which field; chosen one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.sheet_import.grid import address
from reform_desktop.services.sheet_import.headings import needs_year, targets
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reform_desktop.services.sheet_import.mapping import ColumnUse, Mapping, SheetUse

NOT_TAKEN = "（取り込まない）"


@dataclass(frozen=True, slots=True)
class Use:
    """One line: a column of a sheet."""

    sheet: int
    place: int
    name: str
    column: ColumnUse


class MappingPanel(QWidget):
    """``mapped`` carries the corrected `Mapping`."""

    mapped = Signal(object)

    def __init__(self, years: Iterable[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mapping: Mapping | None = None
        self.model: RowsModel[Use] = RowsModel(_columns(), lambda one: (one.sheet, one.place), self)
        self.view = RowsView(self.model, "列の割当て", self, wide=1)
        self.target = ChoiceField([Option(name, words) for name, words in targets().items()], self, nothing=NOT_TAKEN)
        self.year = ChoiceField([Option(year, format_fiscal_year(year)) for year in years], self, nothing=None)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.target.committed.connect(self._set_target)
        self.year.committed.connect(self._set_year)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show how the file is read."""
        self._mapping = mapping
        self.model.set_rows(
            [
                Use(number, place, sheet.name, column)
                for number, sheet in enumerate(mapping.sheets)
                for place, column in enumerate(sheet.columns)
            ]
        )
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self.year.set_value(mapping.fiscal_year)
        self._show_chosen()

    def commit_pending(self) -> None:
        """Take what was chosen with the keys."""
        self.target.commit_pending()
        self.year.commit_pending()

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        self.target.setEnabled(one is not None)
        if one is not None:
            self.target.load_value(one.column.target or None)

    def _set_target(self, target: object) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one is None or self._mapping is None or (target or "") == one.column.target:
            return
        sheets = list(self._mapping.sheets)
        sheets[one.sheet] = _with_target(sheets[one.sheet], one.place, str(target or ""))
        self._send(msgspec.structs.replace(self._mapping, sheets=tuple(sheets)))

    def _set_year(self, year: object) -> None:
        if self._mapping is not None and isinstance(year, int) and year != self._mapping.fiscal_year:
            self._send(msgspec.structs.replace(self._mapping, fiscal_year=year))

    def _send(self, mapping: Mapping) -> None:
        self.show_mapping(mapping)
        self.mapped.emit(mapping)

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.view.setMinimumHeight(sizes.px(140))
        fields = QGridLayout()
        fields.setHorizontalSpacing(sizes.px(16))
        fields.addWidget(LabeledField("選んだ列の項目", self.target), 0, 0)
        fields.addWidget(LabeledField("見出しに年度のない列の年度", self.year), 0, 1)
        fields.setColumnStretch(0, 1)
        fields.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(self.view, 1)
        column.addLayout(fields)


def _with_target(sheet: SheetUse, place: int, target: str) -> SheetUse:
    columns = list(sheet.columns)
    columns[place] = msgspec.structs.replace(columns[place], target=target)
    return msgspec.structs.replace(sheet, columns=tuple(columns), skip=False)


def _columns() -> tuple[Column[Use], ...]:
    words = targets()

    def year(one: Use) -> str:
        known = one.column.fiscal_year
        return format_fiscal_year(known) if known is not None and needs_year(one.column.target) else ""

    return (
        Column("シート", lambda one: one.name, 140),
        Column("見出し", lambda one: one.column.heading),
        Column("場所", _place, 64),
        Column("項目", lambda one: words.get(one.column.target, NOT_TAKEN), 220),
        Column("年度", year, 132),
    )


def _place(one: Use) -> str:
    if one.column.row is not None:
        return address(one.column.row, one.column.column)
    return f"{address(0, one.column.column)[:-1]}列"
