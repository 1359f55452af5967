"""Packs noted as runs of the log hold the changes that they held as a row for each."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest

from reform_desktop.store import migrations
from reform_desktop.store.pack_runs import LONGEST, cut

ORDERS: tuple[Sequence[int], ...] = (
    [7],
    [1, 2, 3],
    [3, 2, 1],
    [10, 5, 12],
    [1, 2, 9, 3, 4, 5],
    range(4, 4 + LONGEST),
    range(4, 5 + LONGEST),
    [*range(300, 900), *range(1, 280)],
    random.Random(7).sample(range(1, 2000), 700),
)


def expanded(runs: Sequence[tuple[int, int, int]]) -> list[int]:
    """Return the sequence numbers that runs stand for, in the pack's order."""
    found: list[int] = []
    for ordinal, first, length in sorted(runs):
        assert ordinal == len(found)
        assert length <= LONGEST
        found.extend(range(first, first + length))
    return found


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{len(order)} changes")
def test_cut_and_put_together_a_pack_is_the_same(order: Sequence[int]) -> None:
    runs = list(cut(order))
    assert expanded(runs) == list(order)


def test_of_what_follows_one_another_few_rows_are_noted() -> None:
    assert len(list(cut(range(1, 601)))) == 3
    assert len(list(cut(list(range(1, 601))))) == 3


def test_an_older_file_keeps_what_its_packs_hold_and_what_refers_to_its_changes() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        for step in range(1, 5):
            for statement in migrations.step_statements(step):
                old.execute(statement)
        changes = [(seq, f"{seq:064x}", f"row {seq % 7}", "measure", seq % 2, b"{}") for seq in range(1, 2001)]
        old.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)", changes)
        old.execute("INSERT INTO operation VALUES (1, 'name', 'who', 'at', 'done')")
        old.execute("INSERT INTO operation_change VALUES (1, 17)")
        for place, order in enumerate(ORDERS):
            name = f"{place:064x}"
            old.execute("INSERT INTO pack VALUES (?, 'unit', 'key', 'signature')", (name,))
            rows = [(name, ordinal, seq) for ordinal, seq in enumerate(order)]
            old.executemany("INSERT INTO pack_change VALUES (?, ?, ?)", rows)
        old.execute("PRAGMA foreign_keys = OFF")
        for statement in migrations.step_statements(5):
            old.execute(statement)
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []
        assert old.execute("SELECT * FROM change ORDER BY seq").fetchall() == changes
        for place, order in enumerate(ORDERS):
            found = old.execute("SELECT ordinal, first_seq, length FROM pack_run WHERE pack = ?", (f"{place:064x}",))
            assert expanded(found.fetchall()) == list(order)
