"""A store of any size for benchmarks: every measure with five year records and texts of about 320 characters."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from pathlib import Path

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.outlines import read_outline
from reform_desktop.store.store import Store
from reform_desktop.store.write import Author, Edit

WORDS = [
    "税務窓口",
    "申請手続",
    "電子化",
    "市民",
    "職員",
    "研修",
    "予算",
    "補助金",
    "見直し",
    "公共施設",
    "指定管理者",
    "行政区",
    "広報紙",
    "相談",
    "子育て",
    "高齢者",
    "防災",
    "訓練",
    "上水道",
    "下水道",
    "料金",
    "改定",
    "滞納",
    "債権",
    "回収",
    "契約",
    "入札",
    "文書",
    "管理",
    "保存",
    "庁舎",
    "照明",
    "省エネ",
    "太陽光",
    "図書館",
    "学校",
    "給食",
    "道路",
    "里親",
    "公園",
    "観光",
    "温泉",
    "移住",
    "空き家",
    "情報",
    "セキュリティ",
    "AI",
    "RPA",
    "議事録",
    "統計",
    "調査",
    "計画",
    "評価",
    "改善",
]
YEARS = range(2025, 2030)
GRADES = ("overall_achieved", "year_achieved", "year_partly_achieved", "in_progress", "under_study", None)


def make_big_store(path: Path, measures: int, *, text_length: int = 320) -> None:
    """Write a division's store with so many measures, spread over the 24 items and 40 departments."""
    content = read_outline("annaka-4")
    items = [edit.row for edit in content.edits if edit.kind == "item"]
    store = Store.create(path, unit=DIVISION, who="計測")
    try:
        edits = [
            *content.edits,
            *_departments(content.plan_id),
            *_measures(content.plan_id, items, measures, text_length),
        ]
        store.fill(edits, Author(DIVISION, "計測", OUTLINE_TIME))
    finally:
        store.close()


def _department_id(plan_id: str, number: int) -> str:
    return str(uuid.uuid5(uuid.UUID(plan_id), f"benchmark department {number}"))


def _departments(plan_id: str) -> Iterator[Edit]:
    for number in range(40):
        values = {"code": f"{number:03d}", "name": f"第{number + 1}課"}
        yield Edit("department", _department_id(plan_id, number), dict(values), create=True)


def _measures(plan_id: str, items: list[str], count: int, text_length: int) -> Iterator[Edit]:
    chance = random.Random(20250401)
    for place in range(count):
        item = items[place % len(items)]
        row = str(uuid.uuid5(uuid.UUID(item), f"benchmark {place}"))
        yield Edit(
            "measure",
            row,
            {
                "item_id": item,
                "number": place // len(items) + 1,
                "title": f"{chance.choice(WORDS)}の{chance.choice(WORDS)}（{place}）",
                "lead_department_id": _department_id(plan_id, place % 40),
                "first_fiscal_year": 2025,
                "last_fiscal_year": 2029,
                "approach": _text(chance, text_length),
            },
            create=True,
        )
        for year in YEARS:
            yield Edit(
                "year_record",
                child_row_id(KINDS["year_record"], row, (year,)),
                {
                    "measure_id": row,
                    "fiscal_year": year,
                    "stage": "implementation",
                    "target": f"{chance.choice(WORDS)}を{year - 2020}件",
                    "grade": GRADES[(place + year) % len(GRADES)] if year == YEARS[0] else None,
                    "cost_cut_planned": chance.randrange(0, 5000),
                },
                create=True,
            )


def _text(chance: random.Random, length: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) < length:
        words.append(chance.choice(WORDS) + chance.choice("をにはのとで、"))
    return "".join(words)[:length]
