"""What one transaction takes in: sources one after another, each with the report that previews and lists show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from reform_desktop.services.exchange.source import Progress, Signer, Source
from reform_desktop.store import evidence, imports
from reform_desktop.store.carriers import NewCarrier
from reform_desktop.store.engine import Connection
from reform_desktop.store.imports import Taken


class ImportReport(Struct, frozen=True):
    """What an import did, or would do.

    ``new`` counts changes that the file did not have, ``fast_forwards`` records that simply move on, ``conflicts``
    fields that now disagree and did not before, ``held`` the arrived changes that are not applied, by reason.
    ``signers`` are the keys behind it, the sender's first, as they were trusted before the import.
    """

    file: str
    sender: str
    fingerprint: str
    trust: str
    purpose: str
    arrived: int
    new: int
    fast_forwards: int
    conflicts: int
    held: dict[str, int]
    evidence_new: int
    evidence_missing: int
    converted: int
    warnings: tuple[str, ...]
    carrier: int | None = None
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    """A source that was taken in and is not reported yet."""

    source: Source
    taken: Taken
    new_files: int
    converted: int


class TakingIn:
    """Takes sources in within one write transaction, and reports on them when all are in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._union = imports.Union(connection)
        self._before = imports.open_conflicts(connection)
        self._done: list[_Done] = []

    @property
    def named(self) -> frozenset[tuple[str, str]]:
        """The records touched so far, as ``(kind, row)``; gathered import by import.

        All at once, a window would stand still meanwhile: Python lets nobody else run within one step.
        """
        named = set[tuple[str, str]]()
        for one in self._done:
            named.update(zip(one.taken.rows.values(), one.taken.rows.keys(), strict=True))
        return frozenset(named)

    @property
    def kinds(self) -> frozenset[str]:
        """Their kinds."""
        return frozenset[str]().union(*(set(one.taken.rows.values()) for one in self._done))

    def take(self, source: Source, progress: Progress | None) -> None:
        """Take one source in."""
        connection = self._connection
        taken = self._union.begin(NewCarrier(source.label, _now(), source.details(), source.sha256))
        for arrival in source.arrivals(progress):
            self._union.add(arrival)
        new_files = 0
        for one in source.evidence():
            imports.narrow_cache(connection)
            new_files += evidence.add_pieces(connection, one.sha256, one.size, one.pieces(), _now(), checked=True).new
        converted = list(source.converted())
        for one in converted:
            evidence.add_pieces(connection, one.actual, one.size, one.pieces(), _now(), checked=True)
            imports.note_conversion(connection, one.sha256, one.actual, taken.carrier)
        self._done.append(_Done(source, taken, new_files, len(converted)))

    def reports(self) -> list[ImportReport]:
        """Judge what came in, and return what each source did.

        What disagrees now and did not before is told of the last source that touched it: by then both sides were here.
        """
        self._union.judge()
        disputed = imports.open_conflicts(self._connection) - self._before
        holding = imports.anything_held(self._connection)
        missing = imports.missing_evidence(self._connection)
        reports = []
        for one in reversed(self._done):
            own = {place for place in disputed if place[0] in one.taken.rows}
            disputed -= own
            reasons = imports.held_of_carrier(self._connection, one.taken.carrier) if holding else []
            reports.append(_report(one, own, Counter(reason.label for reason in reasons), missing))
        return reports[::-1]


def _report(one: _Done, disputed: AbstractSet[tuple[str, str]], held: Mapping[str, int], missing: int) -> ImportReport:
    source, taken = one.source, one.taken
    sender = source.signers[0] if source.signers else None
    return ImportReport(
        file=source.label,
        sender=source.sender_name,
        fingerprint=sender.fingerprint if sender else "",
        trust=sender.trust.value if sender else "",
        purpose=source.purpose,
        arrived=taken.arrived,
        new=taken.new,
        fast_forwards=len(taken.rows.keys() - {row for row, _field in disputed}),
        conflicts=len(disputed),
        held=dict(held),
        evidence_new=one.new_files,
        evidence_missing=missing,
        converted=one.converted,
        warnings=tuple(source.warnings()),
        carrier=taken.carrier,
        signers=tuple(source.signers),
    )


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
