"""入力チェック: what is missing or contradictory in the year, and the way there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.checks import Finding, Severity
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.wording import WORDING_RULES
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QIcon, QShowEvent

    from reform_desktop.services.findings import Checked
    from reform_desktop.ui.session import Session

TITLE = "入力チェック"
NONE = "指摘はありません"
CHECKING = "確認しています…"


class ChecksPanel(QWidget):
    """The list of findings of the session's year. Enter or a double click goes to the field."""

    title = TITLE
    help_topic = "checks"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._watch = watch_of(session)
        self._head = heading(TITLE, Look.SECTION, self)
        self._count = ElidedLabel(CHECKING, self)
        set_look(self._count, Look.SMALL)
        self.model = RowsModel(_columns(), _key, self)
        self.view = RowsView(self.model, TITLE, self)
        self.view.setIconSize(QSize(active_sizes().icon, active_sizes().icon))
        self.hints_button = QPushButton("文章のヒント(&H)", self)
        self.hints_button.setAccessibleDescription("どのヒントを表示するかを選びます。")
        self.hints_button.setMenu(self._hints_menu())
        set_look(self.hints_button, Look.QUIET)
        self._empty = EmptyState(NONE, "", "", self)
        self._waiting = EmptyState(CHECKING, "", "", self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self.view.opened.connect(self._open)
        self._watch.updated.connect(self._show)
        if self._watch.checked is not None:
            self._show(self._watch.checked)

    @property
    def count(self) -> int:
        """How many findings there are now, hints aside."""
        return sum(one.severity is not Severity.HINT for one in self.model.rows)

    def refresh(self) -> None:
        """Check everything again."""
        self._watch.check_anew()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to check when somebody looks."""
        super().showEvent(event)
        self._watch.want()

    def _arrange(self) -> None:
        sizes = active_sizes()
        head = QHBoxLayout()
        head.setContentsMargins(sizes.px(12), sizes.gap, sizes.px(12), sizes.gap)
        head.setSpacing(sizes.px(12))
        head.addWidget(self._head)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.hints_button)
        for widget in (self._waiting, self._empty, self.view):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)

    def _hints_menu(self) -> QMenu:
        menu = QMenu(self)
        for rule in WORDING_RULES:
            action = menu.addAction(rule.label)
            action.setCheckable(True)
            action.setChecked(rule.code in self._watch.wording)
            action.toggled.connect(partial(self._switch, rule.code))
        return menu

    def _switch(self, code: str, on: bool) -> None:  # noqa: FBT001 -- the signature of Qt's signal
        self._watch.switch_wording(code, on=on)

    def _show(self, checked: Checked) -> None:
        self.model.set_rows((*checked.findings, *checked.hints))
        errors = sum(one.severity is Severity.ERROR for one in checked.findings)
        head = f"{TITLE} {self.count:,}件" if self.count else TITLE
        if head != self._head.text():
            self._head.setText(head)
            announce(self._head, head)
        self._count.set_text(_summary(checked, errors))
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self._empty)

    def _open(self, index: QModelIndex) -> None:
        finding = self.model.row_at(index)
        place = place_of(finding, is_division=self._session.desk.is_division) if finding else None
        if place is None:
            self._session.noticed.emit("この指摘は政策・デジタル推進課のファイルで直します。")
        else:
            self._session.go_to.emit(place)


def place_of(finding: Finding, *, is_division: bool) -> Place | None:
    """Return where a finding is put right; ``None`` for the outline in a department's file."""
    if finding.measure_id:
        return Place("measures", finding.measure_id, finding.kind, finding.row_id, finding.field, finding.fiscal_year)
    return Place("arrangement", "", finding.kind, finding.row_id, finding.field) if is_division else None


def _summary(checked: Checked, errors: int) -> str:
    year = format_fiscal_year(checked.fiscal_year)
    hints = f"・ヒント {len(checked.hints):,}件" if checked.hints else ""
    if not checked.findings:
        return f"{year}　{NONE}{hints}" if hints else year
    more = "（はじめの分だけを表示しています）" if checked.more else ""
    return f"{year}　要修正 {errors:,}件・確認 {len(checked.findings) - errors:,}件{hints}{more}"


def _columns() -> tuple[Column[Finding], ...]:
    return (
        Column("区分", lambda one: one.severity.label, 104, picture=_picture),
        Column("番号", lambda one: one.measure_number or "計画", 96),
        Column("指摘", lambda one: one.message),
    )


def _picture(finding: Finding) -> QIcon:
    if finding.severity is Severity.ERROR:
        return icon("error", Ink.ERROR)
    return icon("information") if finding.severity is Severity.HINT else icon("warning", Ink.WARNING)


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.row_id, finding.field, finding.message
