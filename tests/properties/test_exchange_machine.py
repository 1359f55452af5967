"""Whatever departments and coordinators do with files and bundles: nothing is lost, and in the end all agree."""

from __future__ import annotations

import os
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from properties.exchange_machine import Exchange
from properties.exchange_model import TALLY, Tally

SHORT = int(os.environ.get("REFORM_SHORT", "12"))
SHRINK = (Phase.shrink,) if os.environ.get("REFORM_SHRINK", "1") == "1" else ()
"""Making a failing history small takes long; ``REFORM_SHRINK=0`` shows it as it was found."""

LONG = int(os.environ.get("REFORM_HISTORIES", "2000"))


def run(histories: int, steps: int, *, random: bool = False, shrink: bool = True) -> Tally:
    """Run so many histories, and return what was compared in them."""
    before = asdict(TALLY)
    run_state_machine_as_test(
        Exchange,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not random,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
            phases=(Phase.generate, *(SHRINK if shrink else ())),
            report_multiple_bugs=False,
        ),
    )
    return Tally(**{name: count - before[name] for name, count in asdict(TALLY).items()})


def test_files_that_exchange_bundles_show_what_the_law_says_and_agree_in_the_end() -> None:
    done = run(SHORT, 25)
    print(asdict(done))
    assert done.agreements >= SHORT
    assert done.conflict_checks >= 6 * SHORT, "too few conflicts: such a run proves nothing"
    assert done.held_checks >= 3 * SHORT
    assert done.retractions >= SHORT // 2
    assert done.refusals >= SHORT // 4


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_files_that_exchange_bundles_agree_after_thousands_of_histories() -> None:
    done = run(LONG, 40, random=True)
    print(asdict(done))
    assert done.agreements >= LONG
    assert done.conflict_checks >= 6 * LONG
    assert done.held_checks >= 3 * LONG
