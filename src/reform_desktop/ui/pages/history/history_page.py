"""履歴: the last changes with what stood there before, filtered by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.text import fold
from reform_desktop.services import recounting
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.history.undo_side import UndoSide
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.places import place_of
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel, heading
from reform_desktop.ui.widgets.line_hint import show_whole_hint
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.recounting import Told
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Place, Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 300


class HistoryPage(QWidget):
    """Changes newest first, read in a worker a page at a time."""

    title = "履歴"
    help_topic = "history"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._told: list[Told] = []
        self._limit = recounting.PAGE
        self._more = False
        self._reading = False
        self._stale = True
        self.filter = QLineEdit(self)
        self.with_outline = QCheckBox("最初の内容も表示する(&O)", self)
        self.model = RowsModel(_columns(), lambda one: one.key, self)
        self.view = RowsView(self.model, "変更の履歴", self, wide=1)
        self._where = ElidedLabel("", self)
        self.before, self.after = self._text("変更前"), self._text("変更後")
        self.jump = QPushButton("この項目を開く(&J)", self)
        self.undo_side = UndoSide(session, self)
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._connect()
        self._show_chosen()

    def refresh(self) -> None:
        """Read everything anew."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def commit_pending(self) -> None:
        """Nothing is typed here that is saved."""

    def print_request(self) -> PrintRequest | None:
        """Return the sheet of the measure whose change is chosen, or the list of measures: how they stand now."""
        year = self._session.fiscal_year
        told = self.model.row_at(self.view.currentIndex())
        if told is None or not told.place.measure_id:
            return PrintRequest("list", year)
        return PrintRequest("sheet", year, measure_ids=(told.place.measure_id,), subject=told.place.number)

    def show_place(self, place: Place) -> None:
        """Filter by words."""
        self.filter.setText(place.words)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    # Inner parts

    def _text(self, name: str) -> QPlainTextEdit:
        text = QPlainTextEdit(self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(name)
        text.setFixedHeight(active_sizes().px(112))
        return text

    def _arrange(self) -> None:
        sizes = active_sizes()
        show_whole_hint(self.filter, "取組名、項目名、内容、人で絞り込む")
        self.filter.setAccessibleName("履歴の絞り込み")
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("search", Ink.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        for button, name in zip(self.filter.findChildren(QToolButton), ("検索", "絞り込みを消す"), strict=False):
            button.setAccessibleName(name)
        self.with_outline.setToolTip("ひな形から作ったときに入った内容も並べます。")
        set_look(self._where, Look.LABEL)
        top = QHBoxLayout()
        top.setSpacing(sizes.px(16))
        top.addWidget(self.filter, 1)
        top.addWidget(self.with_outline)
        nothing = EmptyState("変更はまだありません", "入力した内容と前の内容が、ここに並びます。", "", self)
        unfound = EmptyState("見つかりません", "絞り込みの言葉を変えてみてください。", "", self)
        for widget in (self.view, nothing, unfound):
            self._stack.addWidget(widget)
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addLayout(top)
        left.addWidget(self._stack, 1)
        left.addLayout(self._detail())
        both = QHBoxLayout()
        both.setSpacing(sizes.wide)
        both.addLayout(left, 1)
        self.undo_side.setFixedWidth(sizes.px(264))
        both.addWidget(self.undo_side)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addWidget(heading(self.title, Look.TITLE, self))
        column.addLayout(both, 1)

    def _detail(self) -> QVBoxLayout:
        sizes = active_sizes()
        head = QHBoxLayout()
        head.addWidget(self._where, 1)
        head.addWidget(self.jump)
        texts = QHBoxLayout()
        texts.setSpacing(sizes.gap)
        for name, text in (("変更前", self.before), ("変更後", self.after)):
            column = QVBoxLayout()
            column.setSpacing(sizes.tight)
            label = QLabel(name, self)
            label.setBuddy(text)
            set_look(label, Look.SMALL)
            column.addWidget(label)
            column.addWidget(text)
            texts.addLayout(column)
        detail = QVBoxLayout()
        detail.setSpacing(sizes.tight)
        detail.addLayout(head)
        detail.addLayout(texts)
        return detail

    def _connect(self) -> None:
        self._timer.timeout.connect(self._read)
        self._session.changed.connect(self._changed)
        self.filter.textChanged.connect(self._filter)
        self.with_outline.toggled.connect(lambda _on: self.refresh())
        self.model.more_wanted.connect(self._read_more)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(self._open)
        self.jump.clicked.connect(lambda: self._open(self.view.currentIndex()))

    def _changed(self, _saved: Saved) -> None:
        self.refresh()

    def _read_more(self) -> None:
        self._limit += recounting.PAGE
        self._timer.start(0)

    def _read(self) -> None:
        if self._reading:
            return
        self._reading, self._stale = True, False
        self.undo_side.refresh()
        desk, limit, with_outline = self._session.desk, self._limit, self.with_outline.isChecked()

        def work(_context: TaskContext) -> tuple[list[Told], bool]:
            return recounting.tell(desk, limit, with_outline=with_outline)

        self._session.runner.run(
            "履歴を読み込んでいます", work, done=self._show, ended=lambda _task: self._ended(), owner=self
        )

    def _ended(self) -> None:
        self._reading = False
        if self._stale:
            self.refresh()

    def _show(self, found: tuple[list[Told], bool]) -> None:
        self._told, self._more = found
        self._filter()

    def _filter(self) -> None:
        words = fold(self.filter.text()).split()
        rows = [one for one in self._told if all(word in one.words for word in words)] if words else self._told
        self.model.set_rows(rows, more=self._more)
        self._stack.setCurrentIndex(0 if rows else (2 if self._told else 1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        told = self.model.row_at(self.view.currentIndex())
        for text, value in (
            (self.before, told.happening.before if told else ""),
            (self.after, told.happening.after if told else ""),
        ):
            if text.toPlainText() != value:
                text.setPlainText(value)
        self._where.set_text(_sentence(told) if told else "行を選ぶと、変更の前と後を表示します。")
        self.jump.setEnabled(told is not None and _place(told) is not None)

    def _open(self, index: QModelIndex) -> None:
        told = self.model.row_at(index)
        place = _place(told) if told else None
        if place is not None:
            self._session.go_to.emit(place)


def _place(told: Told) -> Place | None:
    place = told.place
    return place_of(place.kind, place.row, told.happening.field, place.measure_id, place.fiscal_year)


def _sentence(told: Told) -> str:
    parts = (told.place.label, told.place.year_label, told.happening.label, _who(told))
    return "　".join(part for part in parts if part)


def _columns() -> tuple[Column[Told], ...]:
    return (
        Column("日時", lambda one: shown_time(one.happening.at), 116),
        Column("場所", lambda one: one.place.label),
        Column("項目", lambda one: one.happening.label, 108),
        Column("変更後", lambda one: _one_line(one.happening.after), 152),
    )


def _who(told: Told) -> str:
    return f"{told.happening.unit} {told.happening.who}"


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "（空）"
