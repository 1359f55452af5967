"""レイアウト: choose one, change it with the pages beside, keep it under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QPushButton, QTabWidget, QVBoxLayout, QWidget

from reform_desktop.domain.text import quoted
from reform_desktop.services import layouts
from reform_desktop.ui.icons import icon
from reform_desktop.ui.layouts.columns_tab import ColumnsTab
from reform_desktop.ui.layouts.draft import LayoutDraft
from reform_desktop.ui.layouts.layout_preview import LayoutPreview
from reform_desktop.ui.layouts.paper_tab import PaperTab
from reform_desktop.ui.layouts.parts_tab import PartsTab
from reform_desktop.ui.layouts.stamps_tab import StampsTab
from reform_desktop.ui.pages.arrangement.questions import ask_delete
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from reform_desktop.domain.values import JsonValue
    from reform_desktop.services.layouts import LayoutEntry
    from reform_desktop.ui.session import Session

_NEW: Final = "新しいレイアウト"
_STANDARD: Final = "「標準」は変えられません。「新しく作る」を押すと、標準の形から始められます。"
_SAVED: Final = "保存しました。"


class LayoutDialog(Dialog):
    """One layout at a time. What is changed is kept with 「保存」, as one step that can be undone."""

    help_topic = "printing#レイアウトを作る"

    def __init__(self, session: Session, request: PrintRequest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("帳票のレイアウト")
        self._session = session
        self._entry: LayoutEntry | None = None
        self.draft = LayoutDraft(self)
        self.choice = ChoiceField([], nothing=layouts.USUAL)
        self.choice.status.set_name("レイアウト")
        self.preview = LayoutPreview(session, self.draft, request, self)
        self.paper = PaperTab(self.draft, self)
        self.stamps = StampsTab(session, self.draft, self)
        self.columns = ColumnsTab(self.draft, self)
        self.parts = PartsTab(self.draft, self)
        self.tabs = QTabWidget(self)
        self._places: dict[QWidget, int] = {}
        self.words = ProseLabel("", self)
        self.new = self._button("新しく作る(&N)", self._make_new, "add")
        self.copy = self._button("複製(&C)", self._copy, "copy")
        self.delete = self._button("削除(&E)…", self._ask_delete, "remove")
        self.save = self._button("保存(&S)", lambda: self.save_draft())  # noqa: PLW0108 -- a slot with no argument
        self.shut = self._button("閉じる", self.close)
        self._arrange()
        self._connect()
        self._fill(session.layout_id)

    def show_tab(self, tab: QWidget) -> None:
        """Show one of the tabs."""
        self.tabs.setCurrentIndex(self._places[tab])

    def save_draft(self) -> bool:
        """Keep what was changed; False when something typed cannot be understood or may not be kept."""
        if not self._commit():
            return False
        entry, changes = self._entry, self.draft.changes
        if entry is None or not changes:
            return True
        if self._session.perform(lambda: _done(layouts.change_layout(self._session.desk, entry.id, changes))) is None:
            return False
        self._fill(entry.id)
        self._say(_SAVED)
        return True

    def reject(self) -> None:
        """Close, by whatever key or button; first ask about what is not kept yet."""
        self._commit()
        if self._entry is not None and self.draft.changes and not self.draft.locked:
            self._ask_keep(self._leave)
        else:
            self._leave()

    # Inner parts

    def _button(self, words: str, act: Callable[[], object], picture: str = "") -> QPushButton:
        button = QPushButton(words, self)
        if picture:
            button.setIcon(icon(picture))
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: act())
        return button

    def _connect(self) -> None:
        self.choice.activated.connect(self.choice.commit_pending)
        self.choice.committed.connect(self._chosen)
        self.draft.changed.connect(self._refresh_buttons)
        self.columns.list_chosen.connect(self.preview.show_report)
        self.tabs.currentChanged.connect(self._show_fitting_report)
        self._session.failed.connect(lambda error: self._say(str(error)))

    def _show_fitting_report(self, _place: int) -> None:
        """Show a report in which what the tab changes can be seen."""
        shown = self.tabs.currentIndex()
        if shown == self._places[self.columns]:
            self.preview.show_report(self.columns.model.report)
        elif shown == self._places[self.parts] and self.preview.report.value() not in ("sheet", "book"):
            self.preview.show_report("sheet")

    def _fill(self, layout_id: str) -> None:
        """Read the layouts anew, and show one of them, or 標準."""
        found = layouts.list_layouts(self._session.desk)
        self.choice.set_options([Option(one.id, one.name) for one in found])
        self._entry = next((one for one in found if one.id == layout_id), None)
        self.choice.load_value(self._entry.id if self._entry else None)
        self._session.set_layout(self._entry.id if self._entry else "")
        locked = _STANDARD if self._entry is None else layouts.why_locked(self._session.desk, self._entry) or ""
        self.draft.load(self._entry.values if self._entry else {"name": layouts.USUAL}, locked)
        self._say(locked)
        self._refresh_buttons()

    def _chosen(self, layout_id: object) -> None:
        target = str(layout_id or "")
        self._commit()
        if self._entry is not None and self.draft.changes and not self.draft.locked:
            self.choice.load_value(self._entry.id)
            self._ask_keep(lambda: self._fill(target))
        else:
            self._fill(target)

    def _make_new(self) -> None:
        self._create({"name": self._free_name(_NEW)})

    def _copy(self) -> None:
        if self._entry is not None:
            names = [one.name for one in layouts.list_layouts(self._session.desk)]
            self._create({**layouts.copied_values(self._entry, names)})

    def _create(self, values: dict[str, JsonValue]) -> None:
        if not self.save_draft():
            return
        made = self._session.perform(lambda: layouts.create_layout(self._session.desk, values))
        if made is not None:
            self._fill(made[0])
            self.show_tab(self.paper)
            self.paper.name.field.widget().setFocus()

    def _free_name(self, name: str) -> str:
        taken = {one.name for one in layouts.list_layouts(self._session.desk)}
        number = 1
        free = name
        while free in taken:
            number += 1
            free = f"{name} {number}"
        return free

    def _ask_delete(self) -> None:
        entry = self._entry
        if entry is None:
            return

        def delete() -> None:
            if self._session.perform(lambda: layouts.delete_layout(self._session.desk, entry.id)) is not None:
                self._fill("")

        ask_delete(self, "レイアウト", entry.name, "", delete)

    def _ask_keep(self, then: Callable[[], object]) -> None:
        """Ask whether to keep what was changed; ``then`` follows unless the user stays."""
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("レイアウトの変更")
        box.setText(f"レイアウト{quoted(str(self.draft.value('name') or ''))}の変更を保存しますか。")
        keep = box.addButton("保存する", QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton("保存しない", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("続けて直す", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(stay)

        def answered(button: object) -> None:
            if button is drop:
                self._fill(self._entry.id if self._entry else "")
                then()
            elif button is keep and self.save_draft():
                then()

        box.buttonClicked.connect(answered)
        box.finished.connect(box.deleteLater)
        box.open()

    def _leave(self) -> None:
        self.preview.stop()
        self.done(QDialog.DialogCode.Rejected)

    def _commit(self) -> bool:
        """Take what is typed; go to the first field that cannot be understood."""
        tabs = (self.paper, self.stamps, self.columns, self.parts)
        wrong = [(tab, field) for tab in tabs for field in tab.fields if not field.commit_pending()]
        for tab, field in wrong[:1]:
            self.show_tab(tab)
            field.field.widget().setFocus()
        return not wrong

    def _refresh_buttons(self) -> None:
        changed = bool(self.draft.changes) and not self.draft.locked
        read_only = self._session.desk.read_only
        self.save.setEnabled(changed)
        self.new.setEnabled(not read_only)
        self.copy.setEnabled(self._entry is not None and not read_only)
        self.delete.setEnabled(self._entry is not None and not self.draft.locked)
        if changed:
            self._say("")

    def _say(self, words: str) -> None:
        self.words.set_text(words)
        self.words.setVisible(bool(words))

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.save, Look.PRIMARY)
        for words, tab in (
            ("用紙", self.paper),
            ("決裁欄・市章", self.stamps),
            ("列と項目", self.columns),
            ("取組シート", self.parts),
        ):
            scrolls = tab in (self.paper, self.stamps)
            self._places[tab] = self.tabs.addTab(PageScroll(tab, self.tabs) if scrolls else tab, words)
        side = QWidget(self)
        side.setFixedWidth(sizes.px(416))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(LabeledField("レイアウト", self.choice, side))
        column.addLayout(_row(self.new, self.copy, self.delete))
        column.addWidget(self.words)
        column.addWidget(self.tabs, 1)
        column.addLayout(_row(self.save, self.shut))
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.px(16), sizes.px(12), sizes.px(16), sizes.px(12))
        row.setSpacing(sizes.px(16))
        row.addWidget(side)
        row.addWidget(self.preview, 1)
        room = self.screen().availableGeometry()
        self.resize(min(sizes.px(1240), room.width() - 24), min(sizes.px(680), room.height() - 48))


def open_layouts(session: Session, parent: QWidget, request: PrintRequest | None) -> LayoutDialog:
    """Show the dialog, beginning with the layout that is printed with."""
    dialog = LayoutDialog(session, request or PrintRequest("list", session.fiscal_year), parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(active_sizes().gap)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _done(_saved: object) -> bool:
    """Return True for whatever was done: nothing to change is no failure."""
    return True
