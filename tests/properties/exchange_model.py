"""A file as the test remembers it: which changes it was given, and by what. Its verdicts are the oracle's."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from properties.exchange_oracle import EXISTENCE, Body, Row, Verdicts
from properties.store_oracle import is_blank, without_blanks
from reform_desktop.store import disputes
from unit.services.offices import Office
from unit.store.small_plan import shown

Shelf = dict[str, Body]
"""Every change of this history, by id."""

FUTURE = "future_"
"""How the names of fields and kinds begin that only a newer program knows."""


@dataclass
class Tally:
    """What was really compared, so that a run that compares nothing fails."""

    histories: int = 0
    checks: int = 0
    conflict_checks: int = 0
    disputed_fields: int = 0
    held_checks: int = 0
    imports: int = 0
    retractions: int = 0
    refusals: int = 0
    agreements: int = 0


TALLY = Tally()


def keep_counts() -> None:
    """Write what was compared so far where ``REFORM_COUNTS`` says: a long run can be stopped at any time."""
    target = os.environ.get("REFORM_COUNTS")
    if target:
        Path(target).write_text(json.dumps(asdict(TALLY)), encoding="utf-8")


@dataclass
class Carried:
    """One import: what it brought."""

    label: str
    ids: frozenset[str]
    retracted: bool = False


@dataclass
class Model:
    """What one file was given: its own edits, and imports by number."""

    local: frozenset[str] = frozenset()
    imports: dict[int, Carried] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        return self.local.union(*(one.ids for one in self.imports.values()))

    @property
    def active(self) -> frozenset[str]:
        return self.local.union(*(one.ids for one in self.imports.values() if not one.retracted))

    def remembered(self) -> Model:
        carried = {number: Carried(one.label, one.ids, one.retracted) for number, one in self.imports.items()}
        return Model(self.local, carried)

    def verdicts(self, shelf: Shelf) -> Verdicts:
        return Verdicts({name: shelf[name] for name in self.known}, self.active)

    def labels(self, name: str, *, retracted: bool = False) -> set[str]:
        return {one.label for one in self.imports.values() if name in one.ids and one.retracted is retracted}


def canonical(body: Body) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def changes_of(office: Office, after: int = 0) -> list[tuple[str, Body]]:
    """Read the log of a file from a place on, checking that every id is the hash of what it names."""
    statement = "SELECT id, body FROM change WHERE seq > ? ORDER BY seq"
    with office.desk.store.reading() as connection:
        rows = connection.exec_driver_sql(statement, (after,)).all()
    return [(name, checked(name, body)) for name, body in rows]


def checked(name: str, data: bytes) -> Body:
    body = cast("Body", json.loads(data))
    assert canonical(body) == data, "a change is kept word for word in its canonical form"
    assert hashlib.sha256(data).hexdigest() == name
    return body


def last_place(office: Office) -> int:
    with office.desk.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM change").scalar_one())


def changes_in_bundle(path: Path) -> Shelf:
    """Read the changes of a bundle with nothing but zip and JSON."""
    found: Shelf = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if "/data/packs/" not in member:
                continue
            for body in json.loads(archive.read(member))["pack"]["changes"]:
                found[hashlib.sha256(canonical(body)).hexdigest()] = body
    return found


def check_new_change(model: Model, shelf: Shelf, name: str, body: Body) -> None:
    """Hold a change of this file to what its author saw, and take it into the model."""
    known = model.verdicts(shelf)
    row = known.row(body["row"]) if body["row"] in known.by_row else None
    parents = body.get("parents", {})
    if row is None:
        assert not parents, "who makes a new row replaces nothing"
    else:
        fields = set(body.get("set", {})) | ({EXISTENCE} & parents.keys())
        fields |= set(row.heads) if body.get("delete") else set()
        expected = {one: row.seen(one) for one in fields}
        assert {one: sorted(ids) for one, ids in parents.items()} == expected, "parents are the heads that were seen"
    shelf[name] = body
    model.local |= {name}


def check_file(office: Office, model: Model, shelf: Shelf) -> None:
    """Hold everything that a file shows to the oracle."""
    assert {name for name, _body in changes_of(office)} == model.known, "nothing is lost and nothing made up"
    rows = model.verdicts(shelf).rows()
    _check_records(office, rows)
    held = {name: reason for row in rows.values() for name, reason in row.held.items()}
    disputed = {(name, one): row for name, row in rows.items() for one in row.disputed}
    with office.desk.store.reading() as connection:
        found_held = disputes.list_held(connection)
        found = disputes.list_disputes(connection)
    assert {one.change_id: one.reason.value for one in found_held} == held, "the held list is exact"
    assert {(one.row, one.field) for one in found} == set(disputed), "no conflict is missed, none is false"
    for one in found:
        _check_sides(one, disputed[one.row, one.field], model, shelf)
    for waiting in found_held:
        undone = waiting.reason.value == "retracted"
        assert set(waiting.carriers) == model.labels(waiting.change_id, retracted=undone)
    TALLY.checks += 1
    TALLY.conflict_checks += bool(disputed)
    TALLY.disputed_fields += len(disputed)
    TALLY.held_checks += bool(held)


def _check_records(office: Office, rows: dict[str, Row]) -> None:
    expected = {
        name: (row.kind, {one: value for one, value in row.values.items() if not _is_hidden(one, value)})
        for name, row in rows.items()
        if row.exists and not row.kind.startswith(FUTURE)
    }
    found = {row: (kind, without_blanks(fields)) for row, (kind, fields) in shown(office.desk.store).records.items()}
    assert found == expected


def _is_hidden(name: str, value: object) -> bool:
    return name.startswith(FUTURE) or is_blank(value)


def _check_sides(one: disputes.Dispute, row: Row, model: Model, shelf: Shelf) -> None:
    for side in one.sides:
        assert side.local == (side.change_id in model.local)
        assert set(side.carriers) == model.labels(side.change_id), "every value names the bundle it came from"
        assert side.unit == shelf[side.change_id]["unit"]
        assert side.deletes == bool(shelf[side.change_id].get("delete"))
    if one.field != EXISTENCE:
        assert [side.change_id for side in one.sides] == row.heads[one.field], "all values, the shown one first"
