"""Long work off the window's thread. One runner owns every worker thread of the program.

A worker never touches a widget: what it has to say reaches the window's thread as a queued signal. There is no
nested event loop and no processEvents; closing the program asks the workers to stop and waits until they have.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from reform_desktop.domain.errors import UserError
from reform_desktop.reports.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

_TURN: Final = 0.0002
"""Seconds after which a worker lets the window's thread have Python while work runs.

With Python's own 5 ms the window stood still for up to 92 ms while a book was written, with this for 17 ms.
"""

_MOST_WORKERS: Final = 16
"""More than ever work at once: urgent work is not counted, but short."""

_LOOK_AGAIN: Final = 0.005
"""Seconds between two looks, at the very end, whether the workers have stopped."""

_PROGRESS_EVERY: Final = 0.05
"""Seconds between two messages about progress: more would keep the window busy with counting."""


class TaskCancelled(UserError):  # noqa: N818 -- it is what the user asked for, not something that went wrong
    """The user stopped the work."""

    def __init__(self) -> None:
        super().__init__("作業を中止しました。")


class Outcome(Enum):
    """How a task stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TaskContext:
    """What the work may use in its thread."""

    def __init__(
        self,
        stop: threading.Event,
        report: Callable[[int, int], None],
        hand_over: Callable[[object], None] | None = None,
    ) -> None:
        self._stop = stop
        self._report = report
        self._hand_over = hand_over
        self._next = 0.0

    def cancelled(self) -> bool:
        """Whether the user wants to stop."""
        return self._stop.is_set()

    def raise_if_cancelled(self) -> None:
        """Leave the work by `TaskCancelled` when the user wants to stop."""
        if self._stop.is_set():
            raise TaskCancelled

    def progress(self, done: int, total: int) -> None:
        """Say how far the work has come; raises `TaskCancelled` when the user wants to stop."""
        self.raise_if_cancelled()
        now = time.monotonic()
        if now >= self._next or done >= total:
            self._next = now + _PROGRESS_EVERY
            self._report(done, total)

    def hand_over(self, part: object) -> None:
        """Give the window a part of the result while the work goes on; raises `TaskCancelled` as `progress` does."""
        self.raise_if_cancelled()
        if self._hand_over is not None:
            self._hand_over(part)


@dataclass(frozen=True, slots=True)
class _Part:
    """A message that carries a part of the result."""

    value: object


@dataclass(eq=False)
class Task(Generic[T]):
    """One piece of work. Everything but ``cancel`` belongs to the window's thread."""

    number: int
    label: str
    work: Callable[[TaskContext], T]
    done: Callable[[T], object] | None
    failed: Callable[[UserError], object] | None
    on_progress: Callable[[int, int], object] | None
    ended: Callable[[Task[T]], object] | None
    owner: QObject | None
    meanwhile: Callable[[object], object] | None = None
    urgent: bool = False
    outcome: Outcome = Outcome.WAITING
    progress: tuple[int, int] = (0, 0)
    error: UserError | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    running: Future[None] | None = None

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next look."""
        self.stop.set()

    @property
    def is_over(self) -> bool:
        """Whether the work has ended, in whatever way."""
        return self.outcome not in (Outcome.WAITING, Outcome.RUNNING)

    def answers(self) -> bool:
        """Whether somebody still waits for the result: the window that asked may be gone."""
        return self.owner is None or shiboken6.isValid(self.owner)


class TaskRunner(QObject):
    """Runs tasks in threads, a few at a time, and delivers their results in the window's thread.

    ``started``, ``progressed`` and ``ended`` carry the `Task`; ``idle`` comes when the last one has ended. A user
    error goes to the task's ``failed``, or to ``user_error`` when it has none; anything else is a bug and goes to
    ``sys.excepthook``.
    """

    started = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    user_error = Signal(object)
    idle = Signal()
    _message = Signal(int, object)

    def __init__(self, parent: QObject | None = None, *, at_once: int = 2) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._numbers = itertools.count(1)
        self._tasks: dict[int, Task[object]] = {}
        self._closed = False
        self._workers: ThreadPoolExecutor | None = None
        self._message.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._usual_turn: float | None = None

    def run(  # noqa: PLR0913 -- each is one moment that somebody may wait for
        self,
        label: str,
        work: Callable[[TaskContext], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        progress: Callable[[int, int], object] | None = None,
        ended: Callable[[Task[T]], object] | None = None,
        owner: QObject | None = None,
        meanwhile: Callable[[object], object] | None = None,
        urgent: bool = False,
    ) -> Task[T]:
        """Start the work, or queue it. ``label`` is what the busy strip says (「取組シートを作成しています」).

        ``done``, ``failed``, ``progress``, ``meanwhile`` (with each part that the work hands over) and ``ended``
        (always called last) are called in the window's thread, and not at all once ``owner`` has been destroyed.
        ``urgent`` work is short, and somebody looks at where it will appear: it never waits for long work.
        """
        task = Task(next(self._numbers), label, work, done, failed, progress, ended, owner, meanwhile, urgent)
        if self._closed:
            task.outcome = Outcome.CANCELLED
            return task
        self._tasks[task.number] = task  # type: ignore[assignment]  # tasks of every result type stand in one queue
        self._start_waiting()
        return task

    @property
    def tasks(self) -> list[Task[object]]:
        """Tasks that wait or run, oldest first."""
        return list(self._tasks.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._tasks

    def cancel_all(self) -> None:
        """Ask every task to stop; ``idle`` comes when they have."""
        for task in self.tasks:
            task.cancel()
            if task.outcome is Outcome.WAITING:
                self._end(task, Outcome.CANCELLED)

    def close(self, seconds: float = 10.0) -> bool:
        """Stop everything and wait for the threads, blocking: the very end of the program. False if one goes on.

        Results that have not been delivered by then are dropped.
        """
        self._closed = True
        for task in self.tasks:
            task.cancel()
        end = time.monotonic() + seconds
        running = [task.running for task in self._tasks.values() if task.running is not None]
        self._tasks.clear()
        if self._workers is not None:
            self._workers.shutdown(wait=False)
        while time.monotonic() < end and not all(one.done() for one in running):
            time.sleep(_LOOK_AGAIN)
        return all(one.done() for one in running)

    def _start_waiting(self) -> None:
        running = sum(task.outcome is Outcome.RUNNING for task in self._tasks.values())
        for task in self.tasks:
            if task.outcome is Outcome.WAITING and (task.urgent or running < self._at_once):
                self._start(task)
                running += 1

    def _start(self, task: Task[object]) -> None:
        task.outcome = Outcome.RUNNING
        if self._usual_turn is None:
            self._usual_turn = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
        if self._workers is None:
            # A thread that is made anew is waited for until it runs, on a busy PC for 0.2 s: workers stay.
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- not needed before the first paint

            self._workers = ThreadPoolExecutor(_MOST_WORKERS, thread_name_prefix="task")
        # The thread gets no reference to the task or its callbacks: they hold widgets, which must die in this thread.
        task.running = self._workers.submit(self._work, task.number, task.work, task.stop)
        self.started.emit(task)

    def _work(self, number: int, work: Callable[[TaskContext], object], stop: threading.Event) -> None:
        """Do the work in its thread; the last message is always how it ended."""
        context = TaskContext(
            stop,
            lambda done, total: self._message.emit(number, (done, total)),
            lambda part: self._message.emit(number, _Part(part)),
        )
        ending: _Ending
        try:
            context.raise_if_cancelled()
            ending = _Ending(Outcome.DONE, work(context))
        except (TaskCancelled, Cancelled):
            ending = _Ending(Outcome.CANCELLED)
        except UserError as error:
            ending = _Ending(Outcome.FAILED, user_error=error)
        except BaseException as error:  # noqa: BLE001 -- a bug in a worker must reach the crash dialog
            ending = _Ending(Outcome.FAILED, bug=error)
        self._message.emit(number, ending)

    @Slot(int, object)
    def _deliver(self, number: int, message: object) -> None:
        task = self._tasks.get(number)
        if task is None:
            return
        if isinstance(message, _Ending):
            self._finish(task, message)
        elif isinstance(message, _Part):
            if task.meanwhile is not None and task.answers() and not task.stop.is_set():
                task.meanwhile(message.value)
        elif isinstance(message, tuple):
            task.progress = message
            self.progressed.emit(task)
            if task.on_progress is not None and task.answers():
                task.on_progress(*task.progress)

    def _finish(self, task: Task[object], ending: _Ending) -> None:
        task.error = ending.user_error
        try:
            if ending.bug is not None:
                sys.excepthook(type(ending.bug), ending.bug, ending.bug.__traceback__)
            elif ending.user_error is not None:
                self._tell(task, ending.user_error)
            elif ending.outcome is Outcome.DONE and task.done is not None and task.answers():
                task.done(ending.result)
        finally:
            self._end(task, ending.outcome)

    def _tell(self, task: Task[object], error: UserError) -> None:
        if not task.answers():
            return
        if task.failed is not None:
            task.failed(error)
        else:
            self.user_error.emit(error)

    def _end(self, task: Task[object], outcome: Outcome) -> None:
        task.outcome = outcome
        self._tasks.pop(task.number, None)
        try:
            if task.ended is not None and task.answers():
                task.ended(task)
        finally:
            self.ended.emit(task)
            self._start_waiting()
            if self.is_idle and self._usual_turn is not None:
                sys.setswitchinterval(self._usual_turn)
                self._usual_turn = None
            if self.is_idle:
                self.idle.emit()


@dataclass(frozen=True, slots=True)
class _Ending:
    """The last message of a worker."""

    outcome: Outcome
    result: object = None
    user_error: UserError | None = None
    bug: BaseException | None = None
