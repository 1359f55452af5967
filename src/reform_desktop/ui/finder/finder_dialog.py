"""探す: what is typed is looked for at once in everything that the file holds, and Enter goes there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.services import finding
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.finder.finds_delegate import FindsDelegate
from reform_desktop.ui.finder.finds_model import FindsModel
from reform_desktop.ui.pages.measures.filter_bar import FilterBar
from reform_desktop.ui.places import place_of
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.line_hint import show_whole_hint
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.services.finding import Group, Line
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import Task, TaskContext

_TITLE: Final = "探す"
_PAUSE: Final = 120
"""Milliseconds without a key before the file is asked: a word of Japanese comes in one piece from the input method."""

_HINT: Final = "言葉や番号を入れます（例：窓口、1-1-2、112）"
_HOW: Final = "↓ で結果へ、Enter で開きます。取組の番号を入れて Enter を押すと、その取組へ移ります。"
_WHERE: Final = "取組、指標、実績、証拠資料、意見、課など、このファイルのすべてから探します。"


class FinderDialog(Dialog):
    """Not modal: what was found stays while one goes from one place to the next."""

    help_topic: ClassVar[str] = "search"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task[list[Group]] | None = None
        self._shown_for: object = None
        self._open_first = False
        self.setWindowTitle(_TITLE)
        self.setModal(False)
        self.filter = FilterBar(session, self, wide=True)
        self.filter.reset()
        self.box = self.filter.search
        show_whole_hint(self.box, _HINT)
        self.box.setAccessibleName("言葉か番号")
        self.model = FindsModel(self)
        self.list = self._build_list()
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._timer.timeout.connect(self._look)
        self.filter.words_changed.connect(self._timer.start)
        self.filter.choice_changed.connect(self._timer.start)
        session.changed.connect(lambda _saved: self._stale())
        session.search_renewed.connect(self._stale)
        self.box.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)

    def begin(self) -> None:
        """Show the box with its words marked, so that new ones replace them."""
        self.show()
        self.activateWindow()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↓ go from the box to the finds and ↑ back; Enter in the box opens the first one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.box:
                return self._key_in_box(event)
            return self._key_in_list(event)
        return super().eventFilter(watched, event)

    # Inner parts

    def _build_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(FindsDelegate(view))
        view.setAccessibleName("見つかったもの")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        return view

    def _arrange(self) -> None:
        sizes = active_sizes()
        self._start = EmptyState("何を探しますか", _WHERE, "", self)
        self._nothing = EmptyState("見つかりませんでした", "言葉を短くするか、絞り込みを解除してください。", "", self)
        for widget in (self._start, self.list, self._nothing):
            self._stack.addWidget(widget)
        how = QLabel(_HOW, self)
        how.setWordWrap(True)
        set_look(how, Look.SMALL)
        foot = QHBoxLayout()
        foot.addWidget(how, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.px(16), sizes.px(16), sizes.px(16), sizes.px(12))
        column.setSpacing(sizes.gap)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.resize(QSize(sizes.px(820), sizes.px(560)))

    def _stale(self) -> None:
        self._shown_for = None
        if self.isVisible():
            self._timer.start()

    def _look(self) -> None:
        words, within = self.filter.words, self.filter.chosen()
        if self._shown_for == (words, within):
            self._open_if_asked()
            return
        if not words:
            self._show([], words)
            return
        if self._task is not None:
            self._timer.start()  # the answer that is coming is old; ask again when it is there
            return
        desk, asked = self._session.desk, (words, within)

        def work(_context: TaskContext) -> list[Group]:
            return finding.find(desk, words, within)

        def ended(_task: object) -> None:
            self._task = None

        def done(groups: list[Group]) -> None:
            self._shown_for = asked
            if self.filter.words == words:
                self._show(groups, words)

        self._task = self._session.runner.run(
            "探しています", work, done=done, failed=self._session.failed.emit, ended=ended, owner=self, urgent=True
        )

    def _show(self, groups: list[Group], words: str) -> None:
        self.model.show(groups, words)
        found = self.model.count
        more = any(group.more for group in groups)
        self._stack.setCurrentWidget(self.list if found else (self._nothing if words else self._start))
        count = f"{found:,}件{'以上' if more else ''}" if words else ""
        self.filter.show_count(count)
        self.list.setCurrentIndex(self.model.next_line(0, 1))
        if words:
            news = count if found else "見つかりませんでした"
            announce(self, news)
        self._open_if_asked()

    def _key_in_box(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down if self.model.count:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                if not self.list.currentIndex().isValid():
                    self.list.setCurrentIndex(self.model.next_line(0, 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open_first = True
                self._look()
            case Qt.Key.Key_Escape if self.filter.words:
                self.box.clear()
            case _:
                return False
        return True

    def _key_in_list(self, event: QKeyEvent) -> bool:
        row = self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Up if not self.model.next_line(row - 1, -1).isValid():
                self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.list.currentIndex())
            case _:
                return False
        return True

    def _open_if_asked(self) -> None:
        """Open the first find: Enter was pressed, perhaps before the answer was there."""
        if self._open_first and self._shown_for == (self.filter.words, self.filter.chosen()):
            self._open_first = False
            self._open(self.model.next_line(0, 1))

    def _open(self, index: QModelIndex) -> None:
        line = self.model.line(index)
        place = self._place(line) if line else None
        if line is None or place is None:
            return
        if line.field and place.measure_id:
            place = replace(place, words=self.filter.words)
        self.hide()
        window = self.parentWidget()
        if window is not None:
            window.activateWindow()
        self._session.go_to.emit(place)

    def _place(self, line: Line) -> Place | None:
        """Return where to go; where the plan cannot be edited, parts of it lead to their measures."""
        division, year = self._session.desk.is_division, self._session.fiscal_year
        if not line.measure_id and not division:
            if line.kind == "item":
                return Place("measures", words=line.number)
            if line.kind == "policy":
                return Place("measures", narrowed=MeasureFilter(year, policy_id=line.row))
            if line.kind == "department":
                return Place("measures", narrowed=MeasureFilter(year, department_id=line.row))
        return place_of(line.kind, line.row, line.field, line.measure_id, line.fiscal_year, is_division=division)
