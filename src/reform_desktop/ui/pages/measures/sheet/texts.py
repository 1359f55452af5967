"""現状・課題・取組内容・全体目標・目標効果, and at the end of the sheet 引継ぎ事項 and 連絡先."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.domain.values import to_values
from reform_desktop.services.editing import set_values
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField, Target
from reform_desktop.ui.pages.measures.sheet.columns import Columns
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.record_fields import RecordFields
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading

WHAT = ("current_state", "issues", "approach", "overall_goal", "expected_effect")
HANDOVER = ("handover", "contact")


def measure_target(context: SheetContext, measure_id: str) -> Target:
    """Return the target of the measure's own fields."""
    return Target("measure", measure_id, lambda values: set_values(context.desk, "measure", measure_id, values))


class TextsPart(QWidget):
    """Long texts of the measure itself under one heading."""

    help_topic = "measures#取組シートに入力する"

    def __init__(self, context: SheetContext, title: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.fields = RecordFields(context, "measure", names, self, show_labels=len(names) > 1)
        columns = Columns(self, most=2 if len(names) > 1 else 1)
        for name in names:
            columns.add(self.fields.box(name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(active_sizes().gap)
        layout.addWidget(SectionHeading(title, self))
        layout.addWidget(columns)

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        return [bound.control for bound in self.bound_fields()]

    def bound_fields(self) -> list[BoundField]:
        """Return the fields in reading order."""
        return list(self.fields.fields.values())

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        self.fields.show(measure_target(self._context, view.id), to_values(view.dossier.measure))

    def commit_pending(self) -> None:
        """Commit what is typed."""
        self.fields.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return self.fields.unsaved()

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self.fields.mark(words)

    def go_to(self, place: Place) -> bool:
        """Focus the field that the place names."""
        if place.kind != "measure" or place.field not in self.fields.fields:
            return False
        self.fields.fields[place.field].focus()
        return True
