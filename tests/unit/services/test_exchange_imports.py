"""What happens in a file when a bundle, or another copy of it, is taken in, undone and taken in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_desktop.bundle.errors import BundleError
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import conflicts, editing, open_points
from reform_desktop.services.exchange import importing
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.services.exchange.importing import ImportReport
from reform_desktop.store import disputes
from reform_desktop.store.write import Edit
from unit.services.offices import FINANCE, MEASURE, OTHER_MEASURE, WELFARE, Office, year_row
from unit.store.small_plan import CONTENT, shown, value

YEAR = year_row(2025)


def held(office: Office) -> list[str]:
    with office.desk.store.reading() as connection:
        return sorted(one.reason.value for one in disputes.list_held(connection))


def undo(office: Office, report: ImportReport) -> int:
    return importing.undo_import(office.desk, report.carrier).held


def test_what_a_department_wrote_shows_in_the_divisions_file(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="10件を見直しました。")
    report = division.take(finance.send())
    assert value(division.desk.store, YEAR, "result") == "10件を見直しました。"
    assert (report.sender, report.purpose, report.new, report.fast_forwards) == ("財政課", "submission", 1, 1)
    assert (report.conflicts, report.held) == (0, {})


def test_taking_the_same_bundle_in_twice_is_nothing_new(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    bundle = finance.send()
    division.take(bundle)
    before = shown(division.desk.store)
    again = division.take(bundle)
    assert (again.arrived, again.new, again.conflicts, again.fast_forwards) == (1, 0, 0, 0)
    assert shown(division.desk.store) == before


def test_a_preview_tells_what_the_import_does_and_changes_nothing(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="課")
    division.fill_year(2025, result="推進課")
    bundle, before = finance.send(), shown(division.desk.store)
    preview = importing.preview_import(division.desk, bundle)
    assert shown(division.desk.store) == before
    assert importing.list_imports(division.desk) == []
    report = division.take(bundle)
    assert (preview.new, preview.conflicts, preview.fast_forwards) == (report.new, report.conflicts, 0) == (1, 1, 0)


def test_who_edited_what_the_other_had_sent_simply_goes_on(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    division.take(finance.send("一回目"))
    division.set("year_record", YEAR, result="推進課が直した")
    finance.take(division.send("返却"))
    assert value(finance.desk.store, YEAR, "result") == "推進課が直した"
    finance.set("year_record", YEAR, result="課がさらに直した")
    report = division.take(finance.send("二回目"))
    assert (report.new, report.conflicts) == (1, 0)
    assert value(division.desk.store, YEAR, "result") == "課がさらに直した"


def test_edits_of_different_fields_stand_side_by_side(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="実績")
    division.fill_year(2025, plan="計画")
    assert division.take(finance.send()).conflicts == 0
    assert (value(division.desk.store, YEAR, "result"), value(division.desk.store, YEAR, "plan")) == ("実績", "計画")


def test_two_copies_that_both_fill_in_a_year_meet_in_one_record(finance: Office, desks: list[Office]) -> None:
    copy = finance.copied("写し")
    desks.append(copy)
    finance.fill_year(2025, result="窓口で")
    copy.fill_year(2025, reason="人手が足りません。")
    report = finance.take(copy.desk.path)
    assert (report.conflicts, report.purpose, report.sender) == (0, "copy", "財政課")
    fields = shown(finance.desk.store).records[YEAR][1]
    assert (fields["result"], fields["reason"]) == ("窓口で", "人手が足りません。")


def test_the_same_field_in_two_copies_is_a_conflict_that_shows_both(finance: Office, desks: list[Office]) -> None:
    copy = finance.copied("写し")
    desks.append(copy)
    finance.fill_year(2025, result="甲")
    copy.fill_year(2025, result="乙")
    finance.take(copy.desk.path)
    (found,) = conflicts.list_conflicts(finance.desk)
    assert {one.shown for one in found.values} == {"甲", "乙"}
    assert {one.source for one in found.values} == {"このファイル", "写し.reform"}


def test_a_merged_copy_travels_on_signed_by_the_unit_that_merged_it(
    division: Office, finance: Office, desks: list[Office]
) -> None:
    copy = finance.copied("写し")
    desks.append(copy)
    copy.fill_year(2025, result="写しで書いた")
    finance.take(copy.desk.path)
    division.take(finance.send())
    assert value(division.desk.store, YEAR, "result") == "写しで書いた"


def test_the_open_file_itself_is_not_merged_into_itself(finance: Office) -> None:
    with pytest.raises(BundleError, match="今開いているファイル"):
        finance.take(finance.desk.path)


def test_a_withheld_bundle_in_the_middle_holds_back_what_rests_on_it(
    division: Office, finance: Office, welfare: Office
) -> None:
    finance.fill_year(2025, result="一")
    middle = finance.send()
    taken = division.take(middle)
    division.set("year_record", YEAR, result="二")
    undo(division, taken)
    report = welfare.take(division.send(purpose=Purpose.RETURN))
    assert report.held == {"前回の提出分が未着": 1}
    assert YEAR not in shown(welfare.desk.store).records
    welfare.take(middle)
    assert value(welfare.desk.store, YEAR, "result") == "二"
    assert held(welfare) == []


def test_undoing_an_import_leaves_the_file_as_if_it_had_never_come(division: Office, finance: Office) -> None:
    before = shown(division.desk.store)
    finance.fill_year(2025, result="一")
    finance.set("measure", MEASURE, approach="やり方")
    report = division.take(finance.send())
    assert undo(division, report) == 0
    assert shown(division.desk.store) == before
    assert held(division) == ["retracted", "retracted"]


def test_an_undone_import_can_stand_again(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    report = division.take(finance.send())
    after = shown(division.desk.store)
    undo(division, report)
    importing.redo_import(division.desk, report.carrier)
    assert shown(division.desk.store) == after
    assert held(division) == []


def test_edits_made_on_top_of_an_undone_import_wait_and_are_announced(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    report = division.take(finance.send())
    division.set("year_record", YEAR, result="推進課が直した")
    assert importing.plan_undo(division.desk, report.carrier).held == 1
    assert undo(division, report) == 1
    assert held(division) == ["incomplete", "retracted"]
    importing.redo_import(division.desk, report.carrier)
    assert value(division.desk.store, YEAR, "result") == "推進課が直した"


def test_looking_at_what_undoing_would_do_changes_nothing(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    report = division.take(finance.send())
    before = shown(division.desk.store)
    importing.plan_undo(division.desk, report.carrier)
    assert shown(division.desk.store) == before
    assert [one.retracted for one in importing.list_imports(division.desk)] == [False]


def test_a_change_that_two_bundles_brought_stays_when_one_is_undone(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    first = division.take(finance.send("一回目"))
    finance.set("measure", MEASURE, approach="やり方")
    division.take(finance.send("二回目"))
    undo(division, first)
    assert value(division.desk.store, YEAR, "result") == "一"


def test_what_was_replaced_by_an_undone_change_stays_replaced(division: Office, finance: Office) -> None:
    """Ancestry runs through what was undone: the first value does not rise again beside the third."""
    division.set("measure", MEASURE, approach="一")
    finance.take(division.send("照会"))
    finance.set("measure", MEASURE, approach="二")
    middle = division.take(finance.send("提出"))
    division.set("measure", MEASURE, approach="三")
    undo(division, middle)
    assert value(division.desk.store, MEASURE, "approach") == "一"
    importing.redo_import(division.desk, middle.carrier)
    assert value(division.desk.store, MEASURE, "approach") == "三"
    assert conflicts.list_conflicts(division.desk) == []


def test_after_an_undone_import_the_year_can_be_filled_in_anew(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="課の実績")
    undo(division, division.take(finance.send()))
    editing.set_in_year(division.desk, MEASURE, 2025, {"result": "推進課の実績"})
    assert value(division.desk.store, YEAR, "result") == "推進課の実績"


def test_undoing_twice_or_redoing_what_stands_says_so(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="一")
    report = division.take(finance.send())
    with pytest.raises(NotFoundError):
        importing.redo_import(division.desk, report.carrier)
    undo(division, report)
    with pytest.raises(NotFoundError, match="すでに取り消されて"):
        importing.undo_import(division.desk, report.carrier)
    with pytest.raises(NotFoundError):
        importing.undo_import(division.desk)
    with pytest.raises(NotFoundError):
        importing.undo_import(division.desk, 99)


def test_what_another_department_wrote_into_a_measure_is_held_with_the_reason(
    division: Office, welfare: Office
) -> None:
    welfare.set("measure", MEASURE, approach="よその課")
    welfare.fill_year(2025, OTHER_MEASURE, result="自分の取組")
    report = division.take(welfare.send())
    assert report.held == {"他課の取組": 1}
    assert value(division.desk.store, MEASURE, "approach") == ""
    assert value(division.desk.store, year_row(2025, OTHER_MEASURE), "result") == "自分の取組"


def test_what_a_department_wrote_into_a_field_of_the_division_is_held(division: Office, finance: Office) -> None:
    finance.set("measure", MEASURE, title="勝手な題名")
    assert division.take(finance.send()).held == {"推進課専用項目": 1}
    assert value(division.desk.store, MEASURE, "title") == "税務窓口の予約"


def test_held_changes_are_applied_once_the_division_gives_the_measure_away(division: Office, welfare: Office) -> None:
    welfare.set("measure", MEASURE, approach="引き継ぎます")
    division.take(welfare.send())
    editing.set_values(division.desk, "measure", MEASURE, {"lead_department_id": WELFARE})
    assert value(division.desk.store, MEASURE, "approach") == "引き継ぎます"
    assert held(division) == []


def test_who_once_owned_a_measure_may_still_send_what_was_written_then(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="引継ぎ前の実績")
    editing.set_values(division.desk, "measure", MEASURE, {"lead_department_id": WELFARE})
    assert division.take(finance.send()).held == {}
    assert value(division.desk.store, YEAR, "result") == "引継ぎ前の実績"


def test_a_bundle_of_another_plan_is_refused_and_changes_nothing(
    division: Office, tmp_path: Path, desks: list[Office]
) -> None:
    other = tmp_path / "別"
    other.mkdir()
    old, new = CONTENT[0].row, "0197b5c0-0000-7000-8000-0000000000ff"
    plan = tuple(
        Edit(
            one.kind,
            new if one.row == old else one.row,
            {k: new if v == old else v for k, v in one.set.items()},
            create=True,
        )
        for one in CONTENT
    )
    stranger = Office.new(other, FINANCE, plan=plan)
    desks.append(stranger)
    stranger.fill_year(2025, result="別の計画")
    before = shown(division.desk.store)
    for path in (stranger.send(), stranger.desk.path):
        with pytest.raises(BundleError, match="別の計画"):
            division.take(path)
    assert shown(division.desk.store) == before


def test_forty_bundles_at_once_make_one_backup_and_a_bad_one_keeps_no_other_out(
    division: Office, finance: Office, welfare: Office
) -> None:
    finance.fill_year(2025, result="一")
    welfare.fill_year(2025, OTHER_MEASURE, result="二")
    bad = finance.desk.path.with_name("壊れた.zip")
    bad.write_bytes(finance.send("壊れる前").read_bytes()[:-100])
    outcome = importing.import_several(division.desk, [finance.send(), bad, welfare.send()], accept_keys=True)
    assert [one.sender for one in outcome.reports] == ["財政課", "福祉課"]
    assert len(outcome.refusals) == 1
    assert "壊れた.zip" in str(outcome.refusals[0])


def test_listeners_hear_which_records_an_import_changed(division: Office, finance: Office) -> None:
    heard: list[frozenset[tuple[str, str]]] = []
    division.desk.listen(lambda saved: heard.append(saved.rows))
    finance.fill_year(2025, result="一")
    report = division.take(finance.send())
    undo(division, report)
    assert heard == [frozenset({("year_record", YEAR)})] * 2


def test_a_record_is_what_the_division_made_it_whichever_bundle_comes_first(
    division: Office, finance: Office, welfare: Office, desks: list[Office]
) -> None:
    row = "0197b5c0-0000-7000-8000-0000000000bb"
    given: dict[str, JsonValue] = {"measure_id": OTHER_MEASURE, "fiscal_year": 2025, "title": "紛らわしい"}
    welfare.write(Edit("evidence", row, given, create=True))
    values: dict[str, JsonValue] = {"measure_id": MEASURE, "number": 2, "name": "件数"}
    division.write(Edit("indicator", row, values, create=True))
    bundles = [welfare.send(), division.send(purpose=Purpose.RETURN)]
    copy = finance.copied("写し")
    desks.append(copy)
    for office, order in ((finance, bundles), (copy, bundles[::-1])):
        for bundle in order:
            office.take(bundle)
        assert shown(office.desk.store).records[row][0] == "indicator"
        assert held(office) == ["foreign"]
    assert shown(finance.desk.store) == shown(copy.desk.store)
    before = shown(finance.desk.store)
    finance.desk.store.rebuild()
    assert shown(finance.desk.store) == before


def test_what_is_held_names_the_import_that_was_undone_and_edits_of_this_file(
    division: Office, finance: Office
) -> None:
    finance.fill_year(2025, result="課の実績")
    report = division.take(finance.send("財政課の提出"))
    division.set("year_record", YEAR, result="推進課が直した")
    assert undo(division, report) == 1
    sources = {one.reason: one.source for one in open_points.held_lines(division.desk)}
    assert sources == {"取込みの取消し": "財政課の提出.zip", "前回の提出分が未着": "このファイル"}
