"""The heading of the sheet: number, ◆, title, place in the plan, departments, years; the division edits them here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.numbering import item_number
from reform_desktop.domain.values import to_values
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.pages.measures.sheet.columns import Columns
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.record_fields import RecordFields
from reform_desktop.ui.pages.measures.sheet.texts import measure_target
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.headings import WrappedLabel
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.several_field import SeveralField

PRIORITY = "◆"
NAMES = (
    "title",
    "lead_department_id",
    "related_department_ids",
    "first_fiscal_year",
    "last_fiscal_year",
    "retired_from",
    "priority",
)
_DEPARTMENTS = ("lead_department_id", "related_department_ids")


class HeadingPart(QWidget):
    """What the measure is and whose; the fields behind it open with one button."""

    help_topic = "measures#取組シートに入力する"

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._title = WrappedLabel("", self, Look.HEADING)
        self._path = WrappedLabel("", self, Look.SMALL)
        self._summary = WrappedLabel("", self)
        self._toggle = QPushButton(self)
        self._toggle.setCheckable(True)
        set_look(self._toggle, Look.QUIET)
        self.fields = RecordFields(context, "measure", NAMES, self, options=self._department_options())
        self._details = self._build_details()
        self._details.hide()
        self._toggle.toggled.connect(self._show_details)
        self._arrange()

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        return [self._toggle, *(bound.control for bound in self.bound_fields())]

    def bound_fields(self) -> list[BoundField]:
        """Return the fields in reading order."""
        return list(self.fields.fields.values())

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        dossier = view.dossier
        mark = f"{PRIORITY} " if dossier.measure.priority else ""
        self._title.set_text(f"{dossier.number}　{mark}{dossier.measure.title}")
        self._title.setAccessibleName(f"{dossier.number} {'重点の取組 ' if mark else ''}{dossier.measure.title}")
        self._path.set_text(_path(dossier))
        self._summary.set_text(_summary(dossier))
        self.fields.show(measure_target(self._context, view.id), to_values(dossier.measure))
        self._name_toggle()

    def departments_changed(self) -> None:
        """Offer the departments anew."""
        for name, entries in self._department_options().items():
            control = self.fields.fields[name].control
            if isinstance(control, ChoiceField | SeveralField):
                control.set_options(entries)

    def commit_pending(self) -> None:
        """Commit what is typed."""
        self.fields.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return self.fields.unsaved()

    def mark(self, words: str) -> None:
        """Mark what a search found; the title stands in a field too, which opens when it holds a hit."""
        self.fields.mark(words)

    def go_to(self, place: Place) -> bool:
        """Focus the field that the place names, opening the fields first."""
        if place.kind != "measure" or place.field not in self.fields.fields:
            return False
        self._toggle.setChecked(True)
        self.fields.fields[place.field].focus()
        return True

    def _department_options(self) -> dict[str, tuple[Option, ...]]:
        options = tuple(Option(one.id, one.name) for one in self._context.session.departments)
        return dict.fromkeys(_DEPARTMENTS, options)

    def _build_details(self) -> QWidget:
        details = QWidget(self)
        years = Columns(details, least=150, most=4)
        for name in ("first_fiscal_year", "last_fiscal_year", "retired_from", "priority"):
            years.add(self.fields.box(name))
        departments = Columns(details)
        for name in _DEPARTMENTS:
            departments.add(self.fields.box(name))
        layout = QVBoxLayout(details)
        layout.setContentsMargins(0, active_sizes().gap, 0, 0)
        layout.setSpacing(active_sizes().px(12))
        layout.addWidget(self.fields.box("title"))
        layout.addWidget(departments)
        layout.addWidget(years)
        return details

    def _arrange(self) -> None:
        sizes = active_sizes()
        top = QHBoxLayout()
        top.setSpacing(sizes.px(12))
        above = Qt.AlignmentFlag.AlignTop
        top.addWidget(self._title, 1)
        top.addWidget(self._toggle, alignment=above)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(sizes.tight)
        layout.addWidget(self._path)
        layout.addLayout(top)
        layout.addWidget(self._summary)
        layout.addWidget(self._details)

    def _show_details(self, shown: bool) -> None:  # noqa: FBT001 -- Qt's signal
        self._details.setVisible(shown)
        self._name_toggle()

    def _name_toggle(self) -> None:
        reason = self._context.lock_reason("measure", "title")
        closed = "基本情報を見る" if reason else "基本情報を編集"
        self._toggle.setText("基本情報を閉じる" if self._toggle.isChecked() else closed)
        self._toggle.setIcon(icon("lock" if reason else "edit", Ink.MUTED))
        self._toggle.setToolTip(reason)
        self._toggle.setAccessibleDescription(reason)


def _path(dossier: MeasureDossier) -> str:
    policy, item = dossier.policy, dossier.item
    steps = []
    if policy is not None:
        steps.append(f"方針{policy.number or '?'} {policy.title}")
    if item is not None:
        steps.append(f"推進項目{item_number(policy.number if policy else None, item.number)} {item.title}")
    return "　›　".join(steps)


def _summary(dossier: MeasureDossier) -> str:
    measure = dossier.measure
    lead = dossier.lead_department.name if dossier.lead_department else "（未定）"
    parts = [f"担当課：{lead}"]
    if dossier.related_departments:
        parts.append(f"関係課：{'、'.join(one.name for one in dossier.related_departments)}")
    if measure.first_fiscal_year or measure.last_fiscal_year:
        ends = (measure.first_fiscal_year, measure.last_fiscal_year)
        parts.append(f"期間：{'～'.join(format_fiscal_year(one) if one else '' for one in ends)}")
    if measure.retired_from:
        parts.append(f"{format_fiscal_year(measure.retired_from)}から廃止")
    return "　　".join(parts)
