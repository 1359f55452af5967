"""One entry of the history in full: its fields, what changed in the text, and the ways back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.services import restoring
from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.places import place_of
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ElidedLabel
from reform_desktop.ui.widgets.page_scroll import scrolling_text
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Callable

    from reform_desktop.services.recounting import Entry, Told
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Place, Session


class EntryDetail(QWidget):
    """The fields at the left, the chosen one at the right with before and after marked in one text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entry: Entry | None = None
        self.model = RowsModel(_columns(), lambda one: one.key, self)
        self.view = RowsView(self.model, "変更した項目", self, wide=0)
        self._where = ElidedLabel("", self)
        self.text = MarkedText("変更した内容", self)
        self.jump = QPushButton("開く(&J)", self)
        self.back = QPushButton("変更前に戻す(&R)", self)
        self.again = QPushButton("この内容に戻す(&A)", self)
        self.undelete = QPushButton("削除を取り消す(&U)", self)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self.go())
        self.jump.clicked.connect(self.go)
        self.back.clicked.connect(lambda: self._restore(restoring.restore_before))
        self.again.clicked.connect(lambda: self._restore(restoring.restore_after))
        self.undelete.clicked.connect(self._undelete)
        self._show_chosen()

    @property
    def chosen(self) -> Told | None:
        """The field that is chosen."""
        return self.model.row_at(self.view.currentIndex())

    def show_entry(self, entry: Entry | None) -> None:
        """Show another entry, its first field chosen."""
        same = entry is not None and self._entry is not None and entry.key == self._entry.key
        self._entry = entry
        self.model.set_rows(entry.told if entry else ())
        if not same or not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def go(self) -> None:
        """Go to the chosen field in the window."""
        told = self.chosen
        place = self._place(told) if told else None
        if place is not None:
            self._session.go_to.emit(place)

    def _place(self, told: Told) -> Place | None:
        place, division = told.place, self._session.desk.is_division
        field = told.happening.field
        return place_of(place.kind, place.row, field, place.measure_id, place.fiscal_year, is_division=division)

    def _show_chosen(self) -> None:
        told, entry = self.chosen, self._entry
        one = told.happening if told else None
        self._where.set_text(_sentence(told) if told else "行を選ぶと、変更の前と後を表示します。")
        if one is None:
            self.text.show_text(" ")
        else:
            self.text.show_text(one.after, one.before)
        writable = not self._session.desk.read_only
        restorable = writable and one is not None and restoring.may_restore(one)
        self.jump.setEnabled(told is not None and self._place(told) is not None)
        self.back.setEnabled(restorable)
        self.again.setEnabled(restorable)
        deleted = entry is not None and any(restoring.is_deletion(each.happening) for each in entry.told)
        self.undelete.setVisible(deleted)
        self.undelete.setEnabled(writable)

    def _restore(self, way: Callable[..., Saved]) -> None:
        told = self.chosen
        if told is None:
            return
        saved = self._session.perform(lambda: way(self._session.desk, told.happening))
        if saved is not None and not saved.rows:
            self._session.noticed.emit("今の内容と同じため、変更はありません。")

    def _undelete(self) -> None:
        entry = self._entry
        gone = [one.happening for one in entry.told if restoring.is_deletion(one.happening)] if entry else []
        if gone:
            self._session.perform(lambda: restoring.restore_deleted(self._session.desk, gone))

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._where, Look.LABEL)
        for button in (self.back, self.again, self.undelete, self.jump):
            set_look(button, Look.QUIET)
        self.jump.setToolTip("この項目を開きます。")
        self.back.setToolTip("この変更の前の内容を、もう一度入力したことにします。元に戻すこともできます。")
        self.again.setToolTip("この変更でできた内容を、もう一度入力したことにします。元に戻すこともできます。")
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        for button in (self.back, self.again, self.undelete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.jump)
        right = QVBoxLayout()
        right.setSpacing(sizes.tight)
        right.addWidget(self._where)
        right.addWidget(scrolling_text(self.text, self), 1)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, sizes.gap, 0, 0)
        row.setSpacing(sizes.px(16))
        row.addWidget(self.view, 2)
        row.addLayout(right, 3)


def _sentence(told: Told) -> str:
    one = told.happening
    who = one.unit if one.who in ("", one.unit) else f"{one.unit} {one.who}"
    parts = (told.place.label, told.place.year_label, one.label, who)
    return "　".join(part for part in parts if part)


def _columns() -> tuple[Column[Told], ...]:
    return (
        Column("場所", lambda one: "　".join(filter(None, (one.place.label, one.place.year_label)))),
        Column("項目", lambda one: one.happening.label, 104),
    )
