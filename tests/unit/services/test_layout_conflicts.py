"""A layout changed in two copies: listed, shown in words, settled; and told in the history and the review."""

from __future__ import annotations

from reform_desktop.services import conflicts, histories, layouts
from reform_desktop.services.exchange import review
from unit.services.offices import FINANCE, Office

COLUMNS = [{"report": "list", "column": "title", "caption": "取組", "width": 80}]


def test_two_copies_that_change_one_layout_agree_after_it_was_settled(division: Office) -> None:
    row, _saved = layouts.create_layout(division.desk, {"name": "審議会用"})
    copy = division.copied("写し")
    try:
        layouts.change_layout(division.desk, row, {"stamps": ["部長"], "columns": COLUMNS})  # type: ignore[dict-item]
        layouts.change_layout(copy.desk, row, {"stamps": ["課長"], "city": "髙﨑市"})
        division.take(copy.desk.path)
        (found,) = conflicts.list_conflicts(division.desk)
        assert (found.kind, found.field) == ("layout", "stamps")
        assert layouts.find_layout(division.desk, row) is not None
        assert {value.shown for value in found.values} == {"部長", "課長"}
        conflicts.take_typed(division.desk, found, "theirs")
        entry = layouts.layout_named(division.desk, "審議会用")
        assert entry.settings.stamps == ("課長",)
        assert entry.settings.city == "髙﨑市"
        assert conflicts.list_conflicts(division.desk) == []
    finally:
        copy.close()


def test_the_history_tells_of_layouts_in_words(division: Office) -> None:
    row, _saved = layouts.create_layout(division.desk, {"name": "審議会用"})
    layouts.change_layout(division.desk, row, {"columns": COLUMNS, "stamps": ["部長", "課長"]})  # type: ignore[dict-item]
    told = {one.field: one.after for one in histories.recent_history(division.desk, 20) if one.row == row}
    assert told["columns"] == "取組一覧：取組名（取組、80mm）"
    assert told["stamps"] == "部長、課長"


def test_a_departments_layout_is_told_when_its_answers_are_looked_through(division: Office, finance: Office) -> None:
    layouts.create_layout(finance.desk, {"name": "課内用", "stamps": ["課長"]})
    finance.fill_year(2025, result="一")
    division.take(finance.send())
    found = review.review(division.desk, FINANCE)
    assert ("レイアウト名", "課内用") in {(one.label, one.after) for one in found.changes}
