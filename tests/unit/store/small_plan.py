"""A small store for tests: one plan, one item, two departments, a measure of each, made like a real one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.scripting import dump
from reform_desktop.store.store import Store
from reform_desktop.store.write import Author, Edit, Saved

PLAN = "0197b5c0-0000-7000-8000-000000000001"
POLICY = "0197b5c0-0000-7000-8000-000000000002"
ITEM = "0197b5c0-0000-7000-8000-000000000003"
FINANCE = "0197b5c0-0000-7000-8000-00000000000a"
WELFARE = "0197b5c0-0000-7000-8000-00000000000b"
MEASURE = "0197b5c0-0000-7000-8000-000000000011"
OTHER_MEASURE = "0197b5c0-0000-7000-8000-000000000012"
INDICATOR = "0197b5c0-0000-7000-8000-000000000021"

CONTENT = (
    Edit("plan", PLAN, {"name": "実施計画", "first_fiscal_year": 2025, "last_fiscal_year": 2029}, create=True),
    Edit("policy", POLICY, {"plan_id": PLAN, "number": 1, "title": "窓口の改善"}, create=True),
    Edit("item", ITEM, {"policy_id": POLICY, "number": 1, "title": "待ち時間の短縮"}, create=True),
    Edit("department", FINANCE, {"code": "10", "name": "財政課"}, create=True),
    Edit("department", WELFARE, {"code": "20", "name": "福祉課"}, create=True),
    Edit(
        "measure",
        MEASURE,
        {"item_id": ITEM, "number": 1, "title": "税務窓口の予約", "lead_department_id": FINANCE},
        create=True,
    ),
    Edit(
        "measure",
        OTHER_MEASURE,
        {"item_id": ITEM, "number": 2, "title": "相談の一本化", "lead_department_id": WELFARE},
        create=True,
    ),
    Edit("indicator", INDICATOR, {"measure_id": MEASURE, "number": 1, "name": "待ち時間", "unit": "分"}, create=True),
)


def make_store(path: Path, unit: str = DIVISION) -> Store:
    """Make a store with `CONTENT` and leave it open."""
    store = Store.create(path, unit=unit, who="担当者")
    store.fill(CONTENT, Author(DIVISION, "大綱", "2025-03-31T00:00:00+09:00"))
    return store


def author(store: Store, at: str = "2025-06-01T09:00:00+09:00") -> Author:
    return Author(store.unit, "担当者", at)


def save(store: Store, *edits: Edit, name: str = "変更") -> Saved:
    return store.apply(edits, author(store), name)


def year_row(year: int, measure: str = MEASURE) -> str:
    return child_row_id(KINDS["year_record"], measure, (year,))


def in_year(year: int, measure: str = MEASURE, **values: str | int | None) -> Edit:
    given: dict[str, JsonValue] = {"measure_id": measure, "fiscal_year": year}
    given.update(values)
    return Edit("year_record", year_row(year, measure), given, create=True)


@dataclass(frozen=True)
class Shown:
    """Everything that a person can see of a file: records by id, and what the search would find."""

    records: dict[str, tuple[str, dict[str, object]]]
    documents: tuple[tuple[str, str], ...]


def shown(store: Store) -> Shown:
    store.catch_up_search()
    lines = (json.loads(line) for line in dump(Desk(store)))
    with store.reading() as connection:
        documents = connection.exec_driver_sql("SELECT row, body FROM search_document ORDER BY row").all()
    return Shown(
        {line["id"]: (line["kind"], line["fields"]) for line in lines},
        tuple((str(row), str(body)) for row, body in documents),
    )


def value(store: Store, row: str, field: str) -> object:
    return shown(store).records[row][1][field]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Work without the rights of root, which overlooks permissions; nothing to do for anybody else."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    os.setresgid(65534, 65534, 0)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
