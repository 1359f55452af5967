"""Changes of several units that arrive in any order and in any portions: what is derived is what a rebuild gives."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reform_desktop.changes.change import DIVISION, EXISTENCE, Change, change_id, encode_change
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.store import derive, imports, log, moves, search_documents
from reform_desktop.store.carriers import NewCarrier
from reform_desktop.store.engine import Connection
from reform_desktop.store.log import RowLog
from reform_desktop.store.store import Store
from unit.store.small_plan import FINANCE, ITEM, WELFARE, year_row

MEASURE = "0197b5c0-0000-7000-8000-000000000111"
OTHER = "0197b5c0-0000-7000-8000-000000000112"
INDICATOR = "0197b5c0-0000-7000-8000-000000000121"
OWN_INDICATOR = "0197b5c0-0000-7000-8000-000000000122"
PAPER = "0197b5c0-0000-7000-8000-000000000131"
UNKNOWN = "0197b5c0-0000-7000-8000-000000000141"


def make(unit: str, kind: str, row: str, **values: JsonValue) -> Change:
    return Change(row=row, kind=kind, unit=unit, set=values, create=True)


def edit(before: Change, unit: str, **values: JsonValue) -> Change:
    parents: dict[str, tuple[str, ...]] = {name: (name_of(before),) for name in values}
    return Change(row=before.row, kind=before.kind, unit=unit, set=values, parents=parents)


def delete(before: Change, unit: str) -> Change:
    seen_fields = [*before.set, EXISTENCE]
    parents: dict[str, tuple[str, ...]] = dict.fromkeys(seen_fields, (name_of(before),))
    return Change(row=before.row, kind=before.kind, unit=unit, parents=parents, delete=True)


def name_of(change: Change) -> str:
    return change_id(encode_change(change))


def in_year(unit: str, measure: str, **values: JsonValue) -> Change:
    return make(unit, "year_record", year_row(2025, measure), measure_id=measure, fiscal_year=2025, **values)


def value_of(unit: str, indicator: str, target: str) -> Change:
    row = child_row_id(KINDS["indicator_value"], indicator, (2025,))
    return make(unit, "indicator_value", row, indicator_id=indicator, fiscal_year=2025, target=target)


def all_changes() -> list[Change]:
    """Return what the division and two departments did, the lawful and the unlawful."""
    measure = make(DIVISION, "measure", MEASURE, item_id=ITEM, number=1, title="予約", lead_department_id=FINANCE)
    other = make(DIVISION, "measure", OTHER, item_id=ITEM, number=2, title="相談", lead_department_id=WELFARE)
    handed_over = edit(measure, DIVISION, lead_department_id=WELFARE)
    indicator = make(DIVISION, "indicator", INDICATOR, measure_id=MEASURE, number=1, name="待ち時間")
    moved = edit(indicator, DIVISION, measure_id=OTHER)
    own_indicator = make(FINANCE, "indicator", OWN_INDICATOR, measure_id=MEASURE, number=2, name="件数")
    year = in_year(FINANCE, MEASURE, plan="財政課の計画")
    years_edit = edit(year, FINANCE, plan="財政課の続き")
    paper = make(FINANCE, "evidence", PAPER, measure_id=MEASURE, fiscal_year=2025, title="調査")
    unknown = make(DIVISION, "of_a_newer_program", UNKNOWN, anything={"deep": [1]})
    return [
        measure,
        other,
        handed_over,
        indicator,
        moved,
        own_indicator,
        year,
        years_edit,
        paper,
        unknown,
        edit(years_edit, WELFARE, plan="福祉課が引き継いだ計画"),
        in_year(WELFARE, MEASURE, result="福祉課の実績"),
        in_year(DIVISION, OTHER, plan="推進課の計画"),
        value_of(FINANCE, INDICATOR, "12.5"),
        value_of(WELFARE, INDICATOR, "10"),
        value_of(FINANCE, OWN_INDICATOR, "3"),
        value_of(WELFARE, OWN_INDICATOR, "4"),
        edit(measure, FINANCE, approach="財政課の取組内容", of_a_newer_program=[1]),
        edit(measure, FINANCE, title="課が変えた名前"),
        edit(measure, WELFARE, lead_department_id=WELFARE),
        make(WELFARE, "measure", MEASURE, lead_department_id=WELFARE, title="横取り"),
        make(WELFARE, "evidence", PAPER, measure_id=OTHER, title="よその証拠"),
        edit(paper, WELFARE, note="よその課のメモ"),
        delete(year, FINANCE),
        delete(paper, WELFARE),
        delete(indicator, DIVISION),
        edit(unknown, FINANCE, anything={"deep": [2]}),
    ]


def standing_records() -> tuple[Change, Change, Change]:
    """Return a measure of one department, its year and a paper, about which nobody argues yet."""
    measure = make(DIVISION, "measure", MEASURE, item_id=ITEM, number=1, title="予約", lead_department_id=FINANCE)
    year = in_year(FINANCE, MEASURE, plan="財政課の計画")
    paper = make(FINANCE, "evidence", PAPER, measure_id=MEASURE, fiscal_year=2025, title="調査")
    return measure, year, paper


def later_changes() -> list[Change]:
    """Return edits of the standing records: most move them on, some argue, some are unlawful, one hands over."""
    measure, year, paper = standing_records()
    approach = edit(measure, FINANCE, approach="窓口を減らす")
    again = edit(approach, DIVISION, approach="窓口を一つにする")
    plan = edit(year, FINANCE, plan="計画の続き", of_a_newer_program=[1])
    plan_again = edit(plan, FINANCE, plan="計画の続きの続き")
    noted = edit(paper, FINANCE, note="紙で受け取った")
    return [
        approach,
        again,
        plan,
        plan_again,
        noted,
        edit(noted, FINANCE, note="課で保管"),
        edit(paper, WELFARE, title="よその調査"),
        edit(year, DIVISION, result="推進課の実績", cost_cut_planned=1200),
        edit(year, FINANCE, plan="別の写しでの計画"),
        edit(plan_again, WELFARE, plan="福祉課が引き継いだ計画"),
        edit(measure, FINANCE, title="課が変えた名前"),
        edit(measure, DIVISION, lead_department_id=WELFARE),
        edit(again, WELFARE, approach="福祉課の取組内容"),
    ]


@pytest.fixture(scope="module")
def empty_store() -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 -- a fresh folder below it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = Path(folder) / "empty.reform"
        Store.create(path, unit=DIVISION, who="担当者").close()
        yield path


def derived(store: Store) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    with store.reading() as connection:
        for name in (*KINDS, "held", "conflict", "gone"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {name}")  # noqa: S608 -- names of ours
            found[name] = sorted((tuple(row) for row in rows), key=repr)
        documents = connection.exec_driver_sql("SELECT row, kind, body FROM search_document ORDER BY row")
        found["documents"] = [tuple(row) for row in documents]
    return found


def take_in(store: Store, changes: list[Change]) -> None:
    with store.writing() as connection:
        log.append_changes(connection, changes, local=True)
        written = derive.refresh_rows(connection, {one.row for one in changes})
        search_documents.refresh(connection, written)


def take_in_from_outside(store: Store, changes: list[Change]) -> None:
    """Do as an import does, in one or two arrivals that are judged together."""
    bodies = [encode_change(one) for one in changes]
    half = len(changes) // 2
    with store.writing() as connection:
        union = imports.Union(connection)
        union.begin(NewCarrier("束", "2026-04-20T15:30:00+09:00", {}))
        for part in (slice(0, half), slice(half, None)):
            names = [change_id(body) for body in bodies[part]]
            union.add(imports.Arrival(names, changes[part], bodies[part]))
        union.judge()
        while search_documents.catch_up(connection, 100):
            pass


seen: Counter[str] = Counter()


def counted_moves(
    connection: Connection, logs: Mapping[str, RowLog], arrived: Mapping[str, Sequence[Change]]
) -> dict[str, moves.Move]:
    found = moves.moved_on(connection, logs, arrived)
    seen["moved"] += bool(found)
    return found


def check_portions(empty_store: Path, data: st.DataObject) -> None:
    every = all_changes()
    order = data.draw(st.permutations(every))
    kept = order[: data.draw(st.integers(len(every) // 2, len(every)))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(kept) - 1), max_size=6)))
    with tempfile.TemporaryDirectory(dir=empty_store.parent) as folder:
        path = Path(folder) / "a.reform"
        shutil.copyfile(empty_store, path)
        store = Store.open(path, who="担当者")
        for start, end in zip([0, *cuts], [*cuts, len(kept)], strict=True):
            way = data.draw(st.sampled_from((take_in, take_in_from_outside)))
            way(store, kept[start:end])
        found = derived(store)
        store.rebuild()
        assert derived(store) == found
        store.close()
    seen["conflict"] += bool(found["conflict"])
    for row in found["held"]:
        seen[str(row[3])] += 1


def check_often(empty_store: Path, examples: int) -> None:
    """Run the property; no shrinking, which takes minutes where every try opens a file."""
    seen.clear()
    phases = [phase for phase in Phase if phase is not Phase.shrink]
    settings(max_examples=examples, deadline=None, phases=phases)(given(data=st.data())(check_portions))(empty_store)
    for case in ("conflict", "foreign", "reserved", "incomplete"):
        assert seen[case] >= examples / 4, f"{case} came up only {seen[case]} times"


def test_in_whatever_portions_changes_arrive_the_derived_rows_are_those_of_a_rebuild(empty_store: Path) -> None:
    check_often(empty_store, 40)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_in_whatever_portions_and_very_many_of_them(empty_store: Path) -> None:
    check_often(empty_store, 1500)


def check_moves(empty_store: Path, data: st.DataObject) -> None:
    written = later_changes()
    order = data.draw(st.permutations(written)) if data.draw(st.booleans()) else written
    kept = [one for one in order if data.draw(st.integers(0, 4))]
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(kept) - 1)), max_size=8)))
    with tempfile.TemporaryDirectory(dir=empty_store.parent) as folder:
        path = Path(folder) / "a.reform"
        shutil.copyfile(empty_store, path)
        store = Store.open(path, who="担当者")
        take_in(store, list(standing_records()))
        for start, end in zip([0, *cuts], [*cuts, len(kept)], strict=True):
            take_in_from_outside(store, kept[start:end])
        found = derived(store)
        store.rebuild()
        assert derived(store) == found
        store.close()
    seen["conflict"] += bool(found["conflict"])
    seen["held"] += bool(found["held"])


def check_moves_often(empty_store: Path, examples: int) -> None:
    seen.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports, "moved_on", counted_moves)
        phases = [phase for phase in Phase if phase is not Phase.shrink]
        settings(max_examples=examples, deadline=None, phases=phases)(given(data=st.data())(check_moves))(empty_store)
    for case in ("conflict", "held", "moved"):
        assert seen[case] >= examples / 4, f"{case} came up only {seen[case]} times"


def test_rows_that_moved_on_are_those_of_a_rebuild(empty_store: Path) -> None:
    check_moves_often(empty_store, 40)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_very_many_rows_that_moved_on(empty_store: Path) -> None:
    check_moves_often(empty_store, 1500)


def test_with_everything_here_the_lawful_is_shown_and_the_rest_is_held(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    shutil.copyfile(empty_store, path)
    store = Store.open(path, who="担当者")
    take_in(store, all_changes())
    found = derived(store)
    by_row = {str(row[0]): row for kind in KINDS for row in found[kind]}
    assert sorted((str(row[1]), str(row[3])) for row in found["held"]) == [
        (MEASURE, "reserved"),
        (MEASURE, "reserved"),
        (UNKNOWN, "foreign"),
    ]
    assert "予約" in by_row[MEASURE], "the division's word for its own field"
    assert WELFARE in by_row[MEASURE], "whom the division named last, not who named itself"
    assert "財政課の取組内容" in by_row[MEASURE], "who owned it once may still fill it in"
    assert "福祉課が引き継いだ計画" in by_row[year_row(2025, MEASURE)]
    disputed = {(str(row), str(field)) for row, field, _kind in found["conflict"]}
    assert (MEASURE, "title") in disputed
    assert (year_row(2025, MEASURE), EXISTENCE) in disputed, "deleted here and edited there"
    store.close()
