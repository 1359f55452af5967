"""行革デスクについて: version, what it is made of and under which licences, where settings, keys and log lie."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop import __version__
from reform_desktop.places import licence_folder
from reform_desktop.services.components import ShippedComponent, shipped_components
from reform_desktop.services.exchange.keys import key_folder
from reform_desktop.services.program_log import log_folder
from reform_desktop.ui.settings import settings_path
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from pathlib import Path

_WHAT: Final = (
    "市役所の行政改革の計画を、作るところから公表まで続けて扱うプログラムです。MIT ライセンスで自由に使えます。\n"
    "内容はすべて手元のファイルに保存され、外部に送られることはありません。"
)
_QT: Final = (
    "ウィンドウには Qt と Qt for Python を、GNU LGPL 第3版の条件で使っています。どちらも別の共有ライブラリとして"
    "入っているので、互換のあるものに置き換えられます。"
)
_TEXTS_HERE: Final = "ライセンスの全文は「{folder}」にあります。"
_TEXTS_ELSEWHERE: Final = "ライセンスの全文は、配布物の licences フォルダーにあります。"


class AboutDialog(Dialog):
    """Nothing is changed here."""

    help_topic = "it-department#どこに何があるか"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("行革デスクについて")
        self.model = RowsModel(_columns(), lambda one: one.name, self)
        self.model.set_rows(shipped_components())
        self._licences = licence_folder()
        self._open = QPushButton("ライセンスのフォルダーを開く", self)
        self._open.setVisible(self._licences is not None)
        self._open.clicked.connect(self._show_licences)
        self._close = QPushButton("閉じる", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._arrange()

    def _arrange(self) -> None:
        sizes = active_sizes()
        view = RowsView(self.model, "使っている部品", self, wide=0)
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.px(12))
        layout.addWidget(heading(f"行革デスク {__version__}", Look.HEADING, self))
        layout.addWidget(ProseLabel(_WHAT, self))
        layout.addWidget(heading("使っている部品", Look.SECTION, self))
        layout.addWidget(ProseLabel(f"{_QT}{_where_texts_are(self._licences)}", self))
        layout.addWidget(view, 1)
        layout.addWidget(heading("このPCの中の場所", Look.SECTION, self))
        layout.addWidget(_places(self))
        layout.addLayout(buttons)
        set_look(self._close, Look.PRIMARY)
        set_look(self._open, Look.QUIET)
        self.resize(sizes.px(800), sizes.px(640))
        self._close.setFocus()

    def _show_licences(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._licences)))


def show_about(parent: QWidget) -> QDialog:
    """Show the dialog; does not wait for it to be closed."""
    dialog = AboutDialog(parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _where_texts_are(folder: Path | None) -> str:
    return _TEXTS_HERE.format(folder=folder) if folder is not None else _TEXTS_ELSEWHERE


def _places(parent: QWidget) -> ProseLabel:
    """What an IT department asks for on the telephone; can be copied."""
    places = ProseLabel(
        f"設定：{settings_path()}\n鍵：{key_folder()}\n記録：{log_folder()}（入力した内容は含みません）\n"
        f"Qt {qVersion()}、Python {platform.python_version()}、{platform.platform()}",
        parent,
    )
    places.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return places


def _columns() -> tuple[Column[ShippedComponent], ...]:
    return (
        Column("部品", lambda one: one.name),
        Column("版", lambda one: one.version, 80),
        Column("用途", lambda one: one.use, 120),
        Column("ライセンス", lambda one: one.licence, 248, tool_tip=lambda one: one.licence),
    )
