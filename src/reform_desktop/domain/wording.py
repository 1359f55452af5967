"""Wording that a coordinator would mark on the sheet: hints about running text, each a rule that can be switched off.

A hint is never an error: the text is understood and printed as it is. Rules look for what is surely worth a second
look and leave the rest alone; that single figures are written full-width and longer ones half-width, as official
papers do (公用文), is no mixture; ㎡ and ①, which the plan's own papers print, are no platform-dependent characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_HALF_KANA: Final = re.compile("[\uff66-\uff9f]+")
_PLATFORM: Final = re.compile(
    "[\u2160-\u217b\u2116\u2121\u3231\u3232\u3239\u32a4-\u32a8\u32ff\u3300-\u33a0\u33a2-\u33ff\U0001f000-\U0001faff]"
)
_SPELLED: Final = {
    "㎥": "立方メートル",
    "㎞": "キロメートル",
    "㎏": "キログラム",
    "㎝": "センチメートル",
    "㎜": "ミリメートル",
    "㍻": "平成",
    "㋿": "令和",
    "㍼": "昭和",
}
_BOTH_IN_ONE: Final = re.compile("[0-9][,.]?[０-９]|[０-９][，．]?[0-9]")
_LONG_FULL: Final = re.compile("[０-９]{2,}")
_HALF: Final = re.compile("[0-9]")
_SINGLE: Final = {
    "half": re.compile(r"(?<![0-9０-９.,\-(/A-Za-z])[0-9](?![0-9０-９.,\-)/A-Za-z])"),
    "full": re.compile("(?<![0-9０-９])[０-９](?![0-9０-９])"),
}
_POLITE: Final = re.compile(r"(?:です|ます|でした|ました|ません|ましょう)(?=[。\n]|$)")
_PLAIN: Final = re.compile(
    "(?:である|であった|だった|する|(?<![まで])した|いる|った|れる|れた|ない|めた|えた|けた|なる)(?=。)"
)
_TWICE: Final = re.compile(
    "なくはない|なくもない|ないわけではない|ないことはない|ないことはありません|ないとは[言い]えない|ないわけではありません"
)
_MARKS: Final = re.compile("、、+|。。+|、。|。、")
_FIGURE: Final = "[0-9０-９][0-9０-９,，.．]*"
_MOVES: Final = "増や|増加|減ら|減少|削減|縮減|引き上げ|引上げ|引き下げ|引下げ|拡大|伸ば|短縮"
_NO_UNIT: Final = re.compile(
    rf"(?<![0-9０-９.,，．\-－/第A-Za-z（(])(?P<figure>{_FIGURE})(?:(?:に|へ|まで)(?={_MOVES})|(?:の)?(?={_MOVES}))"
)
_UNIT: Final = "%|％|割|パーセント|ポイント|件|人|時間|千円|万円|百万円|億円|円|日|分|回|枚|団体|か所|箇所"
_NO_SUBJECT: Final = re.compile(
    rf"(?:約|前年度比|前年比|対前年度比)?{_FIGURE}(?:{_UNIT})(?:を|の)?"
    r"(?:削減|増加|減少|短縮|達成|向上|拡大|縮減|増やし|減らし)(?:した|する|できた|となった|になった|しました|します)?"
)
_BULLETS: Final = re.compile(r"^[\s　・○●◯◆■□\-–—*＊※]+")
_SENTENCE_END: Final = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class WordingRule:
    """One rule: its code, what the settings call it, and how it finds the first place worth a second look."""

    code: str
    label: str
    find: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule has to say about a text, as a sentence."""

    code: str
    sentence: str


def remarks_on(text: str, codes: frozenset[str]) -> Iterator[Remark]:
    """Yield what the rules of these codes find in a text, at most one remark a rule."""
    if not text.strip():
        return
    for rule in WORDING_RULES:
        if rule.code in codes:
            sentence = rule.find(text)
            if sentence:
                yield Remark(rule.code, sentence)


def _half_width_katakana(text: str) -> str | None:
    found = _HALF_KANA.search(text)
    if found is None:
        return None
    return f"半角カタカナ「{found[0]}」があります。全角の「{unicodedata.normalize('NFKC', found[0])}」にしませんか。"


def _platform_dependent(text: str) -> str | None:
    found = _PLATFORM.search(text)
    if found is None:
        return None
    plain = _SPELLED.get(found[0], unicodedata.normalize("NFKC", found[0]))
    instead = f"「{plain}」にしませんか。" if plain != found[0] else "ほかの書き方にしませんか。"
    return f"機種依存文字「{found[0]}」があります。ウェブページや読み上げで正しく伝わらないことがあります。{instead}"


def _mixed_digits(text: str) -> str | None:
    within = _BOTH_IN_ONE.search(text)
    if within is not None:
        return f"1つの数に全角と半角の数字があります（「{within[0]}」）。どちらかにそろえませんか。"
    singles = [pattern.search(text) for pattern in _SINGLE.values()]
    long_full = _LONG_FULL.search(text)
    if (long_full and _HALF.search(text)) or all(singles):
        return "全角の数字と半角の数字が混ざっています。どちらかにそろえませんか。"
    return None


def _mixed_style(text: str) -> str | None:
    polite, plain = _POLITE.search(text), _PLAIN.search(text)
    if polite is None or plain is None:
        return None
    return f"「{polite[0]}」で終わる文と「{plain[0]}」で終わる文が混ざっています。どちらかにそろえませんか。"


def _double_negative(text: str) -> str | None:
    found = _TWICE.search(text)
    return f"「{found[0]}」は二重の否定です。言い切る書き方にしませんか。" if found else None


def _repeated_marks(text: str) -> str | None:
    found = _MARKS.search(text)
    return f"句読点が続いています（「{found[0]}」）。" if found else None


def _number_without_unit(text: str) -> str | None:
    found = _NO_UNIT.search(text)
    return f"「{found['figure']}」の単位がありません。「件」「人」などを付けませんか。" if found else None


def _number_without_subject(text: str) -> str | None:
    for sentence in _SENTENCE_END.split(text):
        found = _NO_SUBJECT.fullmatch(_BULLETS.sub("", sentence).strip())
        if found is not None:
            return f"「{found[0]}」は、何の数かが書かれていません。「○○を」「○○が」を加えませんか。"
    return None


WORDING_RULES: Final = (
    WordingRule("wording_half_kana", "半角カタカナ", _half_width_katakana),
    WordingRule("wording_platform", "機種依存文字", _platform_dependent),
    WordingRule("wording_digits", "全角と半角の数字の混在", _mixed_digits),
    WordingRule("wording_style", "「です・ます」と「である」の混在", _mixed_style),
    WordingRule("wording_negative", "二重の否定", _double_negative),
    WordingRule("wording_marks", "続いた句読点", _repeated_marks),
    WordingRule("wording_unit", "単位のない数", _number_without_unit),
    WordingRule("wording_subject", "何の数かが分からない文", _number_without_subject),
)
WORDING_CODES: Final = frozenset(rule.code for rule in WORDING_RULES)
