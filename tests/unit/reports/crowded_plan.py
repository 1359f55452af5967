"""One measure with everything that is hard to print."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import msgspec

from reform_desktop.domain.dossier import PlanDossier
from unit.reports.sample_plan import opinion, sample_plan

HOSTILE = (
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "a\x0bb\x01c\x00d",
    "\u202e逆さ\u202c שלום مرحبا",
    "𠮷野家 髙﨑 葛󠄀城 か\u3099",
    "<b>太字</b>&amp;",
    "😀",
    "。" * 90,
    "「" * 90,
    "https://www.example.jp/" + "a" * 150,
    "\ud800",
    "#N/A",
    "'引用",
    "１行目\r\n２行目\n\n４行目",
)
"""Strings that break naive writers."""

LONG = "".join(
    f"第{number}に、窓口の待ち時間を短くするため「予約制（ABC-{number}）」を試しました。" for number in range(260)
)
"""About 10,000 characters, every sentence different."""


@cache
def crowded_plan() -> PlanDossier:
    """One measure with 30 indicators, 50 pieces of evidence, 10,000 characters of result and hostile strings."""
    plan = sample_plan()
    base = plan.measures[0]
    replace = msgspec.structs.replace
    years = {
        year: replace(record, reason=HOSTILE[index], cost_cut_planned=-1_234_567 * (index + 1))
        for index, (year, record) in enumerate(base.years.items())
    }
    years[2025] = replace(years[2025], result=LONG[:10_000], grade="overall_achieved")
    indicators = tuple(
        replace(
            base.indicators[0],
            indicator=replace(
                base.indicators[0].indicator, id=f"i{number}", name=f"指標名{number}番", baseline=Decimal("1234567.890")
            ),
        )
        for number in range(30)
    )
    evidence = tuple(
        replace(base.evidence[0], id=f"e{number}", title=f"資料{number}番 {HOSTILE[number % len(HOSTILE)]}")
        for number in range(50)
    )
    crowded = replace(
        base,
        measure=replace(base.measure, title="𠮷の字の入った題名", current_state="\n".join(HOSTILE)),
        years=years,
        indicators=indicators,
        evidence=evidence,
        opinions=(opinion(base.measure.id),),
    )
    return replace(plan, measures=(crowded,))
