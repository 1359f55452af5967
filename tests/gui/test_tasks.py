"""Long work: results come back to the window's thread, it can be stopped, and no thread stays behind."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.errors import FileError, UserError
from reform_desktop.reports.errors import Cancelled
from reform_desktop.ui.busy import BusyBar
from reform_desktop.ui.tasks import Outcome, Task, TaskContext, TaskRunner
from reform_desktop.ui.widgets.naming import unnamed_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def runner(qapp: QObject) -> Iterator[TaskRunner]:
    made = TaskRunner(qapp)
    yield made
    assert made.close(5)
    for thread in workers():
        thread.join(5)
    assert not workers()
    made.deleteLater()


def workers() -> list[threading.Thread]:
    """Return the threads of the program that work."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("task_")]


class Gate:
    """Work that waits until it is let go or cancelled."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()

    def __call__(self, context: TaskContext) -> str:
        self.begun.set()
        while not self.open.wait(0.005):
            context.raise_if_cancelled()
        return "done"


def test_the_result_comes_back_in_the_windows_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[object] = []
    task = runner.run(
        "数えています",
        lambda _: threading.current_thread() is not threading.main_thread(),
        done=lambda elsewhere: seen.extend([elsewhere, threading.current_thread() is threading.main_thread()]),
        ended=lambda ended: seen.append(ended.outcome),
    )
    assert seen == []
    with qtbot.waitSignal(runner.idle):
        pass
    assert seen == [True, True, Outcome.DONE]
    assert task.is_over
    assert QThread.currentThread() is runner.thread()


def test_progress_is_shown_and_its_last_step_always_comes(runner: TaskRunner, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []

    def work(context: TaskContext) -> None:
        for step in range(1, 1001):
            context.progress(step, 1000)

    runner.run("作成しています", work, progress=lambda done, total: steps.append((done, total)))
    with qtbot.waitSignal(runner.idle):
        pass
    assert steps[-1] == (1000, 1000)
    assert len(steps) < 200


def test_a_user_error_reaches_who_asked(runner: TaskRunner, qtbot: QtBot) -> None:
    told: list[UserError] = []

    def work(_: TaskContext) -> None:
        raise FileError("ディスクの空きがありません。")

    task = runner.run("保存しています", work, failed=told.append)
    with qtbot.waitSignal(runner.idle):
        pass
    assert [str(error) for error in told] == ["ディスクの空きがありません。"]
    assert task.outcome is Outcome.FAILED
    runner.user_error.connect(told.append)
    runner.run("保存しています", work)
    with qtbot.waitSignal(runner.idle):
        pass
    assert len(told) == 2


def test_a_bug_in_a_worker_reaches_the_crash_hook(
    runner: TaskRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))
    ended: list[Task[None]] = []

    def work(_: TaskContext) -> None:
        raise ZeroDivisionError

    runner.run("計算しています", work, ended=ended.append)
    with qtbot.waitSignal(runner.idle):
        pass
    assert caught == [ZeroDivisionError]
    assert ended[0].outcome is Outcome.FAILED


@pytest.mark.parametrize("stops_by", ["check", "progress", "report"])
def test_work_stops_when_it_is_cancelled(runner: TaskRunner, qtbot: QtBot, stops_by: str) -> None:
    begun = threading.Event()
    called: list[object] = []

    def work(context: TaskContext) -> None:
        while True:
            begun.set()
            if stops_by == "check":
                context.raise_if_cancelled()
            elif stops_by == "progress":
                context.progress(1, 2)
            elif context.cancelled():
                raise Cancelled

    task = runner.run("作成しています", work, done=called.append, failed=called.append)
    assert begun.wait(5)
    task.cancel()
    with qtbot.waitSignal(runner.idle):
        pass
    assert task.outcome is Outcome.CANCELLED
    assert called == []


def test_further_work_waits_for_its_turn(runner: TaskRunner, qtbot: QtBot) -> None:
    gates = [Gate() for _ in range(3)]
    order: list[int] = []
    tasks = [
        runner.run(f"作業{number}", gate, ended=lambda _, number=number: order.append(number))  # type: ignore[misc]
        for number, gate in enumerate(gates)
    ]
    assert tasks[2].outcome is Outcome.WAITING
    gates[0].open.set()
    qtbot.waitUntil(gates[2].begun.is_set)
    assert order == [0]
    for gate in gates:
        gate.open.set()
    with qtbot.waitSignal(runner.idle):
        pass
    assert sorted(order) == [0, 1, 2]


def test_cancelling_all_ends_what_still_waits(runner: TaskRunner, qtbot: QtBot) -> None:
    tasks = [runner.run("作業", Gate()) for _ in range(4)]
    with qtbot.waitSignal(runner.idle):
        runner.cancel_all()
    assert {task.outcome for task in tasks} == {Outcome.CANCELLED}


def test_a_result_for_a_closed_page_is_dropped(runner: TaskRunner, qtbot: QtBot) -> None:
    owner = QObject()
    gate = Gate()
    called: list[object] = []
    runner.run("作業", gate, done=called.append, ended=called.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(20)
    with qtbot.waitSignal(runner.idle):
        gate.open.set()
    assert called == []


def test_closing_the_program_leaves_no_thread_and_starts_nothing_more(qapp: QObject) -> None:
    runner = TaskRunner(qapp)
    runner.run("作業", Gate())
    assert runner.close(5)
    assert runner.run("遅すぎる作業", Gate()).outcome is Outcome.CANCELLED
    assert runner.is_idle


def test_work_does_not_wait_for_new_threads(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[str] = []
    for _turn in range(5):
        runner.run("作業", lambda _: threading.current_thread().name, done=seen.append)
        qtbot.waitUntil(lambda: runner.is_idle)
    assert len(seen) == 5
    assert len(workers()) == 1, "a worker that is free takes the next work"


def test_work_that_does_not_listen_is_reported(qapp: QObject) -> None:
    runner = TaskRunner(qapp)
    go_on = threading.Event()
    runner.run("作業", lambda _: go_on.wait(5))
    assert not runner.close(0.05)
    go_on.set()


class Window(QWidget):
    """A window with a busy strip that asks it before closing."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self.bar = BusyBar(runner, self)
        QVBoxLayout(self).addWidget(self.bar)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bar.may_close(event)


def test_long_work_shows_a_strip_with_a_way_to_stop_it(runner: TaskRunner, qtbot: QtBot) -> None:
    window = Window(runner)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(runner.idle):
        runner.run("すぐ終わる作業", lambda _: None, owner=window)
    assert window.bar.isHidden()
    runner.run("取組シートを作成しています", Gate(), owner=window)
    qtbot.waitUntil(window.bar.isVisible)
    assert window.bar._label.text() == "取組シートを作成しています"
    assert unnamed_controls(window) == []
    with qtbot.waitSignal(runner.idle):
        window.bar.findChildren(QPushButton)[0].click()
    assert window.bar.isHidden()
    window.close()


def test_a_window_shows_only_its_own_work(runner: TaskRunner, qtbot: QtBot) -> None:
    window, other = Window(runner), Window(runner)
    for one in (window, other):
        qtbot.addWidget(one)
    task = runner.run("作業", Gate(), owner=window)
    assert (len(window.bar.tasks), len(other.bar.tasks)) == (1, 0)
    task.cancel()
    with qtbot.waitSignal(runner.idle):
        pass


def test_closing_a_window_stops_its_work_and_then_closes(runner: TaskRunner, qtbot: QtBot) -> None:
    window = Window(runner)
    qtbot.addWidget(window)
    window.show()
    gate = Gate()
    runner.run("作業", gate, owner=window)
    assert gate.begun.wait(5)
    assert not window.close()
    assert window.isVisible()
    assert "中止しています" in window.bar._label.text()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_urgent_work_never_waits_for_long_work(runner: TaskRunner, qtbot: QtBot) -> None:
    gates = [Gate(), Gate()]
    for gate in gates:
        runner.run("作成しています", gate)
    drawn: list[str] = []
    runner.run("待っています", lambda _: "later", done=drawn.append)
    runner.run("ページを描いています", lambda _: "page", done=drawn.append, urgent=True)
    qtbot.waitUntil(lambda: drawn == ["page"])
    for gate in gates:
        gate.open.set()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert drawn == ["page", "later"]


def test_a_part_of_the_result_is_there_before_the_rest(runner: TaskRunner, qtbot: QtBot) -> None:
    gate = Gate()
    parts: list[object] = []
    whole: list[str] = []

    def work(context: TaskContext) -> str:
        context.hand_over((1, 2))
        return gate(context)

    runner.run("作成しています", work, done=whole.append, meanwhile=parts.append)
    qtbot.waitUntil(lambda: parts == [(1, 2)])
    assert whole == []
    gate.open.set()
    qtbot.waitUntil(lambda: whole == ["done"])


def test_nothing_more_is_handed_over_once_the_work_was_given_up(runner: TaskRunner, qtbot: QtBot) -> None:
    parts: list[object] = []
    begun, go = threading.Event(), threading.Event()

    def work(context: TaskContext) -> None:
        begun.set()
        go.wait(5)
        context.hand_over("a part")

    task = runner.run("作成しています", work, meanwhile=parts.append)
    assert begun.wait(5)
    task.cancel()
    go.set()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert parts == []
    assert task.outcome is Outcome.CANCELLED
