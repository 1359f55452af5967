"""The strip that shows long work: what it is, how far it has come, and 「中止」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Strip, set_style_property

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from reform_desktop.ui.tasks import Task, TaskRunner

_APPEARS_AFTER: Final = 300
"""Milliseconds: work that ends sooner does not flash a strip."""


class BusyBar(QFrame):
    """Shows the oldest running task of its window, and how many more wait. Never modal."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._closing = False
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("進み具合")
        self._cancel = QPushButton("中止", self)
        self._cancel.clicked.connect(self._stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_APPEARS_AFTER)
        self._timer.timeout.connect(self._appear)
        set_style_property(self, "strip", Strip.INFORMATION.value)
        self._arrange()
        self.hide()
        runner.started.connect(self._changed)
        runner.progressed.connect(self._changed)
        runner.ended.connect(self._changed)

    @property
    def tasks(self) -> list[Task[object]]:
        """Tasks that this window asked for, or that belong to no window."""
        return [task for task in self._runner.tasks if self._is_ours(task)]

    def may_close(self, event: QCloseEvent) -> bool:
        """Answer a window's ``closeEvent``: True when nothing runs; else ask the work to stop and close then.

        The window stays visible, and says what it waits for.
        """
        if not self.tasks:
            event.accept()
            return True
        event.ignore()
        self._closing = True
        self._stop()
        self._appear()
        return False

    def _arrange(self) -> None:
        sizes = active_sizes()
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.px(12), sizes.gap, sizes.px(12), sizes.gap)
        row.setSpacing(sizes.px(12))
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)

    def _is_ours(self, task: Task[object]) -> bool:
        """Whether this window or one of its dialogs asked; a dialog is gone with its window, so that waits for it."""
        if task.owner is None or not task.answers() or not isinstance(task.owner, QWidget):
            return True
        asking: QWidget | None = task.owner
        while asking is not None and asking is not self.window():
            asking = asking.parentWidget()
        return asking is not None

    def _stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        self._show_tasks()

    def _changed(self, _task: object) -> None:
        if not self.tasks:
            self._timer.stop()
            self.hide()
            if self._closing:
                self._closing = False
                self.window().close()
            return
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()
        self._show_tasks()

    def _appear(self) -> None:
        if self.tasks:
            self._show_tasks()
            self.show()

    def _show_tasks(self) -> None:
        tasks = self.tasks
        if not tasks:
            return
        first = tasks[0]
        stopping = first.stop.is_set()
        words = f"中止しています: {first.label}" if stopping else first.label
        others = sum(not task.urgent for task in tasks[1:])  # pages being drawn are no news
        more = f"（ほか{others}件）" if others else ""
        self._label.setText(words + more)
        self._cancel.setEnabled(not stopping)
        self._cancel.setAccessibleName(f"「{first.label}」を中止")
        done, total = first.progress
        self._bar.setRange(0, total)
        self._bar.setValue(done)
