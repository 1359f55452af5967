"""Another ``.reform`` file as something to take in: two people edited two copies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from reform_desktop.bundle.errors import BundleError
from reform_desktop.domain.practice import is_practice
from reform_desktop.domain.records import Plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.acquaintance import Acquaintance
from reform_desktop.services.exchange.practice_apart import refuse_mixing
from reform_desktop.services.exchange.source import ArrivedFile, Progress, Signer
from reform_desktop.store import copies, evidence, records
from reform_desktop.store.imports import Arrival
from reform_desktop.store.log import last_sequence
from reform_desktop.store.store import Store


class CopySource:
    """Reads the log of another file of the same plan; nobody signed it, which the preview says."""

    def __init__(self, other: Store, others: Acquaintance) -> None:
        self._other = other
        # Asked now: while the import writes, a second connection may have to wait for its end.
        self._sender_name = others.name_of(other.unit)

    @classmethod
    @contextmanager
    def open(cls, desk: Desk, path: Path, others: Acquaintance) -> Iterator[CopySource]:
        """Open the other file for reading; it is not changed."""
        if path.resolve() == desk.path.resolve():
            raise BundleError(path.name, "今開いているファイルそのものです", "ほかのファイルを選んでください。")
        other = Store.open(path, who=desk.who, read_only=True)
        try:
            _require_same_plan(desk, other, others)
            yield cls(other, others)
        finally:
            other.close()

    @property
    def label(self) -> str:
        """The other file's name."""
        return self._other.path.name

    @property
    def sender_name(self) -> str:
        """Whose file it is."""
        return self._sender_name

    @property
    def weight(self) -> int:
        """All of the other file's log."""
        with self._other.reading() as connection:
            return last_sequence(connection)

    @property
    def sha256(self) -> str:
        """Nothing: a file that may be open is never the same twice."""
        return ""

    @property
    def purpose(self) -> str:
        """Always ``copy``."""
        return "copy"

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Nobody."""
        return ()

    def arrivals(self, progress: Progress | None) -> Iterator[Arrival]:
        """Yield the other file's changes."""
        with self._other.reading() as connection:
            yield from copies.arrivals(connection, progress)

    def evidence(self) -> Iterator[ArrivedFile]:
        """Yield the other file's evidence."""
        with self._other.reading() as connection:
            for sha256, size in evidence.list_files(connection):
                yield ArrivedFile(sha256, sha256, size, partial(evidence.stream_bytes, connection, sha256))

    def converted(self) -> Iterator[ArrivedFile]:
        """Yield nothing: a copy does not go through a gateway."""
        return iter(())

    def details(self) -> dict[str, str]:
        """Return which copy it was."""
        return {"purpose": "copy", "unit": self._other.unit, "store": self._other.id}

    def warnings(self) -> Iterator[str]:
        """Say that nobody signed it."""
        yield "署名のないファイルです。出どころを確かめてから取り込んでください。"


def _require_same_plan(desk: Desk, other: Store, others: Acquaintance) -> None:
    with other.reading() as connection:
        found = records.all_records(connection, Plan)
    plans = {plan.id for plan in found}
    practised = next((plan for plan in found if is_practice(plan)), None)
    name = practised.name if practised else next((plan.name for plan in found if not plan.closed), "")
    refuse_mixing(other.path.name, others, practice=practised is not None, plan_name=name)
    if desk.plan().id not in plans:
        raise BundleError(
            other.path.name,
            "別の計画のファイルです",
            "この計画のファイルを選ぶか、その計画のファイルを開いてください。",
        )
