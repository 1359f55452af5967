"""Offices that send each other bundles: the division and three departments, each with a file of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import exporting, importing
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, WithEvidence
from reform_desktop.services.exchange.importing import ImportReport
from reform_desktop.store.store import Store
from reform_desktop.store.write import Author, Edit, Saved
from unit.store.small_plan import CONTENT, FINANCE, INDICATOR, ITEM, MEASURE, OTHER_MEASURE, PLAN, POLICY, WELFARE

__all__ = [
    "DIVISION",
    "FINANCE",
    "INDICATOR",
    "MEASURE",
    "OTHER_MEASURE",
    "PLAN",
    "POLICY",
    "SCHOOLS",
    "THIRD_MEASURE",
    "UNITS",
    "WELFARE",
    "Office",
    "year_row",
]

SCHOOLS = "0197b5c0-0000-7000-8000-00000000000c"
THIRD_MEASURE = "0197b5c0-0000-7000-8000-000000000013"
THIRD = (
    Edit("department", SCHOOLS, {"code": "30", "name": "学校教育課"}, create=True),
    Edit(
        "measure",
        THIRD_MEASURE,
        {"item_id": ITEM, "number": 3, "title": "給食の見直し", "lead_department_id": SCHOOLS},
        create=True,
    ),
)
UNITS = {DIVISION: "推進課", FINANCE: "財政課", WELFARE: "福祉課", SCHOOLS: "学校教育課"}
OUTLINE_DAY = "2025-03-31T00:00:00+09:00"
ORDINARY_DAY = "2025-06-01T09:00:00+09:00"


@dataclass
class Office:
    """One file with its desk, and what its people do with it."""

    desk: Desk
    name: str

    @classmethod
    def new(cls, folder: Path, unit: str, name: str = "", *, plan: tuple[Edit, ...] = CONTENT + THIRD) -> Office:
        """Make a file of a unit, with the same plan as all the others have."""
        name = name or UNITS[unit]
        store = Store.create(folder / f"{name}.reform", unit=unit, who="担当者")
        store.fill(plan, Author(DIVISION, "大綱", OUTLINE_DAY))
        return cls(Desk(store), name)

    def copied(self, name: str) -> Office:
        """Copy the file, as people do in Explorer."""
        target = self.desk.path.with_name(f"{name}.reform")
        shutil.copy(self.desk.path, target)
        return Office(Desk.open(target), name)

    @property
    def unit(self) -> str:
        return self.desk.store.unit

    def write(self, *edits: Edit, at: str = ORDINARY_DAY, who: str = "", name: str = "変更") -> Saved:
        """Save edits as they are; the merge law alone judges them, as it would those of a tampered program."""
        return self.desk.store.apply(edits, Author(self.unit, who or self.name, at), name)

    def set(self, kind: str, row: str, **values: JsonValue) -> Saved:
        return self.write(Edit(kind, row, dict(values)))

    def fill_year(self, year: int, measure: str = MEASURE, **values: JsonValue) -> Saved:
        given: dict[str, JsonValue] = {"measure_id": measure, "fiscal_year": year}
        return self.write(Edit("year_record", year_row(year, measure), given | values, create=True))

    def send(
        self,
        name: str = "",
        purpose: Purpose | None = None,
        *,
        department: str | None = None,
        year: int | None = None,
        evidence: WithEvidence = WithEvidence.ALL,
        only_missing: bool = False,
    ) -> Path:
        """Write a bundle beside the file and return its one volume."""
        order = ExportOrder(
            purpose or exporting.default_purpose(self.desk),
            department,
            fiscal_year=year,
            with_evidence=evidence,
            only_missing=only_missing,
        )
        target = self.desk.path.with_name(f"{name or self.name}.zip")
        (path,) = exporting.export_bundle(self.desk, order, target)
        return path

    def take(self, path: Path, *, accept: bool = True) -> ImportReport:
        return importing.import_file(self.desk, path, accept_keys=accept)

    def close(self) -> None:
        self.desk.close()


def year_row(year: int, measure: str = MEASURE) -> str:
    return child_row_id(KINDS["year_record"], measure, (year,))
