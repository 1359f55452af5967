"""Offices for the tests of exchange: the division and two departments with the same plan, closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unit.services.offices import DIVISION, FINANCE, WELFARE, Office

MakeOffice = Callable[[str], Office]


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Office]]:
    """Collect every office that a test opens, so that none stays open."""
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    opened: list[Office] = []
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def division(tmp_path: Path, desks: list[Office]) -> Office:
    desks.append(Office.new(tmp_path, DIVISION))
    return desks[-1]


@pytest.fixture
def finance(tmp_path: Path, desks: list[Office]) -> Office:
    desks.append(Office.new(tmp_path, FINANCE))
    return desks[-1]


@pytest.fixture
def welfare(tmp_path: Path, desks: list[Office]) -> Office:
    desks.append(Office.new(tmp_path, WELFARE))
    return desks[-1]
