"""What the headings of other people's sheets mean: words that Japanese cities use for the fields of a plan."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import parse_fiscal_year
from reform_desktop.domain.text import fold

NUMBER: Final = "measure.number"
TITLE: Final = "measure.title"
INDICATOR: Final = "indicator.name"
IDENTITY: Final = frozenset({NUMBER, TITLE, INDICATOR})
"""Columns that say which measure or indicator a row is about; nothing is taken in from them."""

_KINDS: Final = ("measure", "year_record", "indicator_value")
_NOT_TAKEN: Final = frozenset(
    {
        "item_id",
        "measure_id",
        "indicator_id",
        "fiscal_year",
        "lead_department_id",
        "related_department_ids",
        "priority",
        "retired_from",
        "number",
        "title",
        "outside_evaluation",
    }
)

_SYNONYMS: Final = MappingProxyType(
    {
        NUMBER: ("番号 No № 取組番号 取組No 項目番号 整理番号 管理番号 実施項目番号 コード 取組コード"),
        TITLE: (
            "取組名 取組項目 取組項目名 取組事項 実施項目 実施項目名 項目名 改革項目 事業名 "
            "事務事業名 件名 名称 取組名称 取組"
        ),
        INDICATOR: "指標名 指標 成果指標 数値指標 評価指標 指標名称 数値目標の指標",
        "measure.current_state": "現状 現況 現在の状況",
        "measure.issues": "課題 問題点 現在の課題",
        "measure.approach": (
            "取組内容 取組の内容 実施内容 改革内容 改善内容 具体的な取組 具体的取組 具体的内容 概要 取組概要"
        ),
        "measure.overall_goal": "全体目標 最終目標 計画期間の目標 到達目標",
        "measure.expected_effect": "目標効果 期待される効果 期待効果 見込まれる効果 効果見込み",
        "measure.handover": "引継ぎ事項 引継事項 引き継ぎ事項 申送り事項",
        "measure.first_fiscal_year": "開始年度 着手年度",
        "measure.last_fiscal_year": "終了年度 完了年度 完了予定年度",
        "year_record.stage": "段階 実施段階 進捗区分 工程 スケジュール",
        "year_record.target": "年度目標 本年度の目標 今年度の目標 当該年度の目標 本年度目標 今年度目標 目標",
        "year_record.plan": "取組計画 年度計画 実施計画 本年度の計画 今年度の計画 取組予定 実施予定 計画",
        "year_record.midyear": (
            "上半期の進捗 上半期 上半期実績 中間実績 中間報告 中間進捗 上期の進捗 上期 9月末の状況 上半期の取組状況"
        ),
        "year_record.result": (
            "取組実績 実績 実施状況 実施結果 取組結果 取組状況 進捗状況 年度末実績 実績内容 取組内容と実績"
        ),
        "year_record.grade": "達成状況 達成度 評価 自己評価 進捗評価 評価区分 達成区分 年度評価",
        "year_record.reason": (
            "理由・課題 理由 未達成の理由 遅れの理由 理由課題 評価の理由 課題・理由 達成できなかった理由 残された課題"
        ),
        "year_record.next_step": (
            "次年度の取組 来年度の取組 翌年度の取組 今後の取組 今後の予定 今後の方向性 今後の対応 "
            "次年度以降の取組 改善策"
        ),
        "year_record.cost_cut_planned": (
            "歳出削減計画 歳出削減計画額 歳出削減見込額 削減計画額 削減見込額 計画削減額 歳出削減目標 削減目標額"
        ),
        "year_record.cost_cut_actual": "歳出削減実績 歳出削減実績額 歳出削減額 歳出削減 削減額 削減実績額 実績削減額",
        "year_record.revenue_planned": (
            "歳入確保計画 歳入確保計画額 歳入確保見込額 増収見込額 歳入計画額 増収計画額 歳入確保目標"
        ),
        "year_record.revenue_actual": "歳入確保実績 歳入確保実績額 歳入確保額 歳入確保 増収額 増収実績額",
        "year_record.hours_saved": "削減時間 業務削減時間 削減時間数 縮減時間 時間削減",
        "indicator_value.target": "目標値 数値目標 指標目標値 計画値",
        "indicator_value.actual": "実績値 指標実績値 現状値実績 実績数値",
    }
)
"""For each target the words that mean it; where two targets share a word, the first one wins."""

_AROUND: Final = re.compile(r"[\s・,、。.:：;/／＊*※◆◇■□●○▼▽]+|\(注\d*\)|注\d+$|※\d*")
_UNITS: Final = re.compile(
    r"[(（\[［【〔](?:単位[:：]?)?"
    r"(?:千円|円|百万円|万円|時間|h|%|％|人|件|単位|任意|必須|記入|概要)*[)）\]］】〕]"
)
_BRACKETS: Final = str.maketrans("", "", "()（）[]［］【】〔〕「」『』<>＜＞")
_YEAR: Final = re.compile(
    r"(?:令和|平成|昭和|(?<![a-z])[rhs])\s*(?:\d{1,2}|元)\s*(?:\(\d{4}\))?\s*(?:年度|年)?"
    r"|(?:19|20)\d{2}\s*(?:\(?(?:令和|r)\d{1,2}\)?)?\s*(?:年度|年)?"
)


def targets() -> dict[str, str]:
    """Return every target a column can have, with its words: ``year_record.result`` → 「取組実績」."""
    named = {NUMBER: "取組の番号（照合用）", TITLE: "取組名（照合用）", INDICATOR: "指標名（照合用）"}
    for kind in _KINDS:
        for name, field in KINDS[kind].fields.items():
            if name not in _NOT_TAKEN:
                named[f"{kind}.{name}"] = field.label if kind != "indicator_value" else f"指標の{field.label}"
    return named


def needs_year(target: str) -> bool:
    """Whether what the column holds belongs to a fiscal year."""
    return target.startswith(("year_record.", "indicator_value."))


def year_in(text: str) -> int | None:
    """Return the fiscal year that a heading or title names, or ``None``."""
    found = _YEAR.search(fold(text))
    if found is None:
        return None
    try:
        return parse_fiscal_year(re.sub(r"\s", "", found[0]))
    except InputError:
        return None


def without_year(text: str) -> str:
    """Return a heading as it reads in every year."""
    return _YEAR.sub("", fold(text))


def plain_heading(text: str) -> str:
    """Return a heading for comparison: without width, white space, years, units, brackets and marks."""
    folded = without_year(text)
    folded = _UNITS.sub("", folded)
    return _AROUND.sub("", folded).translate(_BRACKETS)


def target_of(heading: str, above: str = "") -> str:
    """Return what a column is for, by its heading and what stands over it; ``""`` when nobody can say."""
    own, over = plain_heading(heading), plain_heading(above)
    for words in (f"{over}{own}", own, over if not own else ""):
        if words and words in _BY_WORD:
            return _BY_WORD[words]
    return ""


def _by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for target, label in targets().items():
        if target not in IDENTITY:
            found.setdefault(plain_heading(label), target)
            kind, _dot, name = target.partition(".")
            found.setdefault(plain_heading(KINDS[kind].fields[name].label), target)
    for target, words in _SYNONYMS.items():
        for word in words.split():
            found.setdefault(plain_heading(word), target)
    return found


_BY_WORD: Final = MappingProxyType(_by_word())
