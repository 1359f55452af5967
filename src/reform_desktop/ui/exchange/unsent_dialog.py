"""前回の提出からの変更: what a department would hand in now that it has not handed in yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.places import place_of
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel, heading
from reform_desktop.ui.widgets.page_scroll import scrolling_text
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from reform_desktop.services.exchange.review import Review, Reviewed
    from reform_desktop.ui.session import Place, Session
    from reform_desktop.ui.tasks import TaskContext

_TITLE = "前回の提出からの変更"


class UnsentDialog(Dialog):
    """The same view that the division gets of what was handed in, before it is handed in. Not modal."""

    help_topic: ClassVar[str] = "submissions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_TITLE)
        self._about = ProseLabel("", self)
        self.model = RowsModel(_columns(), lambda one: one.key, self)
        self.view = RowsView(self.model, _TITLE, self, wide=0)
        self._where = ElidedLabel("", self)
        self.text = MarkedText("変更した内容", self)
        self._stack = QStackedWidget(self)
        self.jump = QPushButton("この項目を開く(&J)", self)
        self.close_button = QPushButton("閉じる", self)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self._go())
        self.jump.clicked.connect(self._go)
        self.close_button.clicked.connect(self.reject)
        self._read()

    def _read(self) -> None:
        desk = self._session.desk

        def work(_context: TaskContext) -> Review:
            from reform_desktop.services.exchange.review import unsent  # noqa: PLC0415 -- cryptography loads late

            return unsent(desk)

        self._session.runner.run("変更点を調べています", work, done=self._show, owner=self)

    def _show(self, review: Review) -> None:
        self.model.set_rows(review.changes)
        self._about.set_text(_about(review))
        self._stack.setCurrentIndex(0 if review.changes else 1)
        self.view.choose(0)
        self.view.setFocus()
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        self.jump.setEnabled(one is not None and _place(one) is not None)
        if one is not None:
            self._where.set_text(f"{one.place.label}　{one.label}")
            self.text.show_text(one.after, one.before)

    def _go(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        place = _place(one) if one else None
        if place is not None:
            self._session.go_to.emit(place)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._where, Look.LABEL)
        set_look(self.close_button, Look.QUIET)
        right = QVBoxLayout()
        right.setSpacing(sizes.gap)
        right.addWidget(self._where)
        right.addWidget(scrolling_text(self.text, self), 1)
        body = QWidget(self)
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(sizes.px(16))
        both.addWidget(self.view, 3)
        both.addLayout(right, 2)
        self._stack.addWidget(body)
        nothing = "前回の提出のあとに変更した項目はありません。"
        self._stack.addWidget(EmptyState("変更はありません", nothing, "", self))
        buttons = QHBoxLayout()
        buttons.addWidget(self.jump)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading(_TITLE, Look.HEADING, self))
        column.addWidget(self._about)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        self.resize(sizes.px(960), sizes.px(560))


def _about(review: Review) -> str:
    count = f"{len(review.changes):,}件"
    if review.previous:
        when = shown_time(review.previous)
        return f"前回の提出（{when}）のあとに変わった項目は{count}です。提出すると推進課に届きます。"
    return f"このファイルからは、まだ提出していません。提出すると、変更した{count}の項目が推進課に届きます。"


def _place(one: Reviewed) -> Place | None:
    place = one.place
    return place_of(place.kind, place.row, one.field, place.measure_id, place.fiscal_year, is_division=False)


def _columns() -> tuple[Column[Reviewed], ...]:
    return (
        Column("場所", lambda one: one.place.label),
        Column("年度", _year, 52),
        Column("項目", lambda one: one.label, 124),
    )


def _year(one: Reviewed) -> str:
    return format_fiscal_year_short(one.place.fiscal_year) if one.place.fiscal_year else ""
