"""How the file notes what a pack holds: runs of changes that follow one another in the log.

A pack that is received is appended as it comes, so that a row for each of its changes would say nothing that the
first one's number and their count do not say. A run is cut after `LONGEST` changes: whoever looks for the runs that
hold a change then has few to look at, those that begin at most so far before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import and_
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.store.schema import change, pack_run

LONGEST: Final = 256
"""Frozen: runs of this length are in every file since format 5."""


def cut(sequences: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield ``(ordinal, first sequence, length)`` of the runs that changes, in a pack's order, fall into."""
    if sequences and list(sequences) == list(range(sequences[0], sequences[0] + len(sequences))):
        for start in range(0, len(sequences), LONGEST):
            yield start, sequences[start], min(LONGEST, len(sequences) - start)
        return
    start = 0
    for place in range(1, len(sequences) + 1):
        ends = place == len(sequences) or sequences[place] != sequences[place - 1] + 1
        if ends or place - start == LONGEST:
            yield start, sequences[start], place - start
            start = place


def holds_change() -> ColumnElement[bool]:
    """Return the condition that a run holds a change; for statements that come from the change."""
    return and_(
        pack_run.c.first_seq <= change.c.seq,
        pack_run.c.first_seq > change.c.seq - LONGEST,
        change.c.seq < pack_run.c.first_seq + pack_run.c.length,
    )


def is_in_run() -> ColumnElement[bool]:
    """Return the condition that a change is one of a run; for statements that come from the pack."""
    return change.c.seq.between(pack_run.c.first_seq, pack_run.c.first_seq + pack_run.c.length - 1)
