"""A small plan whose words never change: the reports of it are kept as reference documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.records import (
    Department,
    Evidence,
    Indicator,
    IndicatorValue,
    Item,
    Measure,
    Opinion,
    Plan,
    Policy,
    Submission,
    YearRecord,
)
from unit.reports.sample_plan import scale


def small_plan() -> PlanDossier:
    """Return a plan of seven years with two measures: one full, one that begins later and has nothing yet."""
    plan = Plan(
        id="p", name="試験計画", first_fiscal_year=2019, last_fiscal_year=2025, grade_scale=scale(), managed_by="推進課"
    )
    policy = Policy(id="p1", plan_id="p", number=1, title="市民サービスの向上")
    item = Item(id="i1", policy_id="p1", number=2, title="窓口の改善")
    later = Measure(id="m2", item_id="i1", number=2, title="予約制の導入", first_fiscal_year=2024)
    measures = (_full(policy, item), MeasureDossier(later, policy, item))
    departments = (Department(id="d1", name="市民課"), Department(id="d2", name="総務課"))
    submission = Submission(id="s1", department_id="d1", fiscal_year=2025, period="year_end", state="returned")
    return PlanDossier(plan, (policy,), (item,), departments, measures, submissions=(submission,))


def _full(policy: Policy, item: Item) -> MeasureDossier:
    measure = Measure(
        id="m1",
        item_id="i1",
        number=1,
        title="待ち時間の短縮",
        lead_department_id="d1",
        priority=True,
        first_fiscal_year=2019,
        last_fiscal_year=2025,
        current_state="繁忙期に30分を超える。",
        issues="受付が一列である。",
        approach="・受付を分ける。\n・𠮷井支所でも試す。",
        overall_goal="10分以内にする。",
        expected_effect="来庁者の負担が減る。",
        handover="案内板の鍵は庶務係にある。",
    )
    indicator = Indicator(
        id="k1",
        measure_id="m1",
        number=1,
        name="平均待ち時間",
        unit="分",
        direction="decrease",
        baseline=Decimal("12.50"),
        baseline_fiscal_year=2018,
    )
    values = {
        2019: IndicatorValue(id="v1", fiscal_year=2019, target=Decimal("11.0"), actual=Decimal("10.25")),
        2025: IndicatorValue(id="v2", fiscal_year=2025, target=Decimal(8)),
    }
    evidence = (
        Evidence(id="e1", fiscal_year=2019, title="計測表", file_name="計測.csv", file_size=2048, note="週ごと"),
        Evidence(id="e2", fiscal_year=2020, title="写真", file_name="窓口.png", file_size=3_500_000),
        Evidence(id="e3", fiscal_year=2020, title="要綱", address="https://www.example.jp/", paper_location="要綱集"),
        Evidence(id="e4", title="メモ", file_sha256="00", file_size=12),
    )
    opinions = (
        Opinion(id="o1", body="council", date=date(2020, 5, 1), fiscal_year=2019, text="続けてほしい。"),
        Opinion(id="o2", text="様子を見たい。", response="承知しました。"),
    )
    departments = (Department(id="d2", name="総務課"), Department(id="d3", name="税務課"))
    return MeasureDossier(
        measure,
        policy,
        item,
        Department(id="d1", name="市民課"),
        departments,
        (IndicatorDossier(indicator, values),),
        _years(),
        evidence,
        opinions,
    )


def _years() -> dict[int, YearRecord]:
    return {
        2019: YearRecord(
            id="y1",
            fiscal_year=2019,
            stage="trial",
            target="11分",
            plan="受付を分ける。",
            result="二列にした。",
            grade="year_achieved",
            cost_cut_planned=1000,
            cost_cut_actual=1200,
            hours_saved=35,
        ),
        2020: YearRecord(id="y2", fiscal_year=2020, stage="trial", grade="stopped", reason="感染症のため。" * 60),
        2021: YearRecord(id="y3", fiscal_year=2021, stage="implementation", outside_evaluation=True),
        2022: YearRecord(id="y4", fiscal_year=2022, stage="implementation", grade="unknown_grade"),
        2026: YearRecord(id="y5", fiscal_year=2026, plan="計画期間の後の記録"),
    }
