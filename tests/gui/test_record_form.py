"""Forms of single records: what could not be read stays until it is put right."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.open_page import Opener, open_page
from reform_desktop.services.kept_entries import kept_entries
from reform_desktop.store import records
from reform_desktop.ui.pages.record_form import RecordForm
from reform_desktop.ui.widgets.line_field import ParsedField

__all__ = ["open_page"]


def test_a_day_that_cannot_be_read_is_shown_again_in_the_next_form(open_page: Opener[QWidget]) -> None:
    opened = open_page(lambda _session: QWidget())
    session = opened.session
    department, other = session.departments[:2]
    form = RecordForm(session, "department", ("name", "valid_from"), opened.page)
    form.show()
    form.show_records([department])
    control = form.fields["valid_from"].field.widget()
    assert isinstance(control, ParsedField)
    control.setFocus()
    QTest.keyClicks(control, "R99.99")
    form.show_records([other])
    assert control.text() != "R99.99"
    again = RecordForm(session, "department", ("name", "valid_from"), opened.page)
    again.show_records([department])
    shown = again.fields["valid_from"].field
    line = shown.widget()
    assert isinstance(line, ParsedField)
    assert line.text() == "R99.99"
    assert shown.status.error
    line.setText("R7.4.1")
    again.commit_pending()
    assert not kept_entries(opened.desk)
    with opened.desk.store.reading() as connection:
        found = records.values_of_row(connection, "department", department.id)
    assert found is not None
    assert found["valid_from"] == "2025-04-01"
