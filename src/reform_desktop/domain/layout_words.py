"""What a layout's columns and parts are called where their stored names would be shown: history, conflicts, review."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.json_value import JsonValue

_LISTS: Final = MappingProxyType(
    {
        "list": "取組一覧",
        "indicators": "指標一覧",
        "attention": "未達成・要確認一覧",
        "opinions": "意見・対応一覧",
        "submissions": "提出状況表",
        "summary": "総括表",
        "effects": "効果額集計",
        "handover": "引継書",
        "public": "公表資料",
    }
)
_NAMES: Final = MappingProxyType(
    {
        "number": "番号",
        "lead_department": "担当課",
        "related_departments": "関係課",
        "period": "実施期間",
        "years": "年度ごとの欄",
        "rate": "達成率",
        "trend": "推移",
        "state_day": "状態になった日",
        "remark": "備考",
        "remarks": "備考",
        "indicators": "指標",
        "effects": "効果",
        "opinions": "意見と対応",
        "counts": "件数",
        "shares": "割合",
        "bars": "達成状況の推移",
        "by_policy": "方針別",
        "by_department": "課別",
        "cost_cut": "歳出削減",
        "revenue": "歳入確保",
        "total": "効果額の計",
        "missing": "実績が未入力（件）",
        "so_far": "これまでの状況",
        "open_points": "残っていること",
        "changes": "最近の変更",
    }
)
_KINDS: Final = ("measure", "year_record", "indicator", "opinion", "submission", "department")


@cache
def word_of(name: str) -> str:
    """Return the word for a column or part; a name of a newer program is shown as it is."""
    if name in _NAMES:
        return _NAMES[name]
    if name in KINDS:
        return KINDS[name].label
    fields = (KINDS[kind].fields.get(name) for kind in _KINDS)
    return next((field.label for field in fields if field is not None), name)


def shown_parts(value: JsonValue) -> str:
    """Return words or columns as people read them: 「取組一覧：番号、取組名」."""
    if not isinstance(value, list):
        return str(value)
    columns: dict[str, list[str]] = {}
    for one in value:
        report = str(one.get("report", "")) if isinstance(one, dict) else ""
        columns.setdefault(report, []).append(_shown(one))
    return "\n".join(_line(report, words) for report, words in columns.items())


def _line(report: str, words: Iterable[str]) -> str:
    joined = "、".join(words)
    return f"{_LISTS.get(report, report)}：{joined}" if report else joined


def _shown(one: JsonValue) -> str:
    if not isinstance(one, dict):
        return word_of(str(one))
    word, caption, width = word_of(str(one.get("column", ""))), one.get("caption"), one.get("width")
    extra = [str(caption)] if caption else []
    extra += [f"{width}mm"] if isinstance(width, int) and not isinstance(width, bool) else []
    return f"{word}（{'、'.join(extra)}）" if extra else word
