"""Very many measures, packed: read back as they were, in their order, however they are picked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier
from reform_desktop.domain.dossier_shelf import DossierShelf, measures_at, measures_where
from reform_desktop.domain.records import (
    Department,
    Evidence,
    Indicator,
    IndicatorValue,
    Item,
    Measure,
    Opinion,
    Policy,
    YearRecord,
)


def dossiers() -> tuple[MeasureDossier, ...]:
    """Return measures with every kind of value that a record holds."""
    policy, item, department = Policy(id="p", number=1), Item(id="i", number=2), Department(id="d", name="𠮷井支所")
    values = {2025: IndicatorValue(id="v", fiscal_year=2025, target=Decimal("1.50"), actual=None)}
    full = MeasureDossier(
        Measure(id="m", title="髙﨑の窓口", related_department_ids=("d", "e"), priority=True),
        policy,
        item,
        department,
        (department,),
        (IndicatorDossier(Indicator(id="k", baseline=Decimal("-0.10")), values),),
        {2025: YearRecord(id="y", fiscal_year=2025, result="実績" * 5000, cost_cut_actual=-3)},
        (Evidence(id="e", title="写真", file_size=3),),
        (Opinion(id="o", date=date(2026, 5, 20), text="意見"),),
    )
    return (full, *(MeasureDossier(Measure(id=f"m{number}", number=number), policy) for number in range(5)))


def test_what_was_packed_comes_back_as_it_was() -> None:
    packed = DossierShelf.of(iter(dossiers()))
    assert tuple(packed) == dossiers()
    assert len(packed) == len(dossiers())
    assert packed[0] == dossiers()[0]
    assert packed[-1] == dossiers()[-1]
    assert tuple(packed[1:3]) == dossiers()[1:3]
    assert tuple(packed) == tuple(packed), "it can be gone through again"


def test_records_that_measures_share_are_kept_once() -> None:
    packed = DossierShelf.of(dossiers())
    assert packed[1].policy is packed[2].policy


def test_picking_keeps_the_order_and_the_way_of_keeping() -> None:
    packed = DossierShelf.of(dossiers())
    for measures in (packed, dossiers()):
        assert tuple(measures_at(measures, (3, 1))) == (dossiers()[3], dossiers()[1])
        assert [one.measure.id for one in measures_where(measures, lambda one: bool(one.measure.number))] == [
            "m1",
            "m2",
            "m3",
            "m4",
        ]
    assert isinstance(measures_where(packed, lambda _: True), DossierShelf)
    assert isinstance(measures_at(dossiers(), ()), tuple)


def test_an_empty_shelf_is_no_measures() -> None:
    assert not DossierShelf.of(())
    assert list(DossierShelf.of(())) == []
