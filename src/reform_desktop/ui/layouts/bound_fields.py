"""Fields of the catalogue that fill in a draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QTimer

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.value_input import parse_input
from reform_desktop.services.layouts import KIND
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.line_field import Notation, ParsedField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reform_desktop.domain.values import JsonValue
    from reform_desktop.ui.layouts.draft import LayoutDraft

_PAUSE: Final = 200
"""Milliseconds without a key before the preview follows."""


class DraftField(LabeledField):
    """One field of a layout under its label. ``usual`` is what stands for an empty choice."""

    def __init__(self, draft: LayoutDraft, name: str, parent: QWidget, usual: str = "") -> None:
        declared = KINDS[KIND].fields[name]
        self._draft = draft
        self._name = name
        if declared.type is FieldType.STRUCTURE:
            made = _words_field(name)
            super().__init__(declared.label, made, parent)
        elif declared.choices:
            choice = ChoiceField([Option(one.identifier, one.label) for one in declared.choices], nothing=usual)
            choice.status.set_name(declared.label)
            choice.status.set_help(declared.help)
            choice.activated.connect(choice.commit_pending)
            super().__init__(declared.label, choice, parent)
        else:
            shown = labeled(declared)
            super().__init__(
                declared.label,
                shown.field,
                parent,
                unit=declared.unit,
                required=declared.required,
                show_label=declared.type is not FieldType.BOOLEAN,
            )
        if usual and isinstance(self.field, ParsedField):
            self.field.setPlaceholderText(usual)
        self.field.committed.connect(self._take)
        self._follow_typing()
        draft.loaded.connect(self._load)

    def commit_pending(self) -> bool:
        """Take what is typed; False when it cannot be understood."""
        self.field.commit_pending()
        return not self.field.status.error

    def _take(self, value: object) -> None:
        self._draft.set(self._name, cast("JsonValue", value))

    def _load(self) -> None:
        self.field.load_value(self._draft.value(self._name))
        if self._draft.locked:
            self.field.status.lock(self._draft.locked)
        else:
            self.field.status.unlock()

    def _follow_typing(self) -> None:
        """Let the preview follow while one types; text in composition is left alone."""
        field = self.field
        if not isinstance(field, ParsedField):
            return
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_PAUSE)
        timer.timeout.connect(lambda: None if field.composing else field.accept_typing(field.typed_text(), final=False))
        field.textEdited.connect(lambda _text: timer.start())


def _words_field(name: str) -> ParsedField:
    """Return a field for a list of short words, commas between them."""
    declared = KINDS[KIND].fields[name]
    made = ParsedField(Notation(partial(parse_input, declared), _joined, _joined))
    made.status.set_name(declared.label)
    made.status.set_help(declared.help)
    return made


def _joined(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
