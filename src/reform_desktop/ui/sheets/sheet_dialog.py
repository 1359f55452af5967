"""表を取り込む: what a filled-in sheet would bring, cell by cell, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services.sheet_import.errors import PasswordNeededError
from reform_desktop.services.sheet_import.lines import CellLine, State
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.session import Place
from reform_desktop.ui.sheets.mapping_panel import MappingPanel
from reform_desktop.ui.sheets.sheet_work import SheetWork
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QIcon

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.sheet_import.taking import Taken
    from reform_desktop.ui.session import Session

_WORDS: Final = "まだ何も変更していません。内容を確かめてから取り込みます。取り込んだあとも、いつでも取り消せます。"
_SHOWN: Final = 200
"""Characters of a long text that the details show."""

_NEWS: Final = "news"
_ALL: Final = "all"
_LOOKS: Final = {
    State.NEW: ("add", Ink.SUCCESS),
    State.CHANGED: ("edit", Ink.ACCENT),
    State.CONFLICT: ("conflict", Ink.WARNING),
    State.UNCHANGED: ("check", Ink.MUTED),
    State.REFUSED: ("error", Ink.ERROR),
}


class SheetDialog(Dialog):
    """``taken`` carries a `Taken` when the sheet went in."""

    help_topic = "sheets#取り込む"

    taken = Signal(object)

    def __init__(self, session: Session, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._closing = False
        self.work = SheetWork(session, path, self)
        self.setWindowTitle("表を取り込む")
        self.notes = ProseLabel(_WORDS, self)
        self.password = QLineEdit(self)
        self.open_button = QPushButton("開く(&O)", self)
        self.filter = ChoiceField([], self, nothing=None)
        self.model: RowsModel[CellLine] = RowsModel(
            _columns(), lambda one: (one.sheet, one.address, one.field, one.fiscal_year), self
        )
        self.view = RowsView(self.model, "セルごとの内容", self, wide=4)
        self.details = ProseLabel("", self)
        self.mapping = MappingPanel(session.fiscal_years, self)
        self.tabs = QTabWidget(self)
        self._doing = QLabel(self)
        self._progress = QProgressBar(self)
        self.jump_button = QPushButton("この取組を開く(&G)", self)
        self.close_button = QPushButton("やめる", self)
        self.take_button = QPushButton("取り込む(&T)", self)
        self._arrange()
        self._connect()
        self._show()
        self.work.read()

    def reject(self) -> None:
        """Close; work that runs is stopped first."""
        if self.work.is_busy:
            self._closing = True
            self.work.stop()
            self._show()
            return
        super().reject()

    # What the user does

    def _open_protected(self) -> None:
        password = self.password.text()
        if password and not self.work.is_busy:
            self.work.read(password)

    def _take(self) -> None:
        self.mapping.commit_pending()
        if not self.work.is_busy:
            self.work.take()

    def _jump(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one is not None and one.measure_id:
            self._session.go_to.emit(Place("measures", measure_id=one.measure_id))

    # What happens

    def _connect(self) -> None:
        self.work.changed.connect(self._changed)
        self.work.previewed.connect(self._show_preview)
        self.work.failed.connect(self._say_failed)
        self.work.taken.connect(self._went_in)
        self.work.progressed.connect(self._show_progress)
        self.filter.committed.connect(lambda *_: self._show_lines())
        self.mapping.mapped.connect(self.work.map_anew)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_details())
        self.view.opened.connect(lambda *_: self._jump())
        self.password.returnPressed.connect(self._open_protected)
        self.open_button.clicked.connect(self._open_protected)
        self.jump_button.clicked.connect(self._jump)
        self.close_button.clicked.connect(self.reject)
        self.take_button.clicked.connect(self._take)

    def _changed(self) -> None:
        self._show()
        if self._closing and not self.work.is_busy:
            super().reject()

    def _went_in(self, done: Taken) -> None:
        self.accept()
        self.taken.emit(done)

    def _say_failed(self, error: UserError) -> None:
        protected = isinstance(error, PasswordNeededError)
        self.notes.set_text(str(error))
        self._password_row.setVisible(protected)
        if protected:
            self.password.selectAll()
            self.password.setFocus()

    def _show_preview(self) -> None:
        preview = self.work.preview
        if preview is None:
            return
        self._password_row.hide()
        self.notes.set_text("\n".join([*preview.notes, _WORDS]))
        if preview.mapping is not None:
            self.mapping.show_mapping(preview.mapping)
        self.tabs.setTabVisible(1, preview.mapping is not None)
        counts = preview.counts
        news = sum(count for state, count in counts.items() if state is not State.UNCHANGED)
        options = [Option(_NEWS, f"変わるもの・読めないもの（{news:,}）")]
        options += [Option(state.value, f"{state.label}（{count:,}）") for state, count in counts.items()]
        options.append(Option(_ALL, f"すべて（{len(preview.lines):,}）"))
        chosen = self.filter.value() or _NEWS
        self.filter.set_options(options)
        self.filter.set_value(chosen)
        self._show_lines()
        self._show()

    def _show_lines(self) -> None:
        preview, chosen = self.work.preview, self.filter.value()
        if preview is None:
            return
        self.model.set_rows([one for one in preview.lines if _is_wanted(one.state, chosen)])
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_details()

    def _show_details(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        self.jump_button.setEnabled(one is not None and bool(one.measure_id))
        if one is None:
            nothing = "この表に、新しい内容はありません。" if self.work.preview is not None else ""
            self.details.set_text(nothing)
            return
        lines = [f"{one.sheet}　{one.address}　{one.measure}　{one.field}", one.note]
        lines += [f"今の内容：{_cut(one.before) or '（空欄）'}", f"表の内容：{_cut(one.after) or '（空欄）'}"]
        self.details.set_text("\n".join(filter(None, lines)))

    def _show(self) -> None:
        preview, busy = self.work.preview, self.work.is_busy
        count = len(preview.wanted) if preview is not None else 0
        self.take_button.setText(f"{count:,}件を取り込む(&T)" if count else "取り込む(&T)")
        self.take_button.setEnabled(count > 0 and not busy and not self._session.desk.read_only)
        self.open_button.setEnabled(not busy)
        self.close_button.setText("中止する" if busy else "やめる")
        self._doing.setText("中止しています…" if self._closing else self.work.doing)
        self._progress.setVisible(busy)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    # How it is laid out

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        self.view.setMinimumHeight(sizes.px(140))
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("進み具合")
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(sizes.px(160))
        set_look(self._doing, Look.MUTED)
        set_look(self.take_button, Look.PRIMARY)
        set_look(self.close_button, Look.QUIET)
        self.tabs.addTab(self._cells(), "セルごとの内容(&C)")
        self.tabs.addTab(self.mapping, "列の割当て(&M)")
        self.tabs.setTabVisible(1, self.work.preview is not None)
        self._password_row = self._protected()
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading(f"「{self.work.path.name}」の内容を確かめる", Look.HEADING, self))
        column.addWidget(self.notes)
        column.addWidget(self._password_row)
        column.addWidget(self.tabs, 1)
        column.addLayout(self._buttons())
        self.resize(sizes.px(980), sizes.px(560))

    def _cells(self) -> QWidget:
        sizes = active_sizes()
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, sizes.gap, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(LabeledField("表示する内容", self.filter))
        column.addWidget(self.view, 1)
        column.addWidget(self.details)
        return page

    def _protected(self) -> QWidget:
        sizes = active_sizes()
        row = QWidget(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("ブックのパスワード")
        self.password.setPlaceholderText("ブックのパスワード")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(sizes.gap)
        line.addWidget(self.password, 1)
        line.addWidget(self.open_button)
        row.hide()
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(active_sizes().gap)
        row.addWidget(self.jump_button)
        row.addWidget(self._doing, 1)
        row.addWidget(self._progress)
        row.addWidget(self.close_button)
        row.addWidget(self.take_button)
        self.take_button.setDefault(True)
        self.open_button.setAutoDefault(False)
        self.jump_button.setAutoDefault(False)
        return row


def _is_wanted(state: State, chosen: object) -> bool:
    return chosen in (_ALL, state.value) or (chosen == _NEWS and state is not State.UNCHANGED)


def _columns() -> tuple[Column[CellLine], ...]:
    return (
        Column("状態", lambda one: one.state.label, 116, picture=_picture),
        Column("セル", lambda one: one.address, 64, tool_tip=lambda one: f"{one.sheet} {one.address}"),
        Column("取組", lambda one: one.measure, 200, tool_tip=lambda one: one.measure),
        Column("項目", lambda one: one.field, 150, tool_tip=lambda one: one.field),
        Column("表の内容", lambda one: _line(one.after) or "（空欄）"),
        Column("今の内容", lambda one: _line(one.before), 160),
        Column("理由", lambda one: one.note, 200, tool_tip=lambda one: one.note),
    )


def _picture(one: CellLine) -> QIcon:
    return icon(*_LOOKS[one.state])


def _line(text: str) -> str:
    return " ".join(text[:400].split())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
