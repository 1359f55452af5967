"""The open year: everything that is filled in for one fiscal year, plan first, then what is written at its end."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue, to_values
from reform_desktop.services.copy_forward import PLAN_FIELDS, TEXT_FIELDS
from reform_desktop.services.editing import set_in_year
from reform_desktop.services.measures import MeasureView
from reform_desktop.store.write import Saved
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField, Target
from reform_desktop.ui.pages.measures.sheet.columns import Columns
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.copying import CopyForward
from reform_desktop.ui.pages.measures.sheet.last_year import BesideLastYear
from reform_desktop.ui.pages.measures.sheet.record_fields import RecordFields
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

PLAN = (("stage", "outside_evaluation"), ("target", "plan"), ("cost_cut_planned", "revenue_planned"))
RESULT = (
    ("midyear", "result"),
    ("grade",),
    ("reason", "next_step"),
    ("cost_cut_actual", "revenue_actual", "hours_saved"),
)
_BESIDE = "last-year-beside"
_OTHER_TEXTS = tuple(name for name in TEXT_FIELDS if name not in PLAN_FIELDS)
_SMALL = frozenset(
    {"stage", "outside_evaluation", "cost_cut_planned", "revenue_planned", "cost_cut_actual", "revenue_actual"}
)


class OpenYear(QFrame):
    """The form of one fiscal year; built once and filled for the year that is open."""

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.fiscal_year = context.session.fiscal_year
        names = [name for group in (*PLAN, *RESULT) for name in group]
        self.fields = RecordFields(context, "year_record", names, self)
        self._head = heading("", Look.HEADING, self)
        self._settings = Settings()
        self.copying = CopyForward(context, self)
        self.beside: dict[str, BesideLastYear] = {}
        self._pairs: list[tuple[Columns, int]] = []
        self.last_year_button = QPushButton("前年度の内容(&L)", self)
        self.last_year_button.setAccessibleDescription("前年度の文章を並べて表示したり、写したりします。")
        set_look(self.last_year_button, Look.QUIET)
        menu = QMenu(self)
        self.beside_action = menu.addAction("前年度の文章を並べる(&B)")
        self.beside_action.setCheckable(True)
        menu.addSeparator()
        self.copy_actions = self._add_copies(menu)
        self.last_year_button.setMenu(menu)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        set_ground(self, Ground.CARD)
        side = active_sizes().px(12)
        top = QVBoxLayout()
        top.setContentsMargins(side, active_sizes().gap, side, 0)
        top.addWidget(self._head)
        top.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._ground("計画（年度の初めに書きます）", Ground.PLAN, PLAN))
        layout.addWidget(self._ground("実績・評価（10月と年度末に書きます）", Ground.RESULT, RESULT))
        layout.addStretch(1)
        self.beside_action.toggled.connect(self._set_beside)
        self.beside_action.setChecked(bool(self._settings.text(_BESIDE)))

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        stops: list[QWidget] = [self.last_year_button]
        for name, bound in self.fields.fields.items():
            stops.append(bound.control)
            if name in self.beside:
                stops.append(self.beside[name].copy_button)
        return stops

    def bound_fields(self) -> list[BoundField]:
        """Return the fields in reading order."""
        return list(self.fields.fields.values())

    def show_year(self, view: MeasureView, fiscal_year: int, note: str) -> None:
        """Show one year of a measure; ``note`` says why nothing is asked of it."""
        self.fiscal_year = fiscal_year
        words = format_fiscal_year(fiscal_year)
        self._head.setText(words)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        record = view.dossier.years.get(fiscal_year)
        measure_id = view.id

        def write(values: Mapping[str, JsonValue]) -> Saved:
            return set_in_year(self._context.desk, measure_id, fiscal_year, values)

        row = record.id if record else child_row_id(KINDS["year_record"], measure_id, (fiscal_year,))
        self._show_last_year(view)
        self.fields.show(Target("year_record", row, write), to_values(record) if record else None, context=words)

    def _ground(self, title: str, ground: Ground, groups: tuple[tuple[str, ...], ...]) -> QFrame:
        sizes = active_sizes()
        frame = QFrame(self)
        set_ground(frame, ground)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(sizes.px(12), sizes.gap, sizes.px(12), sizes.px(12))
        layout.setSpacing(sizes.px(12))
        layout.addWidget(heading(title, Look.LABEL, frame))
        for group in groups:
            small = set(group) <= _SMALL | {"hours_saved"}
            columns = Columns(frame, least=130 if small else 320, most=len(group))
            for name in group:
                columns.add(self._beside(name) if name in TEXT_FIELDS else self.fields.box(name))
            if set(group) <= set(TEXT_FIELDS):
                self._pairs.append((columns, len(group)))
            layout.addWidget(columns)
        return frame

    # What last year says

    def _beside(self, name: str) -> BesideLastYear:
        made = BesideLastYear(self.fields.box(name), KINDS["year_record"].fields[name], self)
        made.copy_wanted.connect(lambda field: self._copy((field,)))
        self.beside[name] = made
        return made

    def _set_beside(self, on: bool) -> None:  # noqa: FBT001 -- the signature of Qt's signal
        self._settings.set_text(_BESIDE, "1" if on else "")
        for columns, most in self._pairs:
            columns.set_most(1 if on else most)
        for one in self.beside.values():
            one.set_beside(on=on)

    def _show_last_year(self, view: MeasureView) -> None:
        before = view.dossier.years.get(self.fiscal_year - 1)
        for name, one in self.beside.items():
            may_copy = not self._context.lock_reason("year_record", name)
            one.show_text(self.fiscal_year - 1, getattr(before, name) if before else "", may_copy=may_copy)
        may_copy = before is not None and not self._context.lock_reason("year_record", "plan")
        for action in self.copy_actions:
            action.setEnabled(may_copy)

    def _add_copies(self, menu: QMenu) -> tuple[QAction, ...]:
        texts = (*PLAN_FIELDS, *_OTHER_TEXTS)
        return (
            menu.addAction("計画の欄を写す(&P)", lambda: self._copy(PLAN_FIELDS)),
            menu.addAction("計画の欄とすべての文章を写す(&T)", lambda: self._copy(texts)),
            menu.addAction("指標の目標値も、すべて写す(&A)", lambda: self._copy(texts, with_targets=True)),
        )

    def _copy(self, names: tuple[str, ...], *, with_targets: bool = False) -> None:
        self.fields.commit_pending()
        self.copying.copy(names, with_targets=with_targets)
