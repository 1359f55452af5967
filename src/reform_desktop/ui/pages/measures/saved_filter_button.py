"""The button with the saved filters: take one, keep what is chosen now under a name, forget one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from reform_desktop.ui.pages.measures.saved_filters import (
    LONGEST,
    SavedFilter,
    forget_filter,
    save_filter,
    saved_filters,
)
from reform_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

NAME: Final = "保存した絞り込み"
_KEEP: Final = "今の絞り込みに名前を付けて保存(&S)…"


class SavedFilterButton(QToolButton):
    """``taken`` carries the `SavedFilter` that was chosen; ``now`` gives what would be kept, with a name proposed."""

    taken = Signal(object)

    def __init__(self, now: Callable[[], SavedFilter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._settings = Settings()
        self.setText("保存した条件 ▾")
        self.setAccessibleName(NAME)
        self.setToolTip(
            "絞り込みに名前を付けて保存し、あとで選びます。このPCの自分の設定に残り、ファイルには入りません。"
        )
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(NAME, self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """Offer the filters that there are now."""
        menu = self._menu
        menu.clear()
        kept = saved_filters(self._settings)
        for one in kept:
            menu.addAction(_shown(one.name)).triggered.connect(partial(self._take, one))
        if not kept:
            menu.addAction("（まだありません）").setEnabled(False)
        menu.addSeparator()
        menu.addAction(_KEEP).triggered.connect(self.ask_name)
        forget = menu.addMenu("消す(&D)")
        forget.setEnabled(bool(kept))
        for one in kept:
            forget.addAction(_shown(one.name)).triggered.connect(partial(self._forget, one.name))

    def ask_name(self, _checked: object = None) -> QInputDialog:
        """Ask for a name; one that is there already is replaced."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle("絞り込みを保存")
        dialog.setLabelText("名前（同じ名前があれば、置き換えます）")
        dialog.setOkButtonText("保存する")
        dialog.setTextValue(self._now().name)
        dialog.textValueSelected.connect(self._keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _take(self, one: SavedFilter, *_checked: object) -> None:
        self.taken.emit(one)

    def _keep(self, typed: str) -> None:
        name = " ".join(typed.split())[:LONGEST]
        now = self._now()
        if name:
            kept = SavedFilter(name, now.words, now.department_id, now.policy_id, now.grade, now.stage, now.empty_field)
            save_filter(self._settings, kept)

    def _forget(self, name: str, *_checked: object) -> None:
        forget_filter(self._settings, name)


def _shown(name: str) -> str:
    return name.replace("&", "&&")
