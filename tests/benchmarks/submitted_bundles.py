"""Bundles as many departments would submit them: measures that they own, five years each, signed by their keys."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.big_store import WORDS, YEARS
from reform_desktop.bundle.content import BundleContent, PackSource
from reform_desktop.bundle.header import FORMAT, READER, Header, Recipient, Scope, Sender, Volume
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.pack import SealedPack, divide, seal
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.changes.change import DIVISION, Change, change_id, encode_change
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.store.store import Store
from reform_desktop.store.write import Author, Edit

NAMESPACE = uuid.UUID("6f0c1f34-9c0e-4b53-8d8f-0f8a6a3c1a77")
PLAN, POLICY, ITEM = (str(uuid.uuid5(NAMESPACE, word)) for word in ("plan", "policy", "item"))
MEASURES = 100
DAY = "2026-04-20T15:30:00+09:00"
SHARE_CHANGED = 5
"""Every so manieth row is changed in a second submission: 20 %."""


def department_id(number: int) -> str:
    return str(uuid.uuid5(NAMESPACE, f"department {number}"))


def make_division(path: Path, departments: int) -> None:
    """Write the division's file: the plan and its departments, no measure yet."""
    edits = [
        Edit("plan", PLAN, {"name": "計画", "first_fiscal_year": 2025, "last_fiscal_year": 2029}, create=True),
        Edit("policy", POLICY, {"plan_id": PLAN, "number": 1, "title": "方針"}, create=True),
        Edit("item", ITEM, {"policy_id": POLICY, "number": 1, "title": "項目"}, create=True),
    ]
    for number in range(departments):
        values: dict[str, JsonValue] = {"code": f"{number:04d}", "name": f"第{number + 1}課"}
        edits.append(Edit("department", department_id(number), values, create=True))
    store = Store.create(path, unit=DIVISION, who="計測")
    store.fill(edits, Author(DIVISION, "計測", DAY))
    store.close()


class Department:
    """One department's submissions, the same in every run."""

    def __init__(self, number: int) -> None:
        self.id = department_id(number)
        secret = hashlib.sha256(self.id.encode()).digest()
        self.key = UnitKey(self.id, Ed25519PrivateKey.from_private_bytes(secret))
        self.changes = list(self._creations(number))
        self._packs = self._sealed(self.changes)
        self._last: dict[str, str] = {}

    def submit(self, target: Path, *, left_out: int = 0) -> None:
        """Write everything so far as one bundle, but for the first packs if the recipient said that it holds them."""
        known = tuple(one.sha256 for one in self._packs[:left_out])
        header = Header(
            format=FORMAT,
            least_reader=READER,
            bundle_id=str(uuid.uuid5(NAMESPACE, target.name)),
            plan_id=PLAN,
            plan_name="計画",
            sender=Sender(unit=self.id, name="課", key=self.key.public),
            recipient=Recipient(unit=DIVISION, name="推進課"),
            purpose="submission",
            scope=Scope(department_ids=(self.id,), fiscal_years=None),
            created_at=DAY,
            message="",
            deadline=None,
            comments=(),
            packs=(),
            evidence=(),
            has_packs=(),
            left_out_packs=known,
            roster=(),
            volume=Volume(number=1, of=1),
        )
        content = BundleContent(
            header, [PackSource.of(one) for one in self._packs[left_out:]], [], {"index.html": b"x"}, {}
        )
        write_bundle(target, content, self.key)

    def go_on(self) -> None:
        """Change a fifth of the rows."""
        edits = []
        for one in self.changes[::SHARE_CHANGED]:
            field = "approach" if one.kind == "measure" else "result"
            parents: dict[str, tuple[str, ...]] = {field: (self._last.get(one.row) or change_id(encode_change(one)),)}
            words: dict[str, JsonValue] = {field: f"{len(self._packs)}回目の見直しで{one.set[field]}"}
            edit = Change(row=one.row, kind=one.kind, unit=self.id, at=DAY, set=words, parents=parents)
            self._last[one.row] = change_id(encode_change(edit))
            edits.append(edit)
        self._packs += self._sealed(edits)

    def rows(self) -> Iterator[tuple[str, str, dict[str, JsonValue]]]:
        for one in self.changes:
            yield one.kind, one.row, one.set

    def _sealed(self, changes: list[Change]) -> list[SealedPack]:
        return [seal(self.key, bodies) for bodies in divide(map(encode_change, changes))]

    def _creations(self, number: int) -> Iterator[Change]:
        chance = random.Random(number)
        for place in range(MEASURES):
            row = str(uuid.uuid5(NAMESPACE, f"measure {number} {place}"))
            yield self._creation("measure", row, _measure(self.id, number * MEASURES + place + 1, chance))
            for year in YEARS:
                year_id = child_row_id(KINDS["year_record"], row, (year,))
                yield self._creation("year_record", year_id, _year(row, year, chance))

    def _creation(self, kind: str, row: str, values: dict[str, JsonValue]) -> Change:
        return Change(row=row, kind=kind, unit=self.id, who="山田", at=DAY, set=values, create=True)


def _measure(department: str, number: int, chance: random.Random) -> dict[str, JsonValue]:
    return {
        "item_id": ITEM,
        "number": number,
        "title": f"{chance.choice(WORDS)}の{chance.choice(WORDS)}（{number}）",
        "lead_department_id": department,
        "first_fiscal_year": 2025,
        "last_fiscal_year": 2029,
        "current_state": _text(chance, 60),
        "approach": _text(chance, 120),
    }


def _year(measure: str, year: int, chance: random.Random) -> dict[str, JsonValue]:
    return {
        "measure_id": measure,
        "fiscal_year": year,
        "stage": "implementation",
        "target": _text(chance, 30),
        "result": _text(chance, 60),
        "grade": "year_achieved",
        "cost_cut_planned": chance.randrange(0, 5000),
    }


def _text(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(WORDS) + chance.choice("をにはのとで、") for _ in range(length // 3))[:length]
