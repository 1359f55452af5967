"""The fields of one record on the sheet, made from the catalogue once and filled again for every record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QWidget

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue, empty_value
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField, Target
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.widgets.choice_field import Option
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.labeled_field import LabeledField


class RecordFields:
    """Fields of one kind of record, by their identifiers."""

    def __init__(
        self,
        context: SheetContext,
        kind: str,
        names: Iterable[str],
        parent: QWidget,
        *,
        options: Mapping[str, Iterable[Option]] | None = None,
        show_labels: bool = True,
    ) -> None:
        """``options`` are the records that references can name, by field."""
        self.kind = kind
        self._context = context
        self._row = ""
        declared = KINDS[kind].fields
        self.fields: dict[str, BoundField] = {}
        for name in names:
            entries = (options or {}).get(name, ())
            made = labeled(
                declared[name], parent, scale=context.session.scale, options=entries, show_label=show_labels
            )
            self.fields[name] = BoundField(context, made, declared[name])

    @property
    def row(self) -> str:
        """The record that is shown."""
        return self._row

    def box(self, name: str) -> LabeledField:
        """Return a field with its label, for layouts."""
        return self.fields[name].labelled

    def show(self, target: Target, values: Mapping[str, JsonValue] | None, *, context: str = "") -> None:
        """Show a record: loaded when it is another one, else only what changed. ``None`` is a record not made yet."""
        loading = target.row != self._row
        self._row = target.row
        view = self._context.view
        for name, bound in self.fields.items():
            value = values[name] if values is not None else empty_value(bound.field)
            if loading:
                bound.load(target, value, context=context)
            else:
                bound.refresh(value)
            bound.set_disputed(on=view is not None and view.is_disputed(target.row, name))

    def forget(self) -> None:
        """Load anew at the next `show`, even the same record (locks may have changed)."""
        self._row = ""

    def commit_pending(self) -> None:
        """Commit what is typed in any of the fields."""
        for bound in self.fields.values():
            bound.commit_pending()

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        for bound in self.fields.values():
            bound.mark(words)

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return [bound.field.label for bound in self.fields.values() if bound.unsaved]
