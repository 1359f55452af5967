"""確定版: the list of editions, and what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.services import editions
from reform_desktop.ui.editions.corrections_dialog import CorrectionsDialog
from reform_desktop.ui.editions.freeze_dialog import FreezeDialog
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    import datetime as dt

    from reform_desktop.services.editions import ListedEdition
    from reform_desktop.ui.session import Session

_WORDS: Final = (
    "会議や公表のたびに内容を確定しておくと、その版の帳票をいつでも同じように印刷できます。"
    "公表した版の誤りは、訂正として登録すると正誤表に載ります。"
)
_MISSING: Final = "この版の内容は、このファイルに届いていません。推進課に、資料を含めた返却を依頼してください。"


class EditionsDialog(Dialog):
    """The list, the newest first. ``print_wanted`` carries the number of the edition that is to be printed from."""

    help_topic = "editions"

    print_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("確定版")
        self.model = RowsModel(_columns(), lambda one: one.id, self)
        self.view = RowsView(self.model, "確定版の一覧", self, wide=3)
        self.published = labeled(field_named("edition", "published_on"), self)
        self.message = QLabel(self)
        self.freeze_button = QPushButton("今の内容を確定する(&F)…", self)
        self.print_button = QPushButton("この版から印刷(&P)", self)
        self.correct_button = QPushButton("訂正(&C)…", self)
        self.delete_button = QPushButton("削除(&D)", self)
        self._close = QPushButton("閉じる", self)
        self._stack = QStackedWidget(self)
        self._empty = EmptyState("確定版はまだありません", _empty_words(session), "", self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def chosen(self) -> ListedEdition | None:
        """The edition that is chosen."""
        return self.model.row_at(self.view.currentIndex())

    def refresh(self) -> None:
        """Read the list anew; the chosen line stays."""
        self.model.set_rows(self._session.perform(lambda: editions.listed_editions(self._session.desk)) or [])
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        for button in (self.print_button, self.correct_button, self.delete_button):
            button.setVisible(bool(self.model.rows))
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one, reason = self.chosen, editions.why_not_frozen(self._session.desk)
        self.freeze_button.setEnabled(not reason)
        self.freeze_button.setToolTip(reason or "")
        self.print_button.setEnabled(one is not None and one.here)
        for button in (self.correct_button, self.delete_button):
            button.setEnabled(one is not None and not reason)
            button.setToolTip(reason or "")
        self.published.setVisible(one is not None)
        self.published.field.load_value(one.published_on.isoformat() if one and one.published_on else None)
        if reason:
            self.published.field.status.lock(reason)
        other = editions.why_bytes_may_differ(one.program) if one is not None else None
        self._say(_MISSING if one is not None and not one.here else other or "")

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self._print())
        self.published.field.committed.connect(self._publish)
        self.freeze_button.clicked.connect(lambda *_: self._freeze())
        self.print_button.clicked.connect(lambda *_: self._print())
        self.correct_button.clicked.connect(lambda *_: self._correct())
        self.delete_button.clicked.connect(lambda *_: self._delete())
        self._close.clicked.connect(self.reject)
        self._session.changed.connect(lambda _saved: self.refresh())

    def _freeze(self) -> None:
        dialog = FreezeDialog(self._session, self)
        dialog.sent.connect(lambda _paths: self._frozen())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _frozen(self) -> None:
        self.refresh()
        self.view.choose(0)
        one = self.chosen
        self._say(f"第{one.number}版を確定しました。「元に戻す」で取り消せます。" if one else "")

    def _print(self) -> None:
        one = self.chosen
        if one is not None and one.here and one.number is not None:
            self.print_wanted.emit(one.number)
            self.accept()

    def _correct(self) -> None:
        one = self.chosen
        if one is None or one.number is None:
            return
        dialog = CorrectionsDialog(self._session, one.number, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _publish(self, value: object) -> None:
        one = self.chosen
        if one is None:
            return
        day = _day(value)
        self._session.perform(lambda: editions.publish_edition(self._session.desk, one.id, day))

    def _delete(self) -> None:
        one = self.chosen
        if one is None:
            return
        desk = self._session.desk
        if self._session.perform(lambda: editions.delete_edition(desk, one.id)) is not None:
            self.refresh()
            self._say(f"第{one.number}版を削除しました。「元に戻す」で戻せます。")

    def _say(self, words: str) -> None:
        self.message.setText(words)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.freeze_button, Look.PRIMARY)
        set_look(self.delete_button, Look.DANGER)
        set_look(self._close, Look.QUIET)
        self.message.setWordWrap(True)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        actions, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (actions, buttons):
            row.setSpacing(sizes.gap)
        for button in (self.print_button, self.correct_button, self.delete_button):
            actions.addWidget(button)
        actions.addStretch(1)
        buttons.addWidget(self.freeze_button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("確定版", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self._stack, 1)
        column.addLayout(actions)
        column.addWidget(self.published)
        column.addWidget(self.message)
        column.addLayout(buttons)
        self.resize(sizes.px(900), sizes.px(560))


def _day(value: object) -> dt.date | None:
    from datetime import date  # noqa: PLC0415 -- the annotation alone needs no import

    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _empty_words(session: Session) -> str:
    if editions.why_not_frozen(session.desk):
        return "推進課から届いた確定版が、ここに並びます。"
    return "「今の内容を確定する」で、最初の版を作れます。"


def _columns() -> tuple[Column[ListedEdition], ...]:
    return (
        Column("版", lambda one: f"第{one.number or 0}版", 72),
        Column("対象年度", lambda one: format_fiscal_year(one.fiscal_year) if one.fiscal_year else "", 160),
        Column("確定日", lambda one: format_date_japanese(one.date) if one.date else "", 160),
        Column("会議名", lambda one: one.meeting),
        Column(
            "公表日",
            lambda one: format_date_japanese(one.published_on) if one.published_on else "公表していません",
            140,
        ),
        Column("訂正", lambda one: f"{one.corrections:,}件", 64, right=True),
    )
