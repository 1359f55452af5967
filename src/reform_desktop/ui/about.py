"""行革デスクについて: version, licences, where the file and the settings lie."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop import __version__
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look


def show_about(parent: QWidget) -> QDialog:
    """Show the dialog; does not wait for it to be closed."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("行革デスクについて")
    sizes = active_sizes()
    text = ProseLabel(
        f"版 {__version__}（Qt {qVersion()}、Python {platform.python_version()}）\n"
        "市役所の行政改革の計画を、作るところから公表まで続けて扱うプログラムです。\n"
        "MIT ライセンスで自由に使えます。書体は BIZ UDPGothic（SIL OFL 1.1）です。\n"
        "内容はすべて手元のファイルに保存され、外部に送られることはありません。",
        dialog,
    )
    text.setMinimumWidth(sizes.px(480))
    close = QPushButton("閉じる", dialog)
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
    layout.setSpacing(sizes.px(16))
    layout.addWidget(heading("行革デスク", Look.HEADING, dialog))
    layout.addWidget(text)
    layout.addLayout(row)
    set_look(close, Look.PRIMARY)
    dialog.open()
    return dialog
