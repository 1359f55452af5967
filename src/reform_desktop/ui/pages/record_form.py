"""Fields of one record, or the same fields of several, made from the catalogue and saved as they are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import UserError
from reform_desktop.domain.values import JsonValue, empty_value, to_values
from reform_desktop.services import planning
from reform_desktop.services.kept_entries import KeptEntry, keep_entries, kept_entries
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.line_field import ParsedField
from reform_desktop.ui.widgets.several_field import SeveralField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reform_desktop.domain.records import Record
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.widgets.choice_field import Option
    from reform_desktop.ui.widgets.labeled_field import LabeledField


class RecordForm(QWidget):
    """Shows records of one kind. What is committed is saved in all of them as one operation.

    A value that the service refuses stays in its field with the reason; what cannot be read of one record is kept in
    the file until it is put right.
    """

    def __init__(
        self,
        session: Session,
        kind: str,
        names: Sequence[str],
        parent: QWidget | None = None,
        *,
        options: Mapping[str, Callable[[], Sequence[Option]]] | None = None,
    ) -> None:
        """``options`` give the records that references can name, by field."""
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._options = dict(options or {})
        self._rows: tuple[str, ...] = ()
        self.fields: dict[str, LabeledField] = {name: self._make(name) for name in names}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_sizes().px(12))
        for field in self.fields.values():
            column.addWidget(field)

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of the records that are shown."""
        return self._rows

    def show_records(self, found: Sequence[Record]) -> None:
        """Show records; a field in which they differ is empty. Typing in the records left is saved first."""
        rows = tuple(one.id for one in found)
        loading = rows != self._rows
        if loading:
            self.commit_pending()
        self._rows = rows
        values = [to_values(one) for one in found]
        for name, labelled in self.fields.items():
            value = self._common(name, values)
            if loading:
                labelled.field.status.unlock()
                labelled.field.load_value(value)
                labelled.field.status.lock(
                    planning.why_locked(self._session.desk, self._kind, rows[0], name) if rows else ""
                )
            else:
                labelled.field.set_value(value)
        if loading and len(rows) == 1:
            self._show_unread(rows[0])

    def show_only(self, names: Sequence[str]) -> None:
        """Hide all fields but these."""
        for name, field in self.fields.items():
            field.setVisible(name in names)

    def refresh_options(self) -> None:
        """Read anew what references can name."""
        for name, read in self._options.items():
            control = self.fields[name].field
            if isinstance(control, ChoiceField | SeveralField):
                control.set_options(read())

    def commit_pending(self) -> None:
        """Save what is typed."""
        for field in self.fields.values():
            field.field.commit_pending()

    def focus(self, name: str) -> None:
        """Put the focus into a field, with its text marked where it is one line."""
        control = self.fields[name].field.widget()
        control.setFocus()
        if isinstance(control, ParsedField):
            control.selectAll()

    def _make(self, name: str) -> LabeledField:
        field = KINDS[self._kind].fields[name]
        entries = self._options[name]() if name in self._options else ()
        made = labeled(field, self, scale=self._session.scale, options=entries)
        made.field.committed.connect(lambda value: self._save(name, value))
        control = made.field.widget()
        if isinstance(control, TextField | ParsedField):
            control.unread.connect(lambda typed, sentence: self._keep(name, typed, sentence))
            control.undo_requested.connect(lambda: self._session.perform(self._session.desk.undo))
            control.redo_requested.connect(lambda: self._session.perform(self._session.desk.redo))
        return made

    def _keep(self, name: str, typed: str, sentence: str) -> None:
        """Keep what could not be read of one record; without a sentence, let go of it."""
        if len(self._rows) != 1:
            return
        row, desk = self._rows[0], self._session.desk
        kept = [KeptEntry(self._kind, row, name, typed, sentence)] if sentence else []
        self._session.perform(lambda: keep_entries(desk, kept, [(row, name)]))

    def _show_unread(self, row: str) -> None:
        """Show again what was typed into the record's fields and could not be read."""
        kept = kept_entries(self._session.desk)
        for name, labelled in self.fields.items():
            entry, control = kept.get((row, name)), labelled.field.widget()
            if entry is not None and isinstance(control, TextField | ParsedField):
                control.show_unread(entry.typed, entry.sentence)

    def _common(self, name: str, values: Sequence[dict[str, JsonValue]]) -> JsonValue:
        if values and all(one[name] == values[0][name] for one in values):
            return values[0][name]
        return empty_value(KINDS[self._kind].fields[name])

    def _save(self, name: str, value: JsonValue) -> None:
        if not self._rows:
            return
        try:
            planning.set_in_several(self._session.desk, self._kind, self._rows, {name: value})
        except UserError as error:
            self.fields[name].field.refuse(str(error))
