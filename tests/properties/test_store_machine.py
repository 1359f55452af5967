"""Whatever a person does to one file, in whatever order: it shows what plain dictionaries would."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from properties.store_oracle import Oracle, without_blanks
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.text import search_fold
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import arrangement, editing
from reform_desktop.services.attachments import attach_place
from reform_desktop.services.desk import Desk
from reform_desktop.store.backup import Backup
from reform_desktop.store.outline import MeasureFilter, list_measures
from reform_desktop.store.store import restore
from reform_desktop.store.undo import NothingToUndoError
from reform_desktop.store.write import Edit, Saved
from unit.store.small_plan import FINANCE, INDICATOR, MEASURE, OTHER_MEASURE, WELFARE, make_store, shown

TEXTS = st.sampled_from(["", "一", "予約制にします。\n二行目", "=1+1", "髙﨑𠮷①㈱", " ", "\u202e右から", "あ" * 300])
YEARS = st.sampled_from([2025, 2026])
EDITABLE: dict[str, dict[str, st.SearchStrategy[JsonValue]]] = {
    "measure": {"approach": TEXTS, "issues": TEXTS, "handover": TEXTS},
    "year_record": {
        "plan": TEXTS,
        "result": TEXTS,
        "grade": st.sampled_from([None, "year_achieved", "stopped"]),
        "cost_cut_actual": st.sampled_from([None, 0, 1, -500]),
    },
    "indicator_value": {"target": st.sampled_from([None, "0", "12.5", "-3"]), "actual": st.sampled_from([None, "7"])},
    "evidence": {"note": TEXTS, "address": st.sampled_from(["", "https://www.example.lg.jp/"])},
}
RESERVED: dict[str, st.SearchStrategy[JsonValue]] = {
    "title": st.sampled_from(["税務窓口の予約", "窓口"]),
    "priority": st.booleans(),
    "lead_department_id": st.sampled_from([FINANCE, WELFARE, None]),
    "related_department_ids": st.sampled_from([[], [FINANCE], [FINANCE, WELFARE]]),
}


class OneFile(RuleBasedStateMachine):
    """A person at one file; the division's, unless a subclass says otherwise."""

    unit = DIVISION
    measures: tuple[str, ...] = (MEASURE, OTHER_MEASURE)

    @initialize()
    def open_a_small_plan(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="reform-machine-"))
        self.desk = Desk(make_store(self.folder / "0.reform", self.unit))
        self.copies = 0
        self.backups: list[tuple[Backup, Oracle]] = []
        self.oracle = Oracle({row: (kind, without_blanks(has)) for row, (kind, has) in self._records().items()})

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.store.rebuild()
            self.file_shows_what_the_oracle_says()
            assert self.desk.store.verify().is_sound
            self.desk.close()
            shutil.rmtree(self.folder)

    def _records(self) -> dict[str, tuple[str, dict[str, object]]]:
        return shown(self.desk.store).records

    def _rows(self, *kinds: str) -> list[str]:
        """Return the rows of those kinds in the order in which they were made: new ids are different every time."""
        return [row for row, (kind, _fields) in self.oracle.state.items() if kind in kinds]

    def _done(self, edits: list[Edit], saved: Saved) -> None:
        assert self.oracle.apply(edits, saved.name) == (saved.operation is not None)

    # What a person does.

    @precondition(lambda self: self._rows(*EDITABLE))
    @rule(data=st.data())
    def type_into_a_field(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from([one for one in self._rows(*EDITABLE) if self._is_mine(one)]))
        kind = self.oracle.state[row][0]
        name = data.draw(st.sampled_from(sorted(EDITABLE[kind])))
        values = {name: data.draw(EDITABLE[kind][name])}
        saved = editing.set_values(self.desk, kind, row, values)
        self._done([Edit(kind, row, values)], saved)

    @rule(data=st.data(), year=YEARS)
    def fill_in_a_year(self, data: st.DataObject, year: int) -> None:
        measure = data.draw(st.sampled_from(self.measures))
        if measure not in self.oracle.state:
            return
        values = data.draw(st.fixed_dictionaries({}, optional=EDITABLE["year_record"]))
        saved = editing.set_in_year(self.desk, measure, year, values)
        natural: dict[str, JsonValue] = {"measure_id": measure, "fiscal_year": year}
        edit = editing.creation("year_record", natural | values)
        self._done([edit], saved)

    @rule(data=st.data(), year=YEARS)
    def fill_in_an_indicator(self, data: st.DataObject, year: int) -> None:
        if INDICATOR not in self.oracle.state:
            return
        values = data.draw(st.fixed_dictionaries({}, optional=EDITABLE["indicator_value"]))
        saved = editing.set_indicator_value(self.desk, INDICATOR, year, values)
        natural: dict[str, JsonValue] = {"indicator_id": INDICATOR, "fiscal_year": year}
        edit = editing.creation("indicator_value", natural | values)
        self._done([edit], saved)

    @rule(year=YEARS, title=st.sampled_from(["調査票", "写真"]))
    def note_where_the_paper_lies(self, year: int, title: str) -> None:
        if MEASURE not in self.oracle.state:
            return
        row, saved = attach_place(self.desk, MEASURE, year, title=title, paper_location="簿冊")
        values: dict[str, JsonValue] = {"measure_id": MEASURE, "fiscal_year": year, "title": title}
        self._done([Edit("evidence", row, values | {"paper_location": "簿冊"}, create=True)], saved)

    @precondition(lambda self: self._rows("year_record", "indicator_value", "evidence"))
    @rule(data=st.data())
    def delete_a_part(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self._rows("year_record", "indicator_value", "evidence")))
        kind = self.oracle.state[row][0]
        saved = editing.delete_record(self.desk, kind, row)
        self._done([Edit(kind, row, delete=True)], saved)

    @rule(data=st.data(), year=YEARS)
    def do_several_things_at_once(self, data: st.DataObject, year: int) -> None:
        """One operation on the same rows again and again, as a script may ask for."""
        if MEASURE not in self.oracle.state:
            return
        values: dict[str, JsonValue] = {"measure_id": MEASURE, "fiscal_year": year}
        year_edit = editing.creation("year_record", dict(values))
        choices = [
            Edit("measure", MEASURE, {"approach": "一度に"}),
            Edit("measure", MEASURE, {"approach": ""}),
            Edit("year_record", year_edit.row, values | {"result": "一度に"}, create=True),
            Edit("year_record", year_edit.row, values | {"plan": "一度に"}, create=True),
            Edit("year_record", year_edit.row, delete=True),
        ]
        edits = data.draw(st.lists(st.sampled_from(choices), min_size=2, max_size=5))
        with self.desk.store.reading() as connection:
            known = connection.exec_driver_sql("SELECT 1 FROM change WHERE row = ?", (year_edit.row,)).first()
        if edits[0].delete and not known:
            edits = edits[1:]
        for place, one in enumerate(edits):
            if one.delete and not known and not any(other.row == one.row for other in edits[:place]):
                return
        self._done(edits, self.desk.save(edits, "一括編集"))

    # What the program does for that person.

    @rule()
    def undo(self) -> None:
        if not self.oracle.done:
            with pytest.raises(NothingToUndoError):
                self.desk.undo()
            return
        saved = self.desk.undo()
        assert saved.name == self.oracle.done[-1].name
        self.oracle.undo()

    @rule()
    def redo(self) -> None:
        if not self.oracle.undone:
            with pytest.raises(NothingToUndoError):
                self.desk.redo()
            return
        saved = self.desk.redo()
        assert saved.name == self.oracle.undone[-1].name
        self.oracle.redo()

    @rule()
    def undo_and_redo_all(self) -> None:
        for _ in range(len(self.oracle.done)):
            self.undo()
            self.file_shows_what_the_oracle_says()
        for _ in range(len(self.oracle.undone)):
            self.redo()
            self.file_shows_what_the_oracle_says()

    @rule()
    def close_and_open_again(self) -> None:
        path = self.desk.path
        self.desk.close()
        self.desk = Desk.open(path)

    @rule()
    def go_on_in_a_copy(self) -> None:
        self.copies += 1
        target = self.folder / f"{self.copies}.reform"
        self.desk.store.copy_to(target)
        self.desk.close()
        self.backups.clear()
        self.desk = Desk.open(target)

    @rule()
    def back_up(self) -> None:
        self.backups.append((self.desk.store.back_up("manual"), self.oracle.remembered()))
        del self.backups[:-8]

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def go_back_to_a_backup(self, data: st.DataObject) -> None:
        chosen, remembered = data.draw(st.sampled_from(self.backups))
        path = self.desk.path
        self.desk.close()
        restore(path, chosen, "担当者")
        self.desk = Desk.open(path)
        self.oracle = remembered.remembered()
        self.backups.clear()

    @rule(word=st.sampled_from(["一", "予約", "二行目", "髙﨑𠮷", "あああ", "窓口", "簿冊", "=1+1", "右"]))
    def look_for(self, word: str) -> None:
        with self.desk.store.reading() as connection:
            page = list_measures(connection, MeasureFilter(2025, words=word), 0, 100)
        assert {line.id for line in page.lines} == {
            measure for measure in self._rows("measure") if search_fold(word) in self._words_of(measure)
        }

    def _words_of(self, measure: str) -> str:
        """Return all that is searched under a measure; other kinds of numbers and dates are never found."""
        words = [
            str(has.get(name, ""))
            for row, (kind, has) in self.oracle.state.items()
            if row == measure or has.get("measure_id") == measure
            for name, declared in KINDS[kind].fields.items()
            if declared.searchable
        ]
        return search_fold("\n".join(words))

    @rule()
    def rebuild_what_is_derived(self) -> None:
        before = shown(self.desk.store)
        self.desk.store.rebuild()
        assert shown(self.desk.store) == before, "incremental equals rebuilt"

    @invariant()
    def file_shows_what_the_oracle_says(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert {row: (kind, without_blanks(has)) for row, (kind, has) in self._records().items()} == self.oracle.state
        back, again = self.desk.next_undo(), self.desk.next_redo()
        assert (back.name if back else None) == (self.oracle.done[-1].name if self.oracle.done else None)
        assert (again.name if again else None) == (self.oracle.undone[-1].name if self.oracle.undone else None)
        with self.desk.store.reading() as connection:
            assert connection.exec_driver_sql("SELECT * FROM held").all() == [], "one file alone holds nothing back"
            assert connection.exec_driver_sql("SELECT * FROM conflict").all() == [], "nor does it disagree with itself"

    def _is_mine(self, row: str) -> bool:
        while row not in self.measures and row in self.oracle.state:
            kind, fields = self.oracle.state[row]
            row = str(fields.get(KINDS[kind].parent, ""))
        return row in self.measures


class DivisionsFile(OneFile):
    """The coordinator, who changes the plan itself too."""

    @rule(data=st.data(), name=st.sampled_from(sorted(RESERVED)))
    def change_the_plan(self, data: st.DataObject, name: str) -> None:
        measures = self._rows("measure")
        if not measures:
            return
        row = data.draw(st.sampled_from(measures))
        values = {name: data.draw(RESERVED[name])}
        self._done([Edit("measure", row, values)], editing.set_values(self.desk, "measure", row, values))

    @rule(data=st.data())
    def delete_a_measure_with_all_its_parts(self, data: st.DataObject) -> None:
        measures = self._rows("measure")
        if not measures:
            return
        doomed = arrangement.plan_deletion(self.desk, "measure", data.draw(st.sampled_from(measures)))
        saved = arrangement.delete_with_parts(self.desk, doomed)
        rows = [(doomed.kind, doomed.row), *doomed.parts]
        self._done([Edit(kind, row, delete=True) for kind, row in rows], saved)
        left = {row for row, (kind, has) in self.oracle.state.items() if doomed.row in has.values()}
        assert not left, "everything below it went with it"


class DepartmentsFile(OneFile):
    """A department, for which the law would hold back what is not its own: nothing it may do is ever held."""

    unit = FINANCE
    measures = (MEASURE,)


def no_more_than(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        phases=[phase for phase in Phase if phase is not Phase.shrink],  # which takes longer than a test may
    )


@pytest.mark.parametrize("machine", [DivisionsFile, DepartmentsFile])
def test_a_file_shows_what_plain_dictionaries_would(machine: type[OneFile]) -> None:
    run_state_machine_as_test(machine, settings=no_more_than(12, 25))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("machine", [DivisionsFile, DepartmentsFile])
def test_a_file_shows_what_plain_dictionaries_would_for_a_long_time(machine: type[OneFile]) -> None:
    run_state_machine_as_test(machine, settings=no_more_than(150, 50))
