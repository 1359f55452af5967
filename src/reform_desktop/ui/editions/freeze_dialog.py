"""今の内容を確定する: number, year, day and meeting of a new edition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import editions
from reform_desktop.ui.exchange.send_dialog import SendDialog
from reform_desktop.ui.widgets.choice_field import Option
from reform_desktop.ui.widgets.field_widget import labeled

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext
    from reform_desktop.ui.widgets.labeled_field import LabeledField

_WORDS: Final = (
    "今の内容をそのまま残します。あとで内容が変わっても、この版からはいつでも同じ帳票を印刷できます。"
    "確定日と会議名は、どの帳票にも印刷されます。"
)
_FIELDS: Final = ("number", "fiscal_year", "date", "meeting", "note")


class FreezeDialog(SendDialog):
    """Asks what the edition is called and makes it in a worker, since the books of a large plan take a while."""

    help_topic = "editions#確定する"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "今の内容を確定する", _WORDS, "確定する(&F)", parent)
        self.only_missing.hide()
        years = [Option(one, format_fiscal_year(one)) for one in session.fiscal_years]
        self.fields: dict[str, LabeledField] = {
            name: labeled(field_named("edition", name), self, options=years if name == "fiscal_year" else ())
            for name in _FIELDS
        }
        for made in self.fields.values():
            self.form.addWidget(made)
        self._load("number", session.perform(lambda: editions.next_number(session.desk)))
        self._load("fiscal_year", session.fiscal_year)
        self._load("date", date.today().isoformat())
        self.fields["meeting"].field.widget().setFocus()

    def commit_fields(self) -> None:
        """Commit what is typed, text in composition too."""
        for made in self.fields.values():
            made.field.commit_pending()

    def choose_target(self) -> None:
        """Make the edition; there is nothing to ask about where."""
        refused = next((one for one in self.fields.values() if one.field.status.error), None)
        if refused is not None:
            self.say("赤い印の項目を直してください。まだ何も確定していません。")
            refused.field.widget().setFocus()
            return
        number, year, day = (self._value(name) for name in ("number", "fiscal_year", "date"))
        if not isinstance(number, int) or not isinstance(year, int) or not isinstance(day, str):
            self.say("版、対象年度、確定日を入力してください。まだ何も確定していません。")
            return
        order = editions.FreezeOrder(
            date.fromisoformat(day), str(self._value("meeting") or ""), str(self._value("note") or ""), year, number
        )
        desk = self.session.desk

        def work(context: TaskContext) -> list[Path]:
            editions.freeze_edition(desk, order, progress=context.progress, cancelled=context.cancelled)
            return []

        self.write(f"第{number}版を確定しています", work)

    def _load(self, name: str, value: object) -> None:
        self.fields[name].field.load_value(value)

    def _value(self, name: str) -> object:
        return self.fields[name].field.value()
