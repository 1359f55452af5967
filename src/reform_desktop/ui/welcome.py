"""What stands when no file is open: make one, open one, look at the sample."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QMainWindow, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.busy import BusyBar
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import room_on_screen
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, Strip, set_look
from reform_desktop.ui.widgets.room_scroll import RoomScroll
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from reform_desktop.domain.errors import UserError
    from reform_desktop.ui.windows import OpenWindows

Index = QModelIndex | QPersistentModelIndex

_WORDS: Final = "行政改革の計画を、担当課と取りまとめ担当が同じファイルで進めるためのプログラムです。"
_NAME: Final = "welcome"


class RecentModel(QAbstractListModel):
    """The files opened lately, with where they lie."""

    def __init__(self, paths: list[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._paths = paths

    def path(self, row: int) -> Path:
        """Return the file of a row."""
        return self._paths[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many files there are."""
        return 0 if parent.isValid() else len(self._paths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return name and folder."""
        if not index.isValid():
            return None
        path = self._paths[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{path.name}\n{path.parent}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{path.name}、{path.parent}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(path))
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("file")
        return None


class WelcomeWindow(QMainWindow):
    """Four ways to begin, each with whom it is for, and the files opened lately. A file dropped here is opened."""

    help_topic = "start"

    def __init__(self, desktop: OpenWindows) -> None:
        super().__init__()
        self._desktop = desktop
        self._settings = Settings()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("行革デスク")
        self.setAcceptDrops(True)
        self.notices = NoticeBar(self)
        self._busy = BusyBar(desktop.runner, self)
        self.new_button = self._button("新しく作る…", "add", partial(desktop.new_file, self))
        self.join_button = self._button("推進課の依頼から始める…", "receive", partial(desktop.choose_request, self))
        self.open_button = self._button("ファイルを開く…", "folder", partial(desktop.choose_file, self))
        self.sample_button = self._button("練習用のファイルを開く", "measures", partial(desktop.open_sample, self))
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self._show_help)
        set_look(self.join_button, Look.PRIMARY)
        self.join_button.setIcon(icon("receive", Ink.ON_ACCENT))
        self._model = RecentModel(self._settings.recent_files, self)
        self.recent = self._build_recent()
        self._arrange()
        self.join_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._settings.restore_window(_NAME, self):
            wanted = QSize(active_sizes().px(920), active_sizes().px(560))
            self.resize(wanted.boundedTo(room_on_screen(self)))

    def _show_help(self) -> None:
        from reform_desktop.ui.help_window import show_help  # noqa: PLC0415 -- only when asked for

        show_help(self)

    def say_error(self, error: UserError) -> None:
        """Say what went wrong; it stays until it is closed."""
        self.notices.show_notice(str(error), Strip.ERROR)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for running work, and remember size and place."""
        if self._busy.may_close(event):
            self._settings.save_window(_NAME, self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of the program, and the division's request."""
        if self._desktop.exchange_files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files dropped; a request becomes a file of its department."""
        own = self._desktop.files_of(event.mimeData())
        for path in self._desktop.exchange_files_of(event.mimeData()):
            if path in own:
                self._desktop.open_file(path, self)
            else:
                self._desktop.join(path, self)

    def _button(self, words: str, picture: str, act: partial[None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setIcon(icon(picture, Ink.ACCENT))
        button.clicked.connect(lambda *_: act())
        button.setMinimumHeight(active_sizes().px(44))
        return button

    def _choice(self, button: QPushButton, whom: str) -> QVBoxLayout:
        """Say under a button for whom it is."""
        note = QLabel(whom, self)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        set_look(note, Look.SMALL)
        button.setAccessibleDescription(whom)
        both = QVBoxLayout()
        both.setSpacing(active_sizes().tight)
        both.addWidget(button)
        both.addWidget(note)
        return both

    def _build_recent(self) -> QListView:
        view = QListView(self)
        view.setModel(self._model)
        view.setAccessibleName("最近使ったファイル")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setIconSize(QSize(active_sizes().icon, active_sizes().icon))
        view.setSpacing(active_sizes().px(2))
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.activated.connect(lambda index: self._open_row(index.row()))
        view.clicked.connect(lambda index: self._open_row(index.row()))
        return view

    def _open_row(self, row: int) -> None:
        path = self._model.path(row)
        self._desktop.open_file(path, self)

    def _arrange(self) -> None:
        sizes = active_sizes()
        begin = QVBoxLayout()
        begin.setSpacing(sizes.px(12))
        begin.addWidget(heading("行革デスク", Look.TITLE, self))
        begin.addWidget(ProseLabel(_WORDS, self))
        begin.addSpacing(sizes.gap)
        for button, whom in (
            (self.join_button, "推進課から照会ファイルが届いた課の方"),
            (self.open_button, "前任からファイルを引き継いだ方、続きをする方"),
            (self.sample_button, "はじめて使う方。架空の計画で自由に試せます。"),
            (self.new_button, "計画を取りまとめる方、照会なしで始める課の方"),
        ):
            begin.addLayout(self._choice(button, whom))
        begin.addStretch(1)
        hint = QLabel("ファイルをこの画面に置いても開けます。", self)
        set_look(hint, Look.SMALL)
        begin.addWidget(hint)
        lately = QVBoxLayout()
        lately.setSpacing(sizes.gap)
        lately.addWidget(heading("最近使ったファイル", Look.SECTION, self))
        if self._model.rowCount():
            lately.addWidget(self.recent, 1)
        else:
            self.recent.hide()
            lately.addWidget(EmptyState("まだありません", "開いたファイルが、ここに並びます。", "", self), 1)
        row = QHBoxLayout()
        row.setSpacing(sizes.px(48))
        row.addLayout(begin, 2)
        row.addLayout(lately, 3)
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(sizes.px(40), sizes.px(40), sizes.px(40), sizes.wide)
        column.addLayout(row, 1)
        column.addWidget(self._busy)
        column.addWidget(self.notices)
        self.setCentralWidget(RoomScroll(centre, self))
        self.setMinimumSize(QSize(sizes.px(760), sizes.px(480)).boundedTo(room_on_screen(self)))
