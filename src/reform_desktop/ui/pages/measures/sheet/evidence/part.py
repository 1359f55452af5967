"""証拠資料 on the sheet: the list, what can be done with a piece, and its fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.attachments import attach_place
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.attaching import Attaching
from reform_desktop.ui.pages.measures.sheet.evidence.choosing import choose_files
from reform_desktop.ui.pages.measures.sheet.evidence.chosen import ChosenEvidence
from reform_desktop.ui.pages.measures.sheet.evidence.details import EvidenceDetails
from reform_desktop.ui.pages.measures.sheet.evidence.list_view import EvidenceList
from reform_desktop.ui.pages.measures.sheet.evidence.model import EvidenceModel
from reform_desktop.ui.pages.measures.sheet.evidence.place_dialog import ADDRESS, PAPER, PlaceDialog
from reform_desktop.ui.pages.measures.sheet.evidence.question import QuestionStrip
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading
from reform_desktop.ui.widgets.roles import Look, set_look, set_style_property

_EMPTY = "この取組の証拠資料はまだありません。ファイルをここへドラッグするか、「ファイルを添付」を押してください。"


class EvidencePart(QFrame):
    """New evidence belongs to the year that is open; a file can be dropped anywhere on the sheet."""

    help_topic = "evidence"

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._measure_id = ""
        self.model = EvidenceModel(self)
        self.list = EvidenceList(self.model, self)
        self.chosen = ChosenEvidence(context, self)
        self.details = EvidenceDetails(context, self)
        self.question = QuestionStrip(self)
        self.attaching = Attaching(context, lambda words, act: self.question.ask(words, "添付する", act))
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        set_look(self.message, Look.ERROR)
        self.message.hide()
        self._empty = QLabel(_EMPTY, self)
        self._empty.setWordWrap(True)
        set_look(self._empty, Look.MUTED)
        self.attach_button = self._button("ファイルを添付", "evidence", self.ask_files)
        self.address_button = self._button("アドレスを追加", "link", lambda: self.ask_place(ADDRESS))
        self.paper_button = self._button("紙の保管場所を追加", "folder", lambda: self.ask_place(PAPER))
        self._buttons_above = (self.attach_button, self.address_button, self.paper_button)
        self._arrange()
        self._connect()

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        own = (*self._buttons_above, self.list, self.question.no, self.question.yes, *self.chosen.buttons)
        return [*own, *(bound.control for bound in self.bound_fields())]

    def bound_fields(self) -> list[BoundField]:
        """Return the fields of the chosen piece."""
        return list(self.details.fields.fields.values())

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        if view.id != self._measure_id:
            self._measure_id = view.id
            self._say("")
            self.question.dismiss()
        chosen = self.list.current
        self.model.show_view(view, self._context.session.fiscal_year)
        self._empty.setVisible(not self.model.rowCount())
        if chosen is not None and self.list.current is None:
            self.list.choose(chosen.id)
        self._show_current()

    def commit_pending(self) -> None:
        """Commit what is typed."""
        self.details.fields.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return self.details.fields.unsaved()

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self.model.mark(words)
        self.details.fields.mark(words)

    def go_to(self, place: Place) -> bool:
        """Choose the piece that the place names and focus its field, or the button that adds one."""
        if place.kind != "evidence":
            return False
        field = self.details.fields.fields.get(place.field)
        if not self.list.choose(place.row):
            self.attach_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field is not None and field.control.isVisible():
            field.focus()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # What can be done

    def may_attach(self) -> bool:
        """Whether evidence can be added to the measure that is shown."""
        return self._context.view is not None and not self._context.lock_reason("evidence", "title")

    def set_drop_target(self, *, on: bool) -> None:
        """Show that files dropped now go here."""
        set_style_property(self, "strip", "information" if on else "")

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files to the open year."""
        self._say("")
        if self._context.view is not None and self.may_attach():
            self.attaching.attach(self._context.view.id, self._context.session.fiscal_year, paths)

    def ask_files(self) -> None:
        """Ask for files to attach."""
        choose_files(self, "添付するファイル", QFileDialog.FileMode.ExistingFiles, self.attach)

    def ask_place(self, kind: str) -> None:
        """Ask for an address, or where the paper lies."""
        view, year = self._context.view, self._context.session.fiscal_year
        if view is None:
            return
        dialog = PlaceDialog(kind, format_fiscal_year(year), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda values: self._add_place(dialog, view.id, year, values))
        dialog.open()

    # Inner parts

    def _add_place(self, dialog: PlaceDialog, measure_id: str, year: int, values: dict[str, str]) -> None:
        made: list[str] = []
        error = self._context.save(lambda: made.append(attach_place(self._context.desk, measure_id, year, **values)[0]))
        if error is not None:
            dialog.refuse(str(error))
            return
        dialog.accept()
        self.list.choose(made[0])

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_current)
        self.list.open_wanted.connect(self.chosen.open)
        self.list.remove_wanted.connect(self.chosen.remove)
        self.chosen.said.connect(self._say)
        self.chosen.replaced.connect(self.attaching.replace)
        self.attaching.failed.connect(self._say)
        self.attaching.attached.connect(self.list.choose)

    def _show_current(self) -> None:
        one = self.list.current
        reason = self._context.lock_reason("evidence", "title") if self._context.view else ""
        for button in self._buttons_above:
            button.setEnabled(not reason)
            button.setToolTip(reason)
        self.chosen.show_evidence(one)
        self.details.show_evidence(one)

    def _button(self, text: str, picture: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(picture), text, self)
        set_look(button, Look.QUIET)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        head = SectionHeading("証拠資料", self)
        for button in self._buttons_above:
            head.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(active_sizes().gap)
        for widget in (head, self._empty, self.list, self.question, self.message, self.chosen, self.details):
            layout.addWidget(widget)

    def _say(self, sentence: str) -> None:
        self.message.setText(f"⚠ {sentence}" if sentence else "")
        self.message.setVisible(bool(sentence))
