"""指標 on the sheet: the grid with its buttons and its sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.services.arrangement import add, delete_with_parts, move, plan_deletion
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.grid.message import GridMessage
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.indicators.grid import IndicatorGrid
from reform_desktop.ui.pages.measures.sheet.indicators.model import IndicatorModel
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading
from reform_desktop.ui.widgets.roles import Look, set_look

NEW_NAME = "新しい指標"


class IndicatorsPart(QWidget):
    """Adding, removing and ordering indicators stands above the grid, what was refused below it."""

    help_topic = "indicators"

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model = IndicatorModel(context, self)
        self.grid = IndicatorGrid(context, self.model, self)
        self.message = GridMessage(self)
        self._none = QLabel("指標はまだありません。「指標を追加」で、何で成果を測るかを書きます。", self)
        self._none.setWordWrap(True)
        set_look(self._none, Look.MUTED)
        self.add_button = self._button("指標を追加", "add", self.add_indicator)
        self.up_button = self._button("上へ", "up", lambda: self.move_indicator(-1))
        self.down_button = self._button("下へ", "down", lambda: self.move_indicator(1))
        self.remove_button = self._button("削除", "remove", self.remove_indicator)
        for button, name in (
            (self.up_button, "選んだ指標を上へ"),
            (self.down_button, "選んだ指標を下へ"),
            (self.remove_button, "選んだ指標を削除"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self._arrange()
        self.model.refused.connect(self.message.say)
        self.grid.said.connect(self.message.say)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._enable())

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        years = self._context.session.fiscal_years
        self.model.show_view(view, sorted({*years, *_years_with_values(view)}))
        empty = not view.dossier.indicators
        self._none.setVisible(empty)
        self.grid.setVisible(not empty)
        self._enable()

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        return [self.add_button, self.up_button, self.down_button, self.remove_button, self.grid]

    def commit_pending(self) -> None:
        """Commit the cell that is being edited."""
        self.grid.commit_pending()

    def unsaved(self) -> list[str]:
        """Return what could not be saved."""
        return ["指標"] if self.model.has_refused else []

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self.model.mark(words)

    def go_to(self, place: Place) -> bool:
        """Focus the cell that the place names; the first one when it names a measure without indicators."""
        if place.kind not in ("indicator", "indicator_value"):
            return False
        year = place.fiscal_year if place.kind == "indicator_value" else None
        index = self.model.find(place.row, place.field, year)
        if index.isValid():
            self.grid.go_to(index)
        else:
            (self.add_button if self.grid.isHidden() else self.grid).setFocus()
        return True

    def add_indicator(self) -> None:
        """Add an indicator at the end and begin to type its name."""
        view = self._context.view
        if view is None:
            return
        self.commit_pending()
        made = self._context.session.perform(lambda: add(self._context.desk, "indicator", view.id, {"name": NEW_NAME}))
        if made is not None:
            index = self.model.find(made[0], "name", None)
            self.grid.go_to(index)
            self.grid.edit(index)

    def move_indicator(self, by: int) -> None:
        """Move the current indicator up or down."""
        row = self._current_row()
        if row is None or not 0 <= row + by < self.model.rowCount():
            return
        self.commit_pending()
        name = self.model.indicators[row].indicator.id
        self._context.session.perform(lambda: move(self._context.desk, "indicator", name, to_place=row + by + 1))
        self.grid.go_to(self.model.find(name, "name", None))

    def remove_indicator(self) -> None:
        """Remove the current indicator with its values; one undo brings all back."""
        row = self._current_row()
        if row is None:
            return
        self.commit_pending()
        doomed, desk = self.model.indicators[row].indicator, self._context.desk
        gone = self._context.session.perform(
            lambda: delete_with_parts(desk, plan_deletion(desk, "indicator", doomed.id))
        )
        if gone is not None:
            self._context.session.noticed.emit(f"指標「{doomed.name}」を削除しました。「元に戻す」で戻せます。")
        if self.model.rowCount():
            self.grid.go_to(self.model.index(min(row, self.model.rowCount() - 1), 0))
        else:
            self.add_button.setFocus()

    def _button(self, text: str, picture: str, act: object) -> QPushButton:
        button = QPushButton(icon(picture), text, self)
        set_look(button, Look.QUIET)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        head = SectionHeading("指標", self)
        for button in (self.add_button, self.up_button, self.down_button, self.remove_button):
            head.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(active_sizes().gap)
        layout.addWidget(head)
        for widget in (self._none, self.grid, self.message):
            layout.addWidget(widget)

    def _current_row(self) -> int | None:
        index = self.grid.currentIndex()
        return index.row() if index.isValid() and index.row() < self.model.rowCount() else None

    def _enable(self) -> None:
        reason = self._context.lock_reason("indicator", "name")
        row = self._current_row()
        self.add_button.setEnabled(not reason)
        self.add_button.setToolTip(reason)
        self.remove_button.setEnabled(not reason and row is not None)
        self.up_button.setEnabled(not reason and row is not None and row > 0)
        self.down_button.setEnabled(not reason and row is not None and row + 1 < self.model.rowCount())


def _years_with_values(view: MeasureView) -> set[int]:
    return {year for one in view.dossier.indicators for year in one.values}
