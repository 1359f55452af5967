"""What a text field accepts, what is searched, and what is marked."""

from __future__ import annotations

import sqlite3
import sys
import time
import unicodedata
from contextlib import closing, suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.text import (
    FTS5_OPTIONS,
    bigrams,
    clean_input,
    find_hits,
    fold,
    match_expression,
    quoted,
    search_fold,
    search_words,
    visible_controls,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNS = "税務窓口かがカｶﾞﾊﾟ㈱①㎡𠮷髙Ａa1Ⅳßſﬁ가각é\u0301\u3099\u0345\"'*-^():.、。 \u3000\n\t"
TEXTS = st.text(SIGNS, max_size=30) | st.text(max_size=12)
QUERIES = st.text(SIGNS, max_size=4) | st.text(max_size=3)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE s USING fts5(t, content='', {FTS5_OPTIONS})")
        yield connection


def _indexed_hits(index: sqlite3.Connection, texts: list[str], query: str) -> list[int]:
    index.execute("INSERT INTO s(s) VALUES ('delete-all')")
    index.executemany("INSERT INTO s(rowid, t) VALUES (?, ?)", [(n, bigrams(text)) for n, text in enumerate(texts)])
    return [row for (row,) in index.execute("SELECT rowid FROM s WHERE s MATCH ? ORDER BY rowid", [query])]


def _contains(text: str, query: str) -> bool:
    """Tell by plain substring search whether every word of the query is in the text."""
    return all(word in search_fold(text) for word in search_words(query))


@given(texts=st.lists(TEXTS, min_size=1, max_size=8), query=QUERIES, pick=st.data())
def test_the_index_finds_exactly_what_a_substring_search_finds(
    index: sqlite3.Connection, texts: list[str], query: str, pick: st.DataObject
) -> None:
    taken = pick.draw(st.sampled_from(texts))
    start = pick.draw(st.integers(0, max(len(taken) - 1, 0)))
    for words in (query, taken[start : start + pick.draw(st.integers(1, 6))], f"{taken[start : start + 2]} {query}"):
        expression = match_expression(words)
        if expression:
            expected = [n for n, text in enumerate(texts) if _contains(text, words)]
            assert _indexed_hits(index, texts, expression) == expected


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("税務窓口の見直し", "税務", True),
        ("税務窓口の見直し", "務窓口", True),
        ("税務窓口の見直し", "直", True),
        ("税務窓口の見直し", "し", True),
        ("税務窓口の見直し", "税口", False),
        ("税務 窓口", "税務窓口", False),
        ("税務 務窓 窓口", "税務窓口", False),
        ("ab bc", "abc", False),
        ("窓口 税務", "税務　窓口", True),
        ("ﾊﾞｽ路線", "バス", True),
        ("バス路線", "ばす", True),
        ("ごみの減量", "ｺﾞﾐ", True),
        ("いすゞ", "イスヾ", True),
        ("バーコード", "ばーこーど", True),
        ("㈱安中", "(株)", True),
        ("ＤＸ推進", "dx", True),
        ("𠮷田", "𠮷", True),
        ("100%", "0%", True),
        ('言う"これ"', '"こ', True),
        ("a*b", "a*", True),
        ("ab", "a*", False),
        ("a OR b", "x OR y", False),
    ],
)
def test_words_are_found_wherever_they_stand(index: sqlite3.Connection, text: str, query: str, found: bool) -> None:
    assert bool(_indexed_hits(index, [text], match_expression(query))) is found
    assert _contains(text, query) is found


def test_a_blank_search_asks_for_nothing() -> None:
    assert [match_expression(blank) for blank in ("", " \u3000\n", "\0\x1f")] == ["", "", ""]
    assert find_hits("税務", " ") == find_hits("", "税") == []


def test_a_very_long_search_is_still_answered(index: sqlite3.Connection) -> None:
    words = " ".join(f"語{number}" for number in range(400))
    assert _indexed_hits(index, [words, "語1"], match_expression(words)) == [0]
    assert _indexed_hits(index, ["税務窓口" * 500], match_expression("税務窓口" * 400)) == [0]


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert search_fold(search_fold(text)) == search_fold(text)


def test_width_and_case_are_folded_and_kana_only_for_the_search() -> None:
    assert fold("ＤＸ①㈱ﾊﾞ㎡Straße") == "dx1(株)バm2strasse"
    assert fold("ABC") == "abc"
    assert fold("か") != fold("カ")
    assert search_fold("ゴミ・ﾃﾞｼﾞﾀﾙ・バス Ａ") == "ごみ・でじたる・ばす a"


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("税務窓口と税務課", "税務", ["税務", "税務"]),
        ("㈱安中ﾊﾞｽ", "株", ["㈱"]),
        ("㈱安中ﾊﾞｽ", "バ", ["ﾊﾞ"]),
        ("㈱安中ﾊﾞｽ", "中バス", ["中ﾊﾞｽ"]),
        ("が", "が", ["が"]),
        ("か\u3099き", "が", ["か\u3099"]),
        ("ＤＸとdx", "Dx", ["ＤＸ", "dx"]),
        ("𠮷田", "田", ["田"]),
        ("\u1100\u1161\u11a8x", "각", ["\u1100\u1161\u11a8"]),
        ("aaaa", "aa", ["aaaa"]),
        ("税務窓口", "窓口 税務", ["税務", "窓口"]),
        ("税務窓口", "税務窓 窓口", ["税務窓口"]),
        ("税務", "窓口", []),
    ],
)
def test_hits_are_marked_in_the_text_as_typed(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in find_hits(text, query)] == marked


@given(text=TEXTS, query=QUERIES)
def test_every_mark_holds_a_word_and_every_found_word_is_marked(text: str, query: str) -> None:
    hits = find_hits(text, query)
    words = search_words(query)
    assert hits == sorted(hits)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(hits))
    assert all(any(word in search_fold(text[start:end]) for word in words) for start, end in hits)
    assert bool(hits) == any(word in search_fold(text) for word in words)


def test_every_character_melts_only_with_what_is_marked_with_it() -> None:
    """A character that folds differently behind another one must be one the marks take together with it."""
    for base in "aか가\u1100ᄀ㈱\u09c7\u0b47\u0dd9":
        for sign in map(chr, range(0xA0, sys.maxunicode + 1)):
            if unicodedata.category(sign) not in {"Cn", "Co", "Cs"} and fold(base + sign) != fold(base) + fold(sign):
                assert find_hits(base + sign, search_fold(base + sign)[:1])[0] == (0, 2), (base, sign)


@pytest.mark.parametrize(
    "typed", ["髙﨑德栁濵①㈱㎡𠮷", "か\u3099", "=1+1", "<b>&amp;</b>", "a\tb", "\u202eabc\u202c", "葛\U000e0100", ""]
)
def test_what_was_typed_is_kept_as_typed(typed: str) -> None:
    assert clean_input(typed, multiline=False) == typed


def test_line_breaks_of_every_system_become_one_kind() -> None:
    assert clean_input("1\r\n2\r3\n4\u20285\u20296", multiline=True) == "1\n2\n3\n4\n5\n6"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("abc\0", "4文字目に、使えない文字（空文字 NUL）"),
        ("\x0b", "1文字目に、使えない文字（画面に出ない文字 U+000B）"),
        ("1行目\r\n2\x7f", "2行目の2文字目に、使えない文字（画面に出ない文字 U+007F）"),
        ("a\x85", "画面に出ない文字 U+0085"),
        ("\ud842", "こわれた文字 U+D842"),
        ("\ufffe", "画面に出ない文字 U+FFFE"),
        ("\uffff", "画面に出ない文字 U+FFFF"),
    ],
)
def test_unusable_characters_are_refused_with_their_place(typed: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        clean_input(typed, multiline=True)
    assert part in str(refused.value)


def test_a_field_of_one_line_takes_no_line_break() -> None:
    with pytest.raises(InputError, match="3文字目の改行"):
        clean_input("件名\r\n続き", multiline=False)


@given(st.text(st.characters(), max_size=20))
def test_what_is_accepted_can_be_stored_and_is_accepted_again(text: str) -> None:
    with suppress(InputError):
        kept = clean_input(text, multiline=True)
        assert clean_input(kept, multiline=True) == kept
        assert kept.encode().decode() == kept


def test_unseen_characters_are_spelled_out_on_paper() -> None:
    assert visible_controls("a\u202eb\u200bc\ufeff\x0b\ud800") == "a‹RLO›b‹ZWSP›c‹BOM›‹U+000B›‹U+D800›"
    assert visible_controls("葛\U000e0100\tか\u3099\n") == "葛\U000e0100\tか\u3099\n"


def test_a_sentence_quotes_what_was_typed_briefly_and_on_one_line() -> None:
    assert quoted("令和\n7\u202e") == "「令和 7‹RLO›」"
    assert quoted("あ" * 31) == "「" + "あ" * 30 + "…」"
    assert quoted("あ" + " " * 100 + "い") == "「あ…」"


@pytest.mark.parametrize(
    "work",
    [
        lambda text: clean_input(text, multiline=True),
        bigrams,
        lambda text: find_hits(text, "窓口 バ"),
        visible_controls,
    ],
)
def test_ten_thousand_characters_are_handled_at_once(work: Callable[[str], object]) -> None:
    text = "税務窓口ﾊﾞｽ㈱\n安中市の取組" * 600
    work(text)
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.05
