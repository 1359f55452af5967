"""Three departments and two coordinators with real files and real bundles: whatever they do, in whatever order."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from properties.exchange_model import (
    FUTURE,
    TALLY,
    Carried,
    Model,
    Shelf,
    changes_in_bundle,
    changes_of,
    check_file,
    check_new_change,
    keep_counts,
    last_place,
)
from properties.exchange_oracle import EXISTENCE, PARENT, Row
from reform_desktop.domain.errors import NotAllowedError, UserError
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import conflicts
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import importing
from reform_desktop.services.exchange.exporting import Purpose, WithEvidence
from reform_desktop.services.exchange.importing import ImportReport
from reform_desktop.store.backup import Backup
from reform_desktop.store.store import restore
from reform_desktop.store.undo import ChangedSinceError, NothingToUndoError
from reform_desktop.store.write import Author, Edit
from unit.services.offices import (
    DIVISION,
    FINANCE,
    INDICATOR,
    MEASURE,
    ORDINARY_DAY,
    OTHER_MEASURE,
    SCHOOLS,
    THIRD_MEASURE,
    UNITS,
    WELFARE,
    Office,
    year_row,
)
from unit.store.small_plan import ITEM, shown

DEPARTMENTS = (FINANCE, WELFARE, SCHOOLS)
OF_DEPARTMENT = {FINANCE: MEASURE, WELFARE: OTHER_MEASURE, SCHOOLS: THIRD_MEASURE}
MEASURES = st.sampled_from([MEASURE, MEASURE, OTHER_MEASURE, THIRD_MEASURE])
YEARS = st.sampled_from([2025, 2026])
CLOCKS = st.sampled_from([ORDINARY_DAY, "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+14:00", "きのう", ""])
WORDS = st.sampled_from(["", "一", "二", "三", "予約制にします。\n髙﨑𠮷①㈱"])
OPEN_FIELDS: dict[str, dict[str, st.SearchStrategy[JsonValue]]] = {
    "measure": {"approach": WORDS, "issues": WORDS},
    "year_record": {"result": WORDS, "grade": st.sampled_from([None, "year_achieved", "stopped"])},
    "indicator": {"name": st.sampled_from(["待ち時間", "件数"])},
    "indicator_value": {"actual": st.sampled_from([None, "7", "12.5"])},
    "evidence": {"note": WORDS},
}
RESERVED_FIELDS: dict[str, tuple[str, st.SearchStrategy[JsonValue]]] = {
    "measure": ("title", st.sampled_from(["税務窓口の予約", "窓口"])),
    "year_record": ("outside_evaluation", st.booleans()),
    "policy": ("title", st.sampled_from(["窓口の改善", "市役所の改善"])),
}
MOST_OFFICES = 7
MOST_BUNDLES = 14


@cache
def template_folder() -> Path:
    """Make the files that every history begins with, once a run; they lie in memory where there is such a folder."""
    memory = Path("/dev/shm")  # noqa: S108 -- only a faster place for temporary folders
    folder = Path(tempfile.mkdtemp(prefix="reform-exchange-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for unit in UNITS:
        Office.new(folder, unit).close()
    return folder


class Sent:
    """A bundle on its way, and the changes in it."""

    def __init__(self, path: Path, sender: Office) -> None:
        self.path = path
        self.sender = sender
        self.changes: Shelf = changes_in_bundle(path)


class Exchange(RuleBasedStateMachine):
    """Offices, their models, and the bundles that somebody wrote: each may arrive often, late, or never."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-", dir=template_folder()))
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("REFORM_DESKTOP_KEYS", str(template_folder() / "keys"))
        self.offices: list[Office] = []
        self.models: dict[str, Model] = {}
        self.shelf: Shelf = {}
        self.sent: list[Sent] = []
        self.backups: list[tuple[int, Backup, Model]] = []
        self.number = 0
        self.ticks = 0
        self.patch.setattr(Desk, "author", lambda desk: self._author(desk))  # noqa: PLW0108 -- a method

    def _author(self, desk: Desk) -> Author:
        """Return who undoes or settles something, by a clock that goes alike whenever a history is played again."""
        self.ticks += 1
        return Author(desk.store.unit, desk.who, f"{ORDINARY_DAY} {self.ticks}")

    @initialize()
    def everybody_opens_the_same_plan(self) -> None:
        TALLY.histories += 1
        for name in UNITS.values():
            self._add(Office(self._opened(template_folder() / f"{name}.reform", name), name))
        self._copy(self.offices[0])
        self._copy(self.offices[1])
        self._everybody_writes_before_hearing_of_the_others()

    def _everybody_writes_before_hearing_of_the_others(self) -> None:
        """Begin with something to disagree about, and with bundles on their way."""
        for place, office in enumerate(self.offices):
            measure = OF_DEPARTMENT.get(office.unit, MEASURE)
            self._write(office, Edit("measure", measure, {"approach": f"案{place}"}))
            values: dict[str, JsonValue] = {"measure_id": measure, "fiscal_year": 2025, "result": f"実績{place}"}
            self._write(office, Edit("year_record", year_row(2025, measure), values, create=True))
            if office.unit != WELFARE:
                self._send(office, Purpose.REQUEST if office.unit == DIVISION else Purpose.SUBMISSION)

    def teardown(self) -> None:
        try:
            if self.offices:
                self._all_agree_after_a_full_exchange()
        finally:
            for one in self.offices:
                one.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    def _opened(self, source: Path, name: str) -> Desk:
        target = self.folder / f"{name}.reform"
        shutil.copy(source, target)
        return Desk.open(target)

    def _add(self, office: Office, model: Model | None = None) -> None:
        self.offices.append(office)
        if model is None:
            bodies = dict(changes_of(office))
            self.shelf.update(bodies)
            model = Model(frozenset(bodies))
        self.models[office.name] = model

    def _new_row(self) -> str:
        self.number += 1
        return f"0197b5c0-0000-7000-8000-00000001{self.number:04d}"

    def _copy(self, office: Office) -> None:
        self.number += 1
        name = f"{office.name}の写し{self.number}"
        self._add(Office(self._opened(office.desk.path, name), name), self._model(office).remembered())

    def _model(self, office: Office) -> Model:
        return self.models[office.name]

    def _any(self, data: st.DataObject) -> Office:
        return self.offices[data.draw(st.integers(0, len(self.offices) - 1), "office")]

    def _rows(self, office: Office) -> dict[str, Row]:
        return self._model(office).verdicts(self.shelf).rows()

    def _existing(self, office: Office, *kinds: str) -> list[tuple[str, str]]:
        """Return ``(row, kind)`` of what the file shows, in an order that does not hang on random ids."""
        found = [(name, row.kind) for name, row in self._rows(office).items() if row.exists and row.kind in kinds]
        first = {name: place for place, name in enumerate({body["row"]: None for body in self.shelf.values()})}
        return sorted(found, key=lambda one: first[one[0]])

    def _owns(self, office: Office, row: str) -> bool:
        verdicts = self._model(office).verdicts(self.shelf)
        return office.unit == DIVISION or office.unit in verdicts.owners(row)

    def _write(self, office: Office, *edits: Edit, at: str = ORDINARY_DAY) -> None:
        """Write edits, and hold what came of it to what the author saw and wanted."""
        before, place = self._rows(office), last_place(office)
        self.number += 1
        office.write(*edits, at=at, who=f"{office.name} {self.number}")
        self._learn(office, place)
        after = self._rows(office)
        for one in edits:
            self._is_granted(one, before.get(one.row), after.get(one.row))
        check_file(office, self._model(office), self.shelf)

    def _learn(self, office: Office, place: int) -> None:
        for name, body in changes_of(office, place):
            check_new_change(self._model(office), self.shelf, name, body)

    def _is_granted(self, edit: Edit, before: Row | None, after: Row | None) -> None:
        if before is not None and after is not None and before.held != after.held:
            return  # what was written is held; the list of held changes is compared anyway
        if after is None or (before is None and after.held):
            return
        assert after.exists != edit.delete, "what a person saved stands"
        for name, value in edit.set.items():
            shown_value = after.values.get(name)
            assert shown_value == value or (not shown_value and not value), "what a person saved is shown"
            assert name not in after.disputed, "what a person saved settles what was seen"
        stood = before is not None and before.exists
        disputed = before is not None and EXISTENCE in before.disputed
        if edit.delete or edit.restore or not stood:
            assert EXISTENCE not in after.disputed, "who deletes or brings back decides what stood against it"
        else:
            assert (EXISTENCE in after.disputed) == disputed, "who fills a row in does not decide about its deletion"

    # What people write.

    @rule(data=st.data(), at=CLOCKS)
    def write_into_a_field(self, data: st.DataObject, at: str) -> None:
        office = self._any(data)
        rows = [one for one in self._existing(office, *OPEN_FIELDS) if self._owns(office, one[0])]
        if rows:
            row, kind = data.draw(st.sampled_from(rows))
            name = data.draw(st.sampled_from(sorted(OPEN_FIELDS[kind])))
            self._write(office, Edit(kind, row, {name: data.draw(OPEN_FIELDS[kind][name])}), at=at)

    @rule(data=st.data(), at=CLOCKS)
    def write_into_the_same_field_as_others(self, data: st.DataObject, at: str) -> None:
        office = self._any(data)
        measure = OF_DEPARTMENT.get(office.unit, MEASURE)
        if (measure, "measure") in self._existing(office, "measure"):
            self._write(office, Edit("measure", measure, {"approach": data.draw(WORDS)}), at=at)

    @rule(data=st.data(), year=YEARS, measure=MEASURES)
    def fill_in_a_year(self, data: st.DataObject, year: int, measure: str) -> None:
        office = self._any(data)
        if not self._owns(office, measure):
            measure = OF_DEPARTMENT[office.unit]
        values = data.draw(st.fixed_dictionaries({}, optional=OPEN_FIELDS["year_record"]))
        given: dict[str, JsonValue] = {"measure_id": measure, "fiscal_year": year}
        self._write(office, Edit("year_record", year_row(year, measure), given | values, create=True))

    @rule(data=st.data())
    def fill_in_an_indicator(self, data: st.DataObject) -> None:
        office = self._any(data)
        row = "0197b5c0-0000-7000-8000-00000000ee25"
        given: dict[str, JsonValue] = {"indicator_id": INDICATOR, "fiscal_year": 2025}
        given |= {"actual": data.draw(OPEN_FIELDS["indicator_value"]["actual"])}
        self._write(office, Edit("indicator_value", row, given, create=True))

    @rule(data=st.data(), words=st.sampled_from([b"one", b"two" * 99]))
    def attach_a_file(self, data: st.DataObject, words: bytes) -> None:
        office = self._any(data)
        file = self.folder / "資料.txt"
        file.write_bytes(words)
        stored = office.desk.store.add_evidence(file)
        given: dict[str, JsonValue] = {
            "measure_id": OF_DEPARTMENT.get(office.unit, MEASURE),
            "fiscal_year": 2025,
            "title": "資料",
            "file_name": "資料.txt",
            "file_sha256": stored.sha256,
            "file_size": stored.size,
        }
        self._write(office, Edit("evidence", self._new_row(), given, create=True))

    @rule(data=st.data())
    def delete_something(self, data: st.DataObject) -> None:
        office = self._any(data)
        rows = self._existing(office, "year_record", "evidence", "indicator_value", "measure")
        rows = [one for one in rows if self._owns(office, one[0])]
        if rows:
            row, kind = data.draw(st.sampled_from(rows))
            self._write(office, Edit(kind, row, delete=True))

    @rule(data=st.data())
    def bring_something_back(self, data: st.DataObject) -> None:
        office = self._any(data)
        first = list(dict.fromkeys(body["row"] for body in self.shelf.values()))
        rows = self._rows(office)
        gone = [row for row in first if row in rows and not rows[row].exists and not rows[row].held]
        if gone:
            row = data.draw(st.sampled_from(gone))
            self._write(office, Edit(rows[row].kind, row, restore=True))

    @rule(data=st.data())
    def write_what_is_another_departments(self, data: st.DataObject) -> None:
        office = self._any(data)
        rows = [one for one in self._existing(office, *OPEN_FIELDS) if not self._owns(office, one[0])]
        if rows:
            row, kind = data.draw(st.sampled_from(rows))
            name = data.draw(st.sampled_from(sorted(OPEN_FIELDS[kind])))
            self._write(office, Edit(kind, row, {name: data.draw(OPEN_FIELDS[kind][name])}))

    @rule(data=st.data())
    def write_what_the_division_decides(self, data: st.DataObject) -> None:
        office = self._any(data)
        rows = self._existing(office, *RESERVED_FIELDS)
        if rows:
            row, kind = data.draw(st.sampled_from(rows))
            name, values = RESERVED_FIELDS[kind]
            self._write(office, Edit(kind, row, {name: data.draw(values)}))

    @rule(data=st.data(), department=st.sampled_from([*DEPARTMENTS, None]))
    def give_a_measure_to_another_department(self, data: st.DataObject, department: str | None) -> None:
        office = data.draw(st.sampled_from([one for one in self.offices if one.unit == DIVISION]))
        rows = self._existing(office, "measure")
        if rows:
            row, kind = data.draw(st.sampled_from(rows))
            self._write(office, Edit(kind, row, {"lead_department_id": department}))

    @rule(data=st.data())
    def propose_a_measure(self, data: st.DataObject) -> None:
        office = self._any(data)
        owner = office.unit if office.unit != DIVISION else FINANCE
        given: dict[str, JsonValue] = {"item_id": ITEM, "number": 9, "title": "提案", "lead_department_id": owner}
        row = self._new_row()
        year: dict[str, JsonValue] = {"measure_id": row, "fiscal_year": 2025, "result": "提案の実績"}
        edits = [Edit("measure", row, given, create=True), Edit("year_record", self._new_row(), year, create=True)]
        self._write(office, *data.draw(st.permutations(edits)))

    @rule(data=st.data(), value=st.sampled_from([1, "x", None, {"a": [1, True]}, [], ""]))
    def write_what_only_a_newer_program_knows(self, data: st.DataObject, value: JsonValue) -> None:
        office = self._any(data)
        measure = OF_DEPARTMENT.get(office.unit, MEASURE)
        if data.draw(st.booleans()):
            self._write(office, Edit(f"{FUTURE}kind", self._new_row(), {f"{FUTURE}value": value}, create=True))
        elif (measure, "measure") in self._existing(office, "measure"):
            self._write(office, Edit("measure", measure, {f"{FUTURE}field": value}))

    # What people do with a file.

    @rule(data=st.data(), forward=st.booleans())
    def undo_or_redo(self, data: st.DataObject, *, forward: bool) -> None:
        office = self._any(data)
        place = last_place(office)
        try:
            office.desk.redo() if forward else office.desk.undo()
        except (NothingToUndoError, ChangedSinceError):
            assert last_place(office) == place
        self._learn(office, place)
        check_file(office, self._model(office), self.shelf)

    @precondition(lambda self: len(self.offices) < MOST_OFFICES)
    @rule(data=st.data())
    def copy_a_file(self, data: st.DataObject) -> None:
        self._copy(self._any(data))

    @rule(data=st.data())
    def back_up(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.offices) - 1))
        office = self.offices[place]
        self.backups.append((place, office.desk.store.back_up("manual"), self._model(office).remembered()))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore_a_backup(self, data: st.DataObject) -> None:
        place, backup, model = data.draw(st.sampled_from(self.backups[-3:]))
        office = self.offices[place]
        if not backup.path.exists():
            return
        path = office.desk.path
        office.close()
        restore(path, backup, "担当者")
        office.desk = Desk.open(path)
        self.models[office.name] = model.remembered()
        check_file(office, self._model(office), self.shelf)

    @rule(data=st.data())
    def rebuild_what_is_derived(self, data: st.DataObject) -> None:
        self._incremental_equals_rebuilt(self._any(data))

    def _incremental_equals_rebuilt(self, office: Office) -> None:
        before = shown(office.desk.store)
        office.desk.store.rebuild()
        assert shown(office.desk.store) == before, "incremental equals rebuilt"

    # What people send each other.

    @precondition(lambda self: len(self.sent) < MOST_BUNDLES)
    @rule(
        data=st.data(),
        year=st.sampled_from([None, None, None, 2025]),
        evidence=st.sampled_from([WithEvidence.ALL, WithEvidence.MISSING, WithEvidence.NONE]),
        delta=st.sampled_from([False, False, True]),
    )
    def send_a_bundle(self, data: st.DataObject, year: int | None, evidence: WithEvidence, *, delta: bool) -> None:
        office = self._any(data)
        to = None
        purpose = Purpose.SUBMISSION
        if office.unit == DIVISION:
            purpose = data.draw(st.sampled_from([Purpose.REQUEST, Purpose.RETURN]))
            to = data.draw(st.sampled_from([None, *(UNITS[one] for one in DEPARTMENTS)]))
        self._send(office, purpose, to=to, year=year, evidence=evidence, delta=delta)

    def _send(
        self,
        office: Office,
        purpose: Purpose,
        *,
        to: str | None = None,
        year: int | None = None,
        evidence: WithEvidence = WithEvidence.ALL,
        delta: bool = False,
    ) -> Sent:
        self.number += 1
        name = f"{self.number:03d}-{office.name}"
        path = office.send(name, purpose, department=to, year=year, evidence=evidence, only_missing=delta)
        sent = Sent(path, office)
        model = self._model(office)
        assert sent.changes.keys() <= model.known
        if to is None and year is None and evidence is not WithEvidence.MISSING and not delta:
            own = {name for name in model.active if self.shelf[name]["unit"] == office.unit}
            assert own <= sent.changes.keys(), "everything that the unit wrote is on its way"
        self.sent.append(sent)
        return sent

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def take_a_bundle_in(self, data: st.DataObject) -> None:
        office = self._any(data)
        self._take(office, data.draw(st.sampled_from(self.sent)))

    def _take(self, office: Office, sent: Sent, *, twice: bool = True) -> None:
        """Preview a bundle, take it in, and take it in again."""
        preview = importing.preview_import(office.desk, sent.path)
        check_file(office, self._model(office), self.shelf)
        report = self._import(office, sent.path, frozenset(sent.changes))
        assert (preview.new, preview.conflicts, preview.held) == (report.new, report.conflicts, report.held)
        if twice:
            before = shown(office.desk.store)
            again = self._import(office, sent.path, frozenset(sent.changes))
            assert (again.new, again.conflicts, shown(office.desk.store)) == (0, 0, before), "twice is nothing new"

    def _import(self, office: Office, path: Path, ids: frozenset[str]) -> ImportReport:
        model = self._model(office)
        new = len(ids - model.known)
        report = office.take(path)
        assert report.carrier is not None
        assert report.new == new
        model.imports[report.carrier] = Carried(path.name, ids)
        check_file(office, model, self.shelf)
        TALLY.imports += 1
        return report

    @rule(data=st.data())
    def merge_another_copy_of_the_same_file(self, data: st.DataObject) -> None:
        office = self._any(data)
        others = [one for one in self.offices if one.unit == office.unit and one is not office]
        if others:
            self._merge(office, data.draw(st.sampled_from(others)))

    def _merge(self, office: Office, other: Office) -> None:
        self._import(office, other.desk.path, self._model(other).active)

    @rule(data=st.data())
    def take_in_and_undo(self, data: st.DataObject) -> None:
        office = self._any(data)
        if not self.sent:
            return
        before = shown(office.desk.store)
        self._take(office, data.draw(st.sampled_from(self.sent)), twice=False)
        self._retract(office, max(self._model(office).imports), retracted=True)
        assert shown(office.desk.store) == before, "import then undo is the identity"

    @precondition(lambda self: any(model.imports for model in self.models.values()))
    @rule(data=st.data())
    def undo_the_last_import(self, data: st.DataObject) -> None:
        office = data.draw(st.sampled_from([one for one in self.offices if self._model(one).imports]))
        standing = [number for number, one in self._model(office).imports.items() if not one.retracted]
        if standing:
            self._retract(office, max(standing), retracted=True)

    @precondition(lambda self: any(model.imports for model in self.models.values()))
    @rule(data=st.data())
    def undo_or_redo_an_import(self, data: st.DataObject) -> None:
        office = data.draw(st.sampled_from([one for one in self.offices if self._model(one).imports]))
        number = data.draw(st.sampled_from(sorted(self._model(office).imports)))
        self._retract(office, number, retracted=not self._model(office).imports[number].retracted)

    def _retract(self, office: Office, number: int, *, retracted: bool) -> None:
        model = self._model(office)
        held = self._held(office)
        if retracted:
            plan = importing.undo_import(office.desk, number)
            model.imports[number].retracted = True
            waiting = [reason for name, reason in self._held(office).items() if name not in held]
            assert plan.held == sum(reason != "retracted" for reason in waiting), "the dialog tells the truth"
        else:
            importing.redo_import(office.desk, number)
            model.imports[number].retracted = False
        check_file(office, model, self.shelf)
        TALLY.retractions += 1

    def _held(self, office: Office) -> dict[str, str]:
        return {name: reason for row in self._rows(office).values() for name, reason in row.held.items()}

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), cut=st.booleans(), bit=st.integers(0, 7))
    def take_a_damaged_bundle_in(self, data: st.DataObject, bit: int, *, cut: bool) -> None:
        office = self._any(data)
        sent = data.draw(st.sampled_from(self.sent))
        content = bytearray(sent.path.read_bytes())
        place = data.draw(st.integers(0, 10_000)) * len(content) // 10_001
        if cut:
            del content[place:]
        else:
            content[place] ^= 1 << bit
        damaged = self.folder / "壊れた.zip"
        damaged.write_bytes(content)
        self._take_in_or_refuse(office, damaged, frozenset(sent.changes))

    def _take_in_or_refuse(self, office: Office, damaged: Path, ids: frozenset[str]) -> None:
        """Let a copy of the file take it in, if a bit says nothing (the year of a member), or refuse it.

        Keys are made by chance, and so is what lies where in a bundle: the history must not go on from what came of it.
        """
        copy = Office(self._opened(office.desk.path, "傷み"), "傷み")
        self.models[copy.name] = self._model(office).remembered()
        before = hashlib.sha256(copy.desk.path.read_bytes()).digest()
        try:
            self._import(copy, damaged, ids)
        except UserError:
            assert hashlib.sha256(copy.desk.path.read_bytes()).digest() == before, "what is refused changes nothing"
            TALLY.refusals += 1
        finally:
            copy.close()
            del self.models[copy.name]

    @rule(data=st.data())
    def take_a_bundle_with_a_forged_key_in(self, data: st.DataObject) -> None:
        office, victim = self._any(data), self._any(data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REFORM_DESKTOP_KEYS", str(template_folder() / "strange keys"))
            strange = Office(self._opened(victim.desk.path, "strange"), "strange")
            strange.write(Edit("measure", MEASURE, {"approach": "偽物"}, create=True))
            path = strange.send("forged")
            strange.close()
        before = hashlib.sha256(office.desk.path.read_bytes()).digest()
        with pytest.raises(NotAllowedError):
            office.take(path, accept=False)
        TALLY.refusals += 1
        assert hashlib.sha256(office.desk.path.read_bytes()).digest() == before, "what is refused changes nothing"

    @rule(data=st.data(), typed=st.booleans())
    def settle_a_conflict(self, data: st.DataObject, *, typed: bool) -> None:
        office = self._any(data)
        found = [one for one in conflicts.list_conflicts(office.desk) if not one.field.startswith(FUTURE)]
        found = [one for one in found if self._may_settle(office, one)]
        if not found:
            return
        chosen, place = data.draw(st.sampled_from(found)), last_place(office)
        if typed and chosen.field in ("approach", "result", "issues", "note"):
            conflicts.take_value(office.desk, chosen, "両方を合わせた文")
        else:
            conflicts.take_side(office.desk, chosen, data.draw(st.sampled_from(chosen.values)).change)
        self._learn(office, place)
        assert chosen.field not in self._rows(office)[chosen.id].disputed, "settled is settled"
        check_file(office, self._model(office), self.shelf)

    def _may_settle(self, office: Office, one: conflicts.Conflict) -> bool:
        """Whether the desk lets this office settle it: a department its own rows, and not what the division decides."""
        if office.unit == DIVISION:
            return True
        reserved = RESERVED_FIELDS.get(one.kind, ("", None))[0]
        decided = {EXISTENCE, reserved, "lead_department_id", PARENT.get(one.kind, ("", ""))[0]}
        return self._owns(office, one.id) and one.field not in decided

    # At the end.

    def _all_agree_after_a_full_exchange(self) -> None:
        division = next(one for one in self.offices if one.unit == DIVISION)
        for sent in list(self.sent):
            self._import(division, sent.path, frozenset(sent.changes))
        for office in self.offices:
            if office is division:
                continue
            if office.unit == DIVISION:
                self._merge(division, office)
            else:
                sent = self._send(office, Purpose.SUBMISSION)
                self._import(division, sent.path, frozenset(sent.changes))
        everything = self._send(division, Purpose.REQUEST)
        for office in self.offices:
            if office is not division:
                self._import(office, everything.path, frozenset(everything.changes))
        views = [shown(office.desk.store) for office in self.offices]
        assert all(one == views[0] for one in views), "after a full exchange all agree"
        sets = [self._model(office).active for office in self.offices]
        assert all(one == sets[0] for one in sets), "and hold the same changes"
        for office in self.offices:
            self._incremental_equals_rebuilt(office)
            assert office.desk.store.verify().is_sound
        TALLY.agreements += 1
        keep_counts()
