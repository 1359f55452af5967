"""Looks at offered files and takes them in, one after another in the task runner; the dialog only watches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reform_desktop.ui.exchange.offered import Offered, Step, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.exchange.importing import ImportReport, Outcome
    from reform_desktop.services.exchange.source import Signer
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import Task, TaskContext


_UNTIL_PAINTED: Final = 50
"""Milliseconds: a list that is painted while a worker runs asks for Python at every cell, and waits each time."""


class ImportQueue(QObject):
    """``changed`` comes when a file has come further, ``rested`` when nothing is left to do for now."""

    changed = Signal()
    progressed = Signal(int, int)
    rested = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.offered: list[Offered] = []
        self.taken: list[ImportReport] = []
        self._wanted: list[Path] = []
        self._accepted: frozenset[str] = frozenset()
        self._task: Task[ImportReport] | Task[Outcome] | None = None
        self._stopped = False
        self._beginning = QTimer(self)
        self._beginning.setSingleShot(True)
        self._beginning.setInterval(_UNTIL_PAINTED)
        self._beginning.timeout.connect(self._next)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being looked at or taken in, or is going to be."""
        return self._task is not None or self._beginning.isActive()

    def add(self, paths: Iterable[Path]) -> None:
        """Offer more files; one that is there already is not offered twice."""
        known = {one.path for one in self.offered}
        self.offered += [Offered(path) for path in dict.fromkeys(paths) if path not in known]
        if self._task is None:
            self._beginning.start()
        self.changed.emit()

    def take(self, paths: Iterable[Path]) -> None:
        """Take files in that are ready."""
        self._wanted += [path for path in paths if self._find(path).step is Step.READY]
        self._next()

    def accept(self, signers: Iterable[Signer]) -> bool:
        """Accept keys whose numbers were compared; every file that waited for them is then ready."""
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        chosen = tuple(signers)
        desk = self._session.desk
        if self._session.perform(lambda: receiving.accept_signers(desk, chosen)) is None:
            return False
        self._accepted |= {one.key for one in chosen}
        for one in list(self.offered):
            if one.report and not one.is_settled:
                self._put(replace(one, step=step_of(one.report, self._accepted)))
        self.changed.emit()
        return True

    def stop(self) -> None:
        """Ask the running work to stop, and begin nothing more."""
        self._stopped = True
        self._wanted.clear()
        if self._beginning.isActive():
            self._beginning.stop()
            self.rested.emit()
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if self._task is not None or self._stopped:
            return
        waiting = next((one for one in self.offered if one.step is Step.WAITING), None)
        if waiting is not None:
            self._look(waiting)
        elif self._wanted:
            wanted, self._wanted = self._wanted, []
            self._take([self._find(path) for path in wanted])
        else:
            self.rested.emit()

    def _look(self, one: Offered) -> None:
        desk, path = self._session.desk, one.path

        def work(context: TaskContext) -> ImportReport:
            from reform_desktop.services.exchange.importing import preview_import  # noqa: PLC0415 -- loads late

            return preview_import(desk, path, progress=context.progress)

        self._run(replace(one, step=Step.LOOKING), f"「{path.name}」を確かめています", work, self._looked)

    def _take(self, several: Sequence[Offered]) -> None:
        """Take files in together: what reads the file meanwhile (the checks of a page) then comes after all of them."""
        desk, paths = self._session.desk, [one.path for one in several]

        def work(context: TaskContext) -> Outcome:
            from reform_desktop.services.exchange.importing import import_several  # noqa: PLC0415 -- loads late

            return import_several(desk, paths, progress=context.progress)

        for one in several:
            self._put(replace(one, step=Step.TAKING))
        what = f"「{paths[0].name}」" if len(paths) == 1 else f"{len(paths):,}件のファイル"
        self._task = self._session.runner.run(
            f"{what}を取り込んでいます",
            work,
            done=lambda outcome: self._took(paths, outcome),
            failed=lambda error: self._all_refused(paths, error),
            progress=self.progressed.emit,
            ended=lambda _task: self._ended(paths),
            owner=self,
        )
        self.changed.emit()

    def _run(
        self,
        one: Offered,
        label: str,
        work: Callable[[TaskContext], ImportReport],
        done: Callable[[Offered, ImportReport], None],
    ) -> None:
        self._put(one)
        self._task = self._session.runner.run(
            label,
            work,
            done=lambda report: done(one, report),
            failed=lambda error: self._refused(one, error),
            progress=self.progressed.emit,
            ended=lambda _task: self._ended([one.path]),
            owner=self,
        )
        self.changed.emit()

    def _looked(self, one: Offered, report: ImportReport) -> None:
        self._put(replace(one, step=step_of(report, self._accepted), report=report))

    def _took(self, paths: Sequence[Path], outcome: Outcome) -> None:
        self.taken += outcome.reports
        reports = iter(outcome.reports)
        for path in paths:
            refusal = outcome.refused.get(path)
            if refusal is not None:
                self._refused(self._find(path), refusal)
            else:
                self._put(replace(self._find(path), step=Step.TAKEN, report=next(reports)))

    def _all_refused(self, paths: Sequence[Path], error: UserError) -> None:
        for path in paths:
            self._refused(self._find(path), error)

    def _refused(self, one: Offered, error: UserError) -> None:
        self._put(replace(one, step=Step.REFUSED, refusal=str(error)))

    def _ended(self, paths: Sequence[Path]) -> None:
        self._task = None
        for found in map(self._find, paths):
            if found.step in (Step.LOOKING, Step.TAKING):  # stopped by the user
                ready = found.report is not None
                self._put(replace(found, step=Step.READY if ready else Step.WAITING))
        self.changed.emit()
        self._next()
        if self._stopped:
            self.rested.emit()

    def _find(self, path: Path) -> Offered:
        return next(one for one in self.offered if one.path == path)

    def _put(self, one: Offered) -> None:
        place = next(place for place, each in enumerate(self.offered) if each.path == one.path)
        self.offered[place] = one
