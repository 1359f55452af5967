from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.reports.pdf.breaking import NEVER_FIRST, NEVER_LAST, break_lines, by_phrases, may_break


class Em(dict[str, float]):
    """Full-width characters one em, ASCII half."""

    def __missing__(self, character: str) -> float:
        return 0.5 if character.isascii() else 1.0


EM: Mapping[str, float] = Em()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("あいうえおかきくけこ", ["あいうえお", "かきくけこ"]),
        ("あいうえお。かきくけ", ["あいうえ", "お。かきく", "け"]),
        ("あいうえ「かきくけこ」", ["あいうえ", "「かきくけ", "こ」"]),
        ("あいうえおっかきく", ["あいうえ", "おっかきく"]),
        ("あい Reform 計画", ["あい", "Reform 計", "画"]),
        ("1,234,567円と令和", ["1,234,567", "円と令和"]),
        ("あ\n\nい", ["あ", "", "い"]),
        ("", [""]),
        ("あいう……えおか", ["あいう……", "えおか"]),
        ("あいうえ……おか", ["あいうえ", "……おか"]),
    ],
)
def test_a_line_ends_where_japanese_typesetting_lets_it(text: str, lines: list[str]) -> None:
    assert break_lines(text, 5, EM) == lines


def test_an_address_longer_than_the_line_is_broken_and_whole() -> None:
    address = "https://www.example.jp/kakuka/gyosei/" + "a" * 60
    lines = break_lines(address, 10, EM)
    assert "".join(lines) == address
    assert all(len(line) <= 20 for line in lines)


def test_a_line_of_nothing_but_full_stops_ends_somewhere() -> None:
    assert break_lines("。" * 11, 5, EM) == ["。" * 5, "。" * 5, "。"]


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert break_lines("あい", 0.4, EM) == ["あ", "い"]


TEXTS = st.text(alphabet="あ漢、。「」（）ーっ…・A1,./- \n％", max_size=60)


@given(TEXTS, st.integers(min_value=1, max_value=12))
def test_nothing_is_lost_but_spaces_at_the_ends_of_lines(text: str, width: int) -> None:
    lines = break_lines(text, width, EM)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(TEXTS, st.integers(min_value=4, max_value=12))
def test_a_line_fits_and_a_forbidden_place_is_only_used_when_there_is_no_other(text: str, width: int) -> None:
    for paragraph in text.split("\n"):
        lines = break_lines(paragraph, width, EM)
        for line, following in pairwise(lines):
            assert sum(map(EM.__getitem__, line)) <= width + 1e-6
            if line and following and not may_break(line[-1], following[0]) and " " not in paragraph:
                assert not any(may_break(a, b) for a, b in pairwise(line))


def test_the_two_lists_of_forbidden_characters_do_not_meet() -> None:
    assert not NEVER_FIRST & NEVER_LAST


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("年度目標一部達成", ["年度目標", "一部達成"]),
        ("目標に向け実施中", ["目標に向け", "実施中"]),
        ("全体の目標達成", ["全体の", "目標達成"]),
        ("年度目標達成", ["年度目標", "達成"]),
        ("計画中止", ["計画中止"]),
        ("とても長くて二行には入らない言葉", ["とても", "長くて", "二行には", "入らない", "言葉"]),
        ("切れ目のないアイウエオカキクケコ", ["切れ目のな", "いアイウエ", "オカキクケ", "コ"]),
        ("二つの\n行", ["二つの", "行"]),
    ],
)
def test_a_grade_is_broken_at_the_ends_of_phrases(label: str, lines: list[str]) -> None:
    assert by_phrases(label, 5, EM) == lines


def test_a_narrow_heading_is_broken_into_phrases_of_even_lengths() -> None:
    assert by_phrases("実施に向け検討中", 4, EM) == ["実施に", "向け", "検討中"]
    assert by_phrases("実施期間外", 3, EM) == ["実施", "期間外"]


def test_a_phrase_too_long_for_its_column_is_cut_between_kanji_and_kana() -> None:
    assert by_phrases("評価した取組", 3, EM) == ["評価", "した", "取組"]
    assert by_phrases("評価した取組", 4, EM) == ["評価した", "取組"]
