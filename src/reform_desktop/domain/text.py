"""Text as typed: comparing and searching it, and what a field accepts.

What was typed is kept as typed. Comparison works on a *folded* copy (NFKC and case); the search folds カタカナ to
ひらがな as well, since nobody remembers whether ごみ or ゴミ was written. In that copy a *run* is a stretch without
white space or control characters. A search word is found when it is a substring of a run; words separated by white
space must all be found, in any order. So 税務窓口 is not found where a line break or a space stands between 税務 and
窓口; punctuation is an ordinary character and must be typed alike.

For the full-text index, each run becomes its overlapping bigrams and, at its end, its last character alone
(税務窓口 is 税務 務窓 窓口 口). A word of two and more characters is then the phrase of its bigrams, which
cannot reach across two runs because a single character stands between them; a word of one character is a prefix
query, which every character of the text answers. Both give exactly the hits of a substring search.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import Final

from reform_desktop.domain.errors import InputError

_PUNCTUATION: Final = "".join(sign for sign in map(chr, range(0x21, 0x7F)) if not sign.isalnum())
_TOKEN_SIGNS: Final = _PUNCTUATION.replace("'", "''").replace('"', '""')

#: Options of the FTS5 table that holds `bigrams`. The ascii tokenizer passes every character from U+0080 on as it
#: is, so nothing is folded or dropped a second time (unicode61 drops signs and what its old tables do not know).
#: The prefix index makes single characters fast: 0.1 ms against 31 ms over 30,000 rows, for a third more space.
FTS5_OPTIONS: Final = f"tokenize=\"ascii tokenchars '{_TOKEN_SIGNS}'\", prefix='1'"

_HIRAGANA: Final = {sign: sign - 0x60 for sign in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_SEPARATORS: Final = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")
_REFUSED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS: Final = re.compile("\r\n|[\r\u2028\u2029]")
_QUOTED_LENGTH: Final = 30

_CONTROL_NAMES: Final = {
    "\u00ad": "SHY",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
_UNSEEN: Final = re.compile(f"{_REFUSED.pattern}|[{''.join(_CONTROL_NAMES)}]")


def fold(text: str) -> str:
    """Return ``text`` for comparison: width, compatibility forms and case are folded, かな and カナ are not."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def search_fold(text: str) -> str:
    """Return ``text`` as the search compares it: folded, and カタカナ as ひらがな, sign for sign."""
    return text.lower() if text.isascii() else fold(text).translate(_HIRAGANA)


def search_words(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, each once, in the order typed."""
    return tuple(dict.fromkeys(_runs(query)))


def bigrams(text: str) -> str:
    """Return the folded text as the space-separated tokens that the full-text index stores."""
    return folded_bigrams(search_fold(text))


def folded_bigrams(folded: str) -> str:
    """Return what `bigrams` does of a text that is folded already: folding is half of the work."""
    runs = filter(None, _SEPARATORS.split(folded))
    return " ".join(token for run in runs for token in (*map(add, run, run[1:]), run[-1]))


def match_expression(query: str) -> str:
    """Return the FTS5 MATCH string for a query, or an empty string when it holds nothing to search for."""
    return " AND ".join(_phrase(word) for word in search_words(query))


def find_hits(text: str, query: str) -> list[tuple[int, int]]:
    """Return where the words of ``query`` stand in ``text`` as typed: (start, end), sorted, without overlap.

    A hit inside one character that folds to several (株 in ㈱), or in a base with its marks, covers all of it.
    """
    words = search_words(query)
    if not words or not text:
        return []
    folded, origins = _folded_with_origins(text)
    spans = sorted(
        (origins[start][0], origins[start + len(word) - 1][1]) for word in words for start in _occurrences(folded, word)
    )
    return _merged(spans)


def clean_input(text: str, *, multiline: bool) -> str:
    """Return what a text field keeps: line breaks become LF, everything else stays as typed.

    U+2028 and U+2029 count as line breaks, since Qt's text fields turn them into one anyhow. Raises InputError
    that names the place of a control character, NUL, half of a surrogate pair, U+FFFE or U+FFFF, and of a line
    break where the field has one line.
    """
    kept = _LINE_BREAKS.sub("\n", text)
    refused = _REFUSED.search(kept)
    if refused is not None:
        raise InputError(
            f"{_place(kept, refused.start())}に、使えない文字（{_describe(refused[0])}）があります。"
            "その文字を消してから、もう一度入力してください。保存済みの内容は変わっていません。"
        )
    if not multiline and "\n" in kept:
        raise InputError(
            f"この欄は1行です。{kept.index(chr(10)) + 1}文字目の改行を消してから、もう一度入力してください。"
            "保存済みの内容は変わっていません。"
        )
    return kept


def visible_controls(text: str) -> str:
    """Return ``text`` for paper: characters that nobody sees but that change the reading are spelled out (‹RLO›).

    Tabs, line breaks, joiners and variation selectors stay: they shape what is seen.
    """
    return _UNSEEN.sub(lambda found: f"‹{_CONTROL_NAMES.get(found[0], _code_point(found[0]))}›", text)


def quoted(text: str) -> str:
    """Return 「…」 around what was typed, for a sentence: on one line, readable, at most 30 characters."""
    line = " ".join(text[: 2 * _QUOTED_LENGTH].split())
    shown = line if len(line) <= _QUOTED_LENGTH and len(text) <= 2 * _QUOTED_LENGTH else line[:_QUOTED_LENGTH] + "…"
    return f"「{visible_controls(shown)}」"


def _runs(text: str) -> list[str]:
    """Return the stretches of the folded text that a search word can lie in."""
    return [run for run in _SEPARATORS.split(search_fold(text)) if run]


def _phrase(word: str) -> str:
    """Return one word as FTS5 writes it: a prefix query, or the phrase of its bigrams."""
    escaped = word.replace('"', '""')
    if len(word) == 1:
        return f'"{escaped}" *'
    tokens = " ".join(word[start : start + 2] for start in range(len(word) - 1))
    return '"' + tokens.replace('"', '""') + '"'


def _occurrences(folded: str, word: str) -> list[int]:
    """Return every place where ``word`` begins, overlapping ones too."""
    places: list[int] = []
    place = folded.find(word)
    while place >= 0:
        places.append(place)
        place = folded.find(word, place + 1)
    return places


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans with the overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _folded_with_origins(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the folded text and, for each of its characters, the span of ``text`` that it comes from."""
    if all(len(_fold_piece(sign)) == 1 and not _joins_before(sign) for sign in set(text)):
        return search_fold(text), list(pairwise(range(len(text) + 1)))
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _joins_before(text[end]):
            end += 1
        piece = _fold_piece(text[start:end])
        pieces.append(piece)
        origins.extend([(start, end)] * len(piece))
        start = end
    return "".join(pieces), origins


@lru_cache(maxsize=8192)
def _fold_piece(piece: str) -> str:
    return search_fold(piece)


@lru_cache(maxsize=8192)
def _joins_before(sign: str) -> bool:
    """Tell whether a character may melt into the one before it: a mark, half-width ﾞ, or a Hangul vowel or final."""
    if sign < "\u0300":
        return False
    first = unicodedata.normalize("NFKD", sign)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


def _place(text: str, index: int) -> str:
    """Return where a character stands, counted from one: 5文字目, or 2行目の5文字目 in longer texts."""
    before = text[:index]
    column = f"{index - before.rfind(chr(10))}文字目"
    return column if "\n" not in text else f"{before.count(chr(10)) + 1}行目の{column}"


def _describe(sign: str) -> str:
    """Return what a refused character is, in a few words."""
    if "\ud800" <= sign <= "\udfff":
        return f"こわれた文字 {_code_point(sign)}"
    return "空文字 NUL" if sign == "\0" else f"画面に出ない文字 {_code_point(sign)}"


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"
