"""推進課の依頼から始める: three numbered steps, walked through with Enter alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.ui.exchange.join_steps import STEPS, PlaceStep, RequestStep, WhoStep
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.step_bar import StepBar

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.exchange.invitation import Invitation
    from reform_desktop.ui.tasks import TaskContext, TaskRunner

NEXT = "次へ(&N)"
BEGIN = "記入を始める(&S)"


class JoinDialog(Dialog):
    """``decided`` carries the request's path and that of the file to be made; ``open_wanted`` those of one there is."""

    help_topic = "exchange#課：照会から始める"

    decided = Signal(object, object)
    open_wanted = Signal(object, object)

    def __init__(self, path: Path, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._invitation: Invitation | None = None
        settings = Settings()
        self.setWindowTitle("推進課の依頼から始める")
        self.bar = StepBar(STEPS, self)
        self.request, self.who, self.place = RequestStep(self), WhoStep(settings, self), PlaceStep(settings, self)
        self._stack = QStackedWidget(self)
        self.message = QLabel(self)
        self.cancel_button = QPushButton("やめる", self)
        self.back_button = QPushButton("戻る(&B)", self)
        self.action_button = QPushButton(NEXT, self)
        self._arrange()
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(lambda *_: self.show_step(self.step - 1))
        self.action_button.clicked.connect(lambda *_: self._go_on())
        self.place.open_wanted.connect(self._open)
        self.show_step(0)
        self._look(runner)

    @property
    def facts(self) -> dict[str, str]:
        """What is shown of the request, by heading."""
        return self.request.facts

    @property
    def step(self) -> int:
        """The step that is shown, counted from 0."""
        return self._stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Go to a step; what was filled in stays."""
        self._stack.setCurrentIndex(step)
        self.bar.show_step(step)
        last = step == len(STEPS) - 1
        self.back_button.setVisible(step > 0)
        self.action_button.setText(BEGIN if last else NEXT)
        self.action_button.setEnabled(self._invitation is not None)
        self.message.hide()
        if step == 1:
            self.who.form.department.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._invitation is not None:
            self.action_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say why it cannot go on."""
        self.message.setText(sentence)
        self.message.show()

    def _look(self, runner: TaskRunner) -> None:
        path = self._path

        def work(_context: TaskContext) -> Invitation:
            from reform_desktop.services.exchange.invitation import read_invitation  # noqa: PLC0415 -- loads late

            return read_invitation(path)

        runner.run(
            f"「{path.name}」を確かめています",
            work,
            done=self._show,
            failed=self._refuse,
            owner=self,
        )

    def _show(self, found: Invitation) -> None:
        self.request.stop_waiting()
        if not found.from_division or not found.department:
            self.say("課を指定した、推進課からの照会ではありません。推進課に照会を送ってもらってください。")
            return
        self._invitation = found
        self.request.show_request(found)
        self.who.suggest(found.department)
        self.place.suggest(found)
        self.show_step(0)

    def _refuse(self, error: UserError) -> None:
        self.request.stop_waiting()
        self.say(str(error))

    def _go_on(self) -> None:
        if self.step < len(STEPS) - 1:
            self.show_step(self.step + 1)
        elif self.place.is_free:
            self._decide(self.place.target)
        else:
            self.place.show_target(self.place.target)
            self.place.open_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self, target: Path) -> None:
        self.who.form.save()
        self.accept()
        self.decided.emit(self._path, target)

    def _open(self) -> None:
        self.who.form.save()
        self.accept()
        self.open_wanted.emit(self._path, self.place.target)

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.message, Look.ERROR)
        set_look(self.action_button, Look.PRIMARY)
        for button in (self.cancel_button, self.back_button):
            set_look(button, Look.QUIET)
            button.setAutoDefault(False)
        self.action_button.setDefault(True)
        for step in (self.request, self.who, self.place):
            self._stack.addWidget(step)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(16))
        column.addWidget(heading("推進課の依頼から始める", Look.HEADING, self))
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self.message)
        column.addLayout(buttons)
        self.setMinimumWidth(sizes.px(620))
