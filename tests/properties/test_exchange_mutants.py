"""Four well-known ways to merge wrongly, put in place of the law: the histories must notice each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis.errors import HypothesisException

from properties.exchange_machine import template_folder
from properties.test_exchange_machine import run
from reform_desktop.changes import law
from reform_desktop.changes.change import EXISTENCE, Change, decode_change
from reform_desktop.domain.errors import UserError
from reform_desktop.services.exchange import sealing
from reform_desktop.store import log, ownership, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]

NOTICED = (AssertionError, ExceptionGroup, HypothesisException, UserError, KeyError)
Mutant = Callable[[pytest.MonkeyPatch], None]


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    """Of several values only the latest stands, as KeePassXC, Anki and many others do it row by row."""
    true_heads = law._heads_of_field

    def latest(field: str, candidates: list[str], changes: Mapping[str, Change]) -> list[str]:
        heads = true_heads(field, candidates, changes)
        return heads if field == EXISTENCE else [max(heads, key=lambda one: (changes[one].at, one))]

    patch.setattr(law, "_heads_of_field", latest)


def numbered_by_replica(patch: pytest.MonkeyPatch) -> None:
    """A change is called by its unit and a counter, so that two copies of one file call two changes the same."""
    counters: dict[str, int] = {}

    def numbered(body: bytes) -> str:
        change = decode_change(body)
        parents = [one for several in change.parents.values() for one in several]
        counter = 1 + max((counters.get(one, 0) for one in parents), default=0)
        name = hashlib.sha256(f"{change.unit}/{change.row}/{counter}".encode()).hexdigest()
        counters[name] = counter
        return name

    for module in (log, write, sealing):
        patch.setattr(module, "change_id", numbered)


def deletion_wins(patch: pytest.MonkeyPatch) -> None:
    """What was deleted stays deleted, whatever others wrote into it meanwhile."""
    patch.setattr(law, "_unseen", lambda *_what: False)


def nothing_waits(patch: pytest.MonkeyPatch) -> None:
    """A change is applied although what it rests on is not here."""

    def all_complete(changes: Mapping[str, Change], retracted: frozenset[str]) -> frozenset[str]:
        return frozenset(changes) - retracted

    patch.setattr(law, "complete_changes", all_complete)
    patch.setattr(ownership, "complete_changes", all_complete)


@pytest.mark.parametrize("mutant", [last_writer_wins, numbered_by_replica, deletion_wins, nothing_waits])
def test_a_wrong_way_to_merge_is_noticed(mutant: Mutant) -> None:
    template_folder()
    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        with pytest.raises(NOTICED) as noticed:
            run(120, 40, shrink=False)
    print(f"{mutant.__name__}: {repr(noticed.value)[:90]}")
