"""The search finds exactly what stands in the file now, whatever was edited, deleted or undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_desktop.store.outline import MeasureFilter, list_measures, other_hits
from reform_desktop.store.store import Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import INDICATOR, ITEM, MEASURE, OTHER_MEASURE, PLAN, author, in_year, make_store, save

OPINION = "0197b5c0-0000-7000-8000-000000000051"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "a.reform")


def hits(store: Store, words: str) -> list[str]:
    with store.reading() as connection:
        page = list_measures(connection, MeasureFilter(2025, words=words), 0, 100)
        return [line.id for line in page.lines] + [row for _kind, row in other_hits(connection, words, 100)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("税務窓口", [MEASURE]),
        ("窓口の予", [MEASURE]),
        ("務", [MEASURE]),
        ("相談", [OTHER_MEASURE]),
        ("待ち時間", [MEASURE, ITEM]),
        ("税務 待ち", [MEASURE]),
        ("税務 相談", []),
        ("務税", []),
        ("　", []),
    ],
)
def test_words_of_any_length_are_found_in_everything_of_a_measure(store: Store, words: str, found: list[str]) -> None:
    if words.strip():
        assert hits(store, words) == found
    store.close()


def test_both_widths_and_cases_are_found_and_rare_characters_too(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "ＲＰＡで髙﨑𠮷①㈱を処理する｡ ﾃﾞｼﾞﾀﾙ"}))
    for words in ("rpa", "ＲＰＡ", "髙﨑𠮷", "𠮷", "(株)", "1(株", "デジタル", "。"):
        assert hits(store, words) == [MEASURE], words
    store.close()


def test_what_was_overwritten_is_found_no_more_and_found_again_after_undo(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "郵送で受け付ける"}))
    save(store, Edit("measure", MEASURE, {"approach": "電子で受け付ける"}))
    assert (hits(store, "郵送"), hits(store, "電子")) == ([], [MEASURE])
    store.undo(author(store))
    assert (hits(store, "郵送"), hits(store, "電子")) == ([MEASURE], [])
    store.redo(author(store))
    assert (hits(store, "郵送"), hits(store, "電子")) == ([], [MEASURE])
    store.close()


def test_parts_are_found_under_their_measure_until_they_go(store: Store) -> None:
    year = in_year(2025, result="前橋方式を導入した")
    save(store, year)
    assert hits(store, "前橋方式") == [MEASURE]
    save(store, Edit("year_record", year.row, delete=True))
    assert hits(store, "前橋方式") == []
    store.undo(author(store))
    assert hits(store, "前橋方式") == [MEASURE]
    store.close()


def test_a_part_that_moves_to_another_measure_is_found_there(store: Store) -> None:
    assert hits(store, "待ち時間") == [MEASURE, ITEM]
    save(store, Edit("indicator", INDICATOR, {"measure_id": OTHER_MEASURE}))
    assert hits(store, "待ち時間") == [OTHER_MEASURE, ITEM]
    store.undo(author(store))
    assert hits(store, "待ち時間") == [MEASURE, ITEM]
    store.close()


def test_an_opinion_is_found_by_itself_or_under_its_measure(store: Store) -> None:
    save(store, Edit("opinion", OPINION, {"plan_id": PLAN, "text": "評価の根拠を示すこと"}, create=True))
    assert hits(store, "評価の根拠") == [OPINION]
    save(store, Edit("opinion", OPINION, {"measure_id": MEASURE}))
    assert hits(store, "評価の根拠") == [MEASURE]
    store.close()


def test_a_deleted_measure_is_not_found(store: Store) -> None:
    save(store, Edit("measure", MEASURE, delete=True))
    assert hits(store, "税務窓口") == []
    store.close()


def test_a_rebuilt_index_finds_the_same(store: Store) -> None:
    save(store, in_year(2025, result="前橋方式"), Edit("measure", OTHER_MEASURE, {"approach": "前橋方式を学ぶ"}))
    words = ("前橋", "方", "窓口", "待ち時間", "の")
    before = [sorted(hits(store, one)) for one in words]
    store.rebuild()
    assert [sorted(hits(store, one)) for one in words] == before
    store.close()


def test_what_looks_like_a_query_is_searched_as_it_stands(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": 'a" OR "b* NEAR(c) -d: ^e AND'}))
    for words in ('a"', "OR", '"b*', "NEAR(c)", "-d:", "^e", "and", "*"):
        assert hits(store, words) == [MEASURE], words
    assert hits(store, "f OR a") == []
    store.close()
