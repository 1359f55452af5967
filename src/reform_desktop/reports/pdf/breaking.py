"""Breaking Japanese text into lines: 禁則処理 (JIS X 4051, 4.3) by carrying over, Latin words and numbers whole.

Widths are in em. The sums are made once for a text and each line found by bisection, so that long texts cost
little more than reading them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, combinations, pairwise
from typing import Final

NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー”’）〕］｝〉》」』】〙〗〟｠»›‐゠–〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "ｧｨｩｪｫｬｭｮｯｰﾞﾟ｡｣､･!),.:;?]}％‰℃°′″㎡\u3099\u309a"
)
"""Characters that never begin a line (行頭禁則)."""

NEVER_LAST: Final = frozenset("‘“（〔［｛〈《「『【〘〖〝｟«‹([{｢￥＄£＃№")
"""Characters that never end a line (行末禁則)."""

_INSEPARABLE: Final = frozenset("…‥―—")
_WORD: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789#$%&'*+,-./:;=?@^_~".join(
        chr(code) for code in range(0xC0, 0x250) if code not in (0xD7, 0xF7)
    )
)
_SLACK: Final = 1e-6
_MOST_PHRASES: Final = 8
_KANJI: Final = re.compile("[一-龠々]")
_HIRAGANA: Final = re.compile("[ぁ-ん]")


def break_lines(text: str, width: float, advances: Mapping[str, float]) -> list[str]:
    """Return the lines of ``text`` that fit ``width`` em; a line feed always ends one.

    A character wider than the line stands alone on one: nothing is left out and no loop is endless.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _break_paragraph(paragraph, width, advances)
    return lines


def _break_paragraph(text: str, width: float, advances: Mapping[str, float]) -> list[str]:
    sums = list(accumulate(map(advances.__getitem__, text), initial=0.0))
    if sums[-1] <= width + _SLACK:
        return [text]
    lines = []
    start, length = 0, len(text)
    while start < length:
        fitting = max(bisect_right(sums, sums[start] + width + _SLACK) - 1, start + 1)
        end = length if fitting >= length else _break_before(text, start, fitting)
        lines.append(text[start:end].rstrip(" "))
        start = end
        while start < length and text[start] == " ":
            start += 1
    return lines


def _break_before(text: str, start: int, limit: int) -> int:
    """Return the last place up to ``limit`` where a line may end; ``limit`` itself when there is none."""
    for end in range(limit, start, -1):
        if may_break(text[end - 1], text[end]):
            return end
    return limit


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before in _INSEPARABLE and after == before:
        return False
    return not (before in _WORD and after in _WORD) or before == "/"


def by_phrases(label: str, width: float, advances: Mapping[str, float]) -> list[str]:
    """Return a short label in as few lines as hold its phrases, of lengths as even as can be (目標に向け・実施中).

    A label whose phrases do not fit is broken like any text.
    """
    if "\n" in label:
        return break_lines(label, width, advances)
    if _fits(label, width, advances):
        return [label]
    fewest = len(break_lines(label, width, advances))
    for places in (_phrase_ends(label), sorted({*_phrase_ends(label), *_word_ends(label)})):
        ends = [end for end in places if may_break(label[end - 1], label[end])]
        for count in range(fewest, min(len(ends), _MOST_PHRASES) + 2):
            divided = (_divided(label, chosen) for chosen in combinations(ends[:_MOST_PHRASES], count - 1))
            fitting = [lines for lines in divided if all(_fits(line, width, advances) for line in lines)]
            if fitting:
                return min(fitting, key=lambda lines: (max(map(len, lines)), -len(lines[0])))
    return break_lines(label, width, advances)


def _divided(label: str, ends: Sequence[int]) -> list[str]:
    return [label[start:end] for start, end in pairwise((0, *ends, len(label)))]


def _phrase_ends(label: str) -> list[int]:
    """Return where a phrase may end: after kana, and between pairs of kanji (年度・目標)."""
    ends = []
    kanji = 0
    for place in range(1, len(label)):
        before, after = label[place - 1], label[place]
        kanji = kanji + 1 if _KANJI.match(before) else 0
        paired = kanji > 0 and kanji % 2 == 0 and _KANJI.match(after)
        if paired or (_HIRAGANA.match(before) and not _HIRAGANA.match(after)):
            ends.append(place)
    return ends


def _word_ends(label: str) -> list[int]:
    """Return where kana follow kanji (評価・した): the places to cut a phrase that is too long for its column."""
    return [
        place
        for place in range(2, len(label) - 1)
        if _KANJI.match(label[place - 1]) and _HIRAGANA.match(label[place]) and _HIRAGANA.match(label[place + 1])
    ]


def _fits(text: str, width: float, advances: Mapping[str, float]) -> bool:
    return sum(map(advances.__getitem__, text)) <= width + _SLACK
