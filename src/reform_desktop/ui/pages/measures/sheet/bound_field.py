"""A field of the sheet bound to a stored field: loads, saves, refreshes, marks hits, knows its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QLineEdit, QMenu, QTextEdit, QWidget

from reform_desktop.domain.fields import Field
from reform_desktop.domain.text import find_hits
from reform_desktop.domain.values import JsonValue
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.measures.sheet.paper_counter import PREVIEW, PaperCounter
from reform_desktop.ui.session import Place
from reform_desktop.ui.terms.tips import TERM_KEYS, TERMS, TermTips, term_spans, terms_of
from reform_desktop.ui.widgets.history_words import HISTORY, HISTORY_KEYS
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.line_field import ParsedField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.text_field import TextField

DISPUTED = (
    "≠ ほかの控えと内容が食い違っています。ここで入力し直すと、その内容に決まります。"
    '<a href="conflict">両方の内容を見る</a>'
)
_BY_KEYBOARD = Qt.TextInteractionFlag.LinksAccessibleByKeyboard


@dataclass(frozen=True, slots=True)
class Target:
    """The record that fields are bound to, and how values are written to it."""

    kind: str
    row: str
    write: Callable[[Mapping[str, JsonValue]], object]


class BoundField(QObject):
    """Binds one labelled control to one stored field; the record changes when another measure or year is shown."""

    def __init__(self, context: SheetContext, labelled: LabeledField, field: Field) -> None:
        super().__init__(labelled)
        self.labelled = labelled
        self.field = field
        self._context = context
        self._target: Target | None = None
        self._stored: JsonValue = None
        self._words = ""
        self.disputed = False
        self._has_kept = False
        self._counter: PaperCounter | None = None
        self._dispute_note: QLabel | None = None
        control = labelled.field.widget()
        control.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        control.customContextMenuRequested.connect(self._show_menu)
        labelled.field.committed.connect(self._save)
        if isinstance(control, TextField | ParsedField):
            control.unread.connect(self._keep)
            control.undo_requested.connect(self._undo)
            control.redo_requested.connect(self._redo)
        if isinstance(control, TextField):
            TermTips(control)
            self._counter = PaperCounter(context, control, field.identifier, labelled)
            labelled.add_to_head(self._counter)

    @property
    def control(self) -> QWidget:
        """The control itself."""
        return self.labelled.field.widget()

    @property
    def ref(self) -> FieldRef | None:
        """The stored field that is shown, or ``None`` before anything is loaded."""
        target = self._target
        return FieldRef(target.kind, target.row, self.field.identifier, self.field.label) if target else None

    @property
    def unsaved(self) -> bool:
        """Whether something typed could not be saved and stands in the field only."""
        control = self.control
        return isinstance(control, TextField | ParsedField) and control.unsaved

    def load(self, target: Target, value: JsonValue, *, context: str = "") -> None:
        """Show the field of another record. ``context`` stands before its name for screen readers."""
        self._target, self._stored = target, value
        status = self.labelled.field.status
        status.set_name(f"{context} {self.field.caption}".strip())
        reason = self._context.lock_reason(target.kind, self.field.identifier)
        status.lock(reason)
        self.labelled.field.load_value(value)
        self._show_kept()
        self._mark_hits()
        if self._counter is not None:
            self._counter.begin(target.kind)

    def refresh(self, value: JsonValue) -> None:
        """Show the stored value anew when it changed; typing is not disturbed."""
        if value != self._stored:
            self._stored = value
            self.labelled.field.set_value(value)
            self._mark_hits()

    def set_disputed(self, *, on: bool) -> None:
        """Say whether two copies disagree about the field."""
        self.disputed = on
        if on and self._dispute_note is None:
            self._dispute_note = QLabel(DISPUTED, self.labelled)
            self._dispute_note.setWordWrap(True)
            self._dispute_note.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | _BY_KEYBOARD)
            self._dispute_note.linkActivated.connect(self._show_conflict)
            set_look(self._dispute_note, Look.ERROR)
            layout = self.labelled.layout()
            if layout is not None:
                layout.addWidget(self._dispute_note)
        if self._dispute_note is not None:
            self._dispute_note.setVisible(on)

    def mark(self, words: str) -> None:
        """Mark what a search found; ``""`` takes the marks away."""
        self._words = words
        self._mark_hits()

    def commit_pending(self) -> None:
        """Commit what is typed, text in composition too."""
        self.labelled.field.commit_pending()

    def focus(self) -> None:
        """Put the focus into the field."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_history(self) -> None:
        """Ask for the history of the field."""
        if self.ref is not None:
            self.commit_pending()
            self._context.history_wanted.emit(self.ref)

    def explain_terms(self) -> None:
        """Explain the term at the cursor, else all terms of the field."""
        from reform_desktop.ui.terms.dialog import TermsDialog  # noqa: PLC0415 -- only when asked for

        control = self.control
        if isinstance(control, TextField):
            dialog = TermsDialog(terms_of(control), control)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def context_menu(self) -> QMenu:
        """Return the control's own menu with the history added; it deletes itself when it closes."""
        control = self.control
        if isinstance(control, QTextEdit | QLineEdit):
            menu = control.createStandardContextMenu()
            menu.addSeparator()
        else:
            menu = QMenu(control)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(control, TextField):
            terms = menu.addAction(icon("help"), TERMS)
            terms.setShortcut(TERM_KEYS)
            terms.setEnabled(bool(terms_of(control)))
            terms.triggered.connect(self.explain_terms)
        if self._counter is not None:
            menu.addAction(icon("print"), PREVIEW, self._counter.show_paper)
        action = menu.addAction(icon("history"), HISTORY)
        action.setShortcut(HISTORY_KEYS)
        action.triggered.connect(self.show_history)
        return menu

    def _show_conflict(self, _link: str) -> None:
        target = self._target
        if target is not None:
            self.commit_pending()
            place = Place("conflicts", kind=target.kind, row=target.row, field=self.field.identifier)
            self._context.session.go_to.emit(place)

    def _save(self, value: JsonValue) -> None:
        target = self._target
        if target is None:
            return
        before, self._stored = self._stored, value
        error = self._context.save(lambda: target.write({self.field.identifier: value}))
        if error is not None:
            self._stored = before
            self.labelled.field.refuse(str(error))
        elif isinstance(self.control, TextField):
            self._mark_hits()

    def _show_kept(self) -> None:
        """Show again what was typed here and could not be read, in this sitting or an earlier one."""
        target, control = self._target, self.control
        kept = self._context.kept_entry(target.row, self.field.identifier) if target else None
        self._has_kept = kept is not None
        if kept is not None and isinstance(control, TextField | ParsedField):
            control.show_unread(kept.typed, kept.sentence)

    def _keep(self, typed: str, sentence: str) -> None:
        """Keep what could not be read; without a sentence, let go of it: it was put right or taken back."""
        target = self._target
        if target is None:
            return
        if not sentence and self._has_kept:
            self._context.settle_entry(target.row, self.field.identifier)
        self._has_kept = bool(sentence)
        if sentence:
            self._context.keep_entry(target.kind, target.row, self.field.identifier, typed, sentence)

    def _mark_hits(self) -> None:
        control = self.control
        text = self._stored if isinstance(self._stored, str) else ""
        if isinstance(control, TextField):
            control.set_terms(term_spans(text))
            control.set_hits(find_hits(text, self._words) if self._words else ())
        elif isinstance(control, ParsedField):
            control.set_hit(on=bool(self._words and self.field.searchable and find_hits(text, self._words)))

    def _show_menu(self, place: QPoint) -> None:
        control = self.control
        ground = control.viewport() if isinstance(control, QAbstractScrollArea) else control
        self.context_menu().popup(ground.mapToGlobal(place))

    def _undo(self) -> None:
        self._context.session.perform(self._context.desk.undo)

    def _redo(self) -> None:
        self._context.session.perform(self._context.desk.redo)
