"""What the page asks before it moves or deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox, QVBoxLayout, QWidget

from reform_desktop.domain.text import quoted
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reform_desktop.services.planning import Heading

DELETE = "削除する"
MOVE = "移す"
KEEP = "やめる"


def ask_delete(parent: QWidget, what: str, title: str, parts: str, then: Callable[[], object]) -> QMessageBox:
    """Ask whether to delete, saying what goes with it; ``then`` is called for yes."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(f"{what}の削除")
    box.setText(f"{what}{quoted(title)}を削除しますか。")
    along = f"一緒に削除されるもの：{parts}。\n" if parts else ""
    box.setInformativeText(f"{along}削除した後も「元に戻す」で戻せます。")
    yes = box.addButton(DELETE, QMessageBox.ButtonRole.DestructiveRole)
    set_look(yes, Look.DANGER)
    no = box.addButton(KEEP, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.buttonClicked.connect(lambda button: then() if button is yes else None)
    box.finished.connect(box.deleteLater)
    box.open()
    return box


class MoveDialog(Dialog):
    """Choose where a record goes."""

    help_topic = "arrangement#方針・推進項目・取組"

    def __init__(self, parent: QWidget, title: str, label: str, places: Sequence[Heading], now: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.choice = ChoiceField([Option(one.id, one.label) for one in places], self, nothing=None)
        self.choice.status.set_name(label)
        self.choice.load_value(now)
        self.choice.setMinimumContentsLength(36)
        buttons = QDialogButtonBox(self)
        move = buttons.addButton(MOVE, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(KEEP, QDialogButtonBox.ButtonRole.RejectRole)
        set_look(move, Look.PRIMARY)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.wide)
        column.setSpacing(sizes.px(16))
        column.addWidget(LabeledField(label, self.choice, self))
        column.addWidget(buttons)

    @property
    def chosen(self) -> str:
        """The id of the place."""
        return str(self.choice.currentData())


def ask_where(
    parent: QWidget, title: str, label: str, places: Sequence[Heading], now: str, then: Callable[[str], object]
) -> MoveDialog:
    """Ask where a record goes; ``then`` gets the id of another place than now."""
    dialog = MoveDialog(parent, title, label, places, now)

    def accepted() -> None:
        if dialog.chosen != now:
            then(dialog.chosen)

    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
