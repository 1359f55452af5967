"""入力チェック: the list beside the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.domain.checks import Finding, Severity
from reform_desktop.domain.wording import WORDING_CODES, WORDING_RULES
from reform_desktop.services import arrangement, checking, editing
from reform_desktop.services.findings import check_again, check_year
from reform_desktop.services.kept_entries import KeptEntry, keep_entries
from reform_desktop.store.write import Saved
from reform_desktop.ui.pages.checks import ChecksPanel
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _filled(qtbot: QtBot, open_page: Opener[ChecksPanel], **asked: object) -> OpenPage[ChecksPanel]:
    opened = open_page(ChecksPanel, **asked)
    qtbot.waitUntil(lambda: opened.page._watch.checked is not None)
    return opened


def _findings(opened: OpenPage[ChecksPanel]) -> tuple[Finding, ...]:
    return tuple(one for one in opened.page.model.rows if one.severity is not Severity.HINT)


def _hints(opened: OpenPage[ChecksPanel]) -> list[str]:
    return [one.message for one in opened.page.model.rows if one.severity is Severity.HINT]


def test_the_list_holds_exactly_what_the_checks_find(qtbot: QtBot, open_page: Opener[ChecksPanel]) -> None:
    opened = _filled(qtbot, open_page)
    assert _findings(opened) == checking.check(opened.desk, YEAR)
    assert f"{opened.page.count}件" in opened.page._head.text()
    assert unnamed_controls(opened.page) == []


def test_enter_goes_to_the_field(qtbot: QtBot, open_page: Opener[ChecksPanel]) -> None:
    opened = _filled(qtbot, open_page)
    finding = opened.page.model.rows[0]
    opened.page.view.choose(0)
    QTest.keyClick(opened.page.view, Qt.Key.Key_Return)
    place = opened.places[0]
    assert (place.page, place.measure_id, place.row, place.field) == (
        "measures",
        finding.measure_id,
        finding.row_id,
        finding.field,
    )


def test_filling_in_what_is_missing_takes_the_line_away(qtbot: QtBot, open_page: Opener[ChecksPanel]) -> None:
    opened = _filled(qtbot, open_page)
    missing = next(one for one in opened.page.model.rows if one.field == "result")
    before = opened.page.count
    editing.set_in_year(opened.desk, missing.measure_id, YEAR, {"result": "窓口で案内しました。"})
    qtbot.waitUntil(lambda: opened.page.count == before - 1)
    assert missing not in opened.page.model.rows


def test_another_year_has_other_findings(qtbot: QtBot, open_page: Opener[ChecksPanel]) -> None:
    opened = _filled(qtbot, open_page)
    opened.session.set_fiscal_year(YEAR + 1)
    expected = checking.check(opened.desk, YEAR + 1)
    qtbot.waitUntil(lambda: _findings(opened) == expected)


def test_hints_about_wording_stand_below_jump_to_their_field_and_are_switched_off_one_by_one(
    qtbot: QtBot, open_page: Opener[ChecksPanel]
) -> None:
    opened = _filled(qtbot, open_page)
    before = opened.page.count
    measure = opened.measures[0].measure.id
    editing.set_in_year(opened.desk, measure, YEAR, {"result": "ｼｽﾃﾑを㈱に頼んだ。"})
    qtbot.waitUntil(lambda: any("「システム」" in hint for hint in _hints(opened)))
    assert opened.page.count == before
    assert f"ヒント {len(_hints(opened))}件" in opened.page._count.accessibleName()
    row = next(place for place, one in enumerate(opened.page.model.rows) if "ｼｽﾃﾑ" in one.message)
    opened.page.view.choose(row)
    QTest.keyClick(opened.page.view, Qt.Key.Key_Return)
    assert (opened.places[-1].measure_id, opened.places[-1].field) == (measure, "result")
    menu = opened.page.hints_button.menu()
    assert [action.text() for action in menu.actions()] == [rule.label for rule in WORDING_RULES]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not any("「システム」" in hint for hint in _hints(opened)))
    assert any("㈱" in hint for hint in _hints(opened))


def test_words_that_could_not_be_read_are_a_finding_until_they_are_put_right(
    qtbot: QtBot, open_page: Opener[ChecksPanel]
) -> None:
    opened = _filled(qtbot, open_page)
    before = opened.page.count
    measure = opened.measures[0]
    row = measure.years[YEAR].id
    entry = KeptEntry("year_record", row, "cost_cut_actual", "12x", "読めません。", measure.measure.id, YEAR)
    keep_entries(opened.desk, [entry])
    qtbot.waitUntil(lambda: opened.page.count == before + 1)
    finding = next(one for one in opened.page.model.rows if one.code == "entry_unread")
    assert "「12x」" in finding.message
    assert (finding.row_id, finding.field, finding.severity) == (row, "cost_cut_actual", Severity.ERROR)
    keep_entries(opened.desk, (), [entry.key])
    qtbot.waitUntil(lambda: opened.page.count == before)


def test_a_department_gets_no_hint_about_what_only_the_division_writes(
    qtbot: QtBot, open_page: Opener[ChecksPanel]
) -> None:
    opened = _filled(qtbot, open_page, department="財政課")
    assert not any(hint.startswith("全体目標") for hint in _hints(opened))


def test_a_plan_without_findings_says_so(qtbot: QtBot, open_page: Opener[ChecksPanel]) -> None:
    opened = _filled(qtbot, open_page, outline="annaka-4")
    assert opened.page.count == 0
    assert opened.page._stack.currentWidget() is opened.page._empty


def test_checking_again_after_any_change_equals_checking_everything(open_page: Opener[QWidget]) -> None:
    opened = open_page(lambda _session: QWidget())
    desk = opened.desk
    first, second = opened.measures[0], opened.measures[1]
    checked = check_year(desk, YEAR, wording=WORDING_CODES)
    changes: tuple[Callable[[], Saved], ...] = (
        lambda: editing.set_in_year(desk, first.measure.id, YEAR, {"result": "ｼｽﾃﾑ", "grade": None}),
        lambda: editing.set_values(desk, "measure", second.measure.id, {"number": first.measure.number}),
        lambda: arrangement.move(desk, "measure", second.measure.id, to_parent=opened.measures[-1].measure.item_id),
        lambda: arrangement.delete_with_parts(
            desk, arrangement.plan_deletion(desk, "indicator", first.indicators[0].indicator.id)
        ),
        desk.undo,
        lambda: editing.set_values(desk, "measure", first.measure.id, {"lead_department_id": None}),
    )
    for change in changes:
        checked = check_again(desk, checked, change().rows, wording=WORDING_CODES)
        assert checked.hints == check_year(desk, YEAR, wording=WORDING_CODES).hints
        assert checked.findings == check_year(desk, YEAR).findings == checking.check(desk, YEAR)
