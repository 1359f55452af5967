"""What happens when the program meets a bug, and when it has to tell the user something plainly.

A report holds places in the program and versions only: no local values and no messages of exceptions, since both can
hold what somebody has entered.
"""

from __future__ import annotations

import platform
import sys
import threading
from typing import TYPE_CHECKING, Final

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop import __version__
from reform_desktop.domain.errors import UserError
from reform_desktop.domain.faults import fault_lines
from reform_desktop.services import program_log
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from types import TracebackType

_SENTENCE: Final = (
    "プログラムの不具合が起きました。保存済みの内容は失われていません。\n"
    "そのまま続けられますが、動きがおかしいときは一度閉じて開き直してください。\n"
    "報告をコピーして、プログラムの担当者に送ってください。入力した内容は報告に含まれません。"
)


def report_text(error: BaseException) -> str:
    """Return the report of a bug: versions, then for the error and its causes the type and the places."""
    lines = [
        f"reform-desktop {__version__}",
        f"Python {platform.python_version()} / PySide6 {pyside_version} / Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        *fault_lines(error),
    ]
    return "\n".join(lines)


def show_user_error(parent: QWidget | None, error: UserError) -> QDialog:
    """Show the sentence of something the user or the environment did; does not wait for the answer."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "お知らせ", str(error), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    close = box.addButton("閉じる", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


class CrashDialog(Dialog):
    """Says plainly that a bug was met, with the report folded away and ready to be copied."""

    help_topic = "trouble#「不具合のお知らせ」が出た"

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("不具合のお知らせ")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        self._details = QPlainTextEdit(report, self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("報告の内容")
        self._details.setMinimumSize(active_sizes().px(560), active_sizes().px(220))
        self._details.hide()
        self._copy = QPushButton("報告をコピー", self)
        self._fold = QPushButton("詳細を見る", self)
        self._close = QPushButton("閉じる", self)
        self._arrange()
        self._copy.clicked.connect(self.copy_report)
        self._fold.clicked.connect(self._toggle_details)
        self._close.clicked.connect(self.accept)

    @property
    def report(self) -> str:
        """What 「報告をコピー」 copies."""
        return self._report

    def copy_report(self) -> None:
        """Put the report on the clipboard and say so."""
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText("コピーしました")

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._close, Look.PRIMARY)
        set_look(self._fold, Look.QUIET)
        buttons = QHBoxLayout()
        buttons.addWidget(self._fold)
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        sentence = ProseLabel(_SENTENCE, self)
        sentence.setMinimumWidth(sizes.px(600))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.px(16))
        layout.addWidget(heading("申し訳ありません", Look.HEADING, self))
        layout.addWidget(sentence)
        layout.addWidget(self._details)
        layout.addLayout(buttons)
        self._close.setDefault(True)
        self._close.setFocus()

    def _toggle_details(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._fold.setText("詳細を隠す" if shown else "詳細を見る")
        self.adjustSize()


class CrashReporter(QObject):
    """Catches what nothing else caught, in every thread, and shows it once at a time in the window's thread."""

    _caught = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._dialog: QDialog | None = None
        self._more = 0
        self._hooks = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of the main and of all other threads."""
        sys.excepthook = self._from_main_thread
        threading.excepthook = self._from_other_thread

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks

    @property
    def dialog(self) -> QDialog | None:
        """The dialog shown now."""
        return self._dialog

    def _from_main_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            self._hooks[0](kind, error, trace)
            return
        self._write_down(error)
        self._caught.emit(error if isinstance(error, UserError) else report_text(error))

    def _from_other_thread(self, event: threading.ExceptHookArgs) -> None:
        if event.exc_value is not None and isinstance(event.exc_value, Exception):
            self._from_main_thread(event.exc_type, event.exc_value, event.exc_traceback)

    def _write_down(self, error: BaseException) -> None:
        """Tell the log and the console, when there is one: a windowed Windows program has none."""
        if isinstance(error, UserError):
            return
        program_log.note_bug(error)
        if sys.stderr is not None:
            sys.stderr.write(report_text(error) + "\n")

    @Slot(object)
    def _show(self, caught: object) -> None:
        if self._dialog is not None:
            self._more += 1
            return
        parent = QApplication.activeWindow()
        if isinstance(caught, UserError):
            self._dialog = show_user_error(parent, caught)
        else:
            self._dialog = CrashDialog(str(caught), parent)
            self._dialog.open()
        self._dialog.finished.connect(self._closed)

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
        self._more = 0
