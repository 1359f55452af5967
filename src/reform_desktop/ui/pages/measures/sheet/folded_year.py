"""A year beside the open one: its stage, grade and first lines in a narrow column that opens with a click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.records import YearRecord
from reform_desktop.domain.text import find_hits
from reform_desktop.ui.pages.measures.sheet.first_lines import FirstLines
from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED, GradeBadge
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look

_SEARCHED = ("target", "plan", "midyear", "result", "reason", "next_step")
_TARGET_LINES, _RESULT_LINES = 8, 16
WIDTH = 112
"""Width of a folded year at 100 %: seven small characters of Japanese."""

NARROW = 60
"""Width where there is no room for texts: year, stage and grade only."""


class FoldedYear(QAbstractButton):
    """A button that reads as a column of the paper sheet."""

    def __init__(self, fiscal_year: int, scale: GradeScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fiscal_year = fiscal_year
        self._scale = scale
        self._record: YearRecord | None = None
        self._narrow = False
        self.has_hit = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._head = heading(f"{format_fiscal_year_short(fiscal_year)}年度", Look.SECTION, self)
        self._stage = QLabel(self)
        self._grade = _grade_label(self)
        self._ungraded = heading(NOT_GRADED, Look.SMALL, self)
        self._hit = QLabel("検索語あり", self)
        set_look(self._hit, Look.LABEL)
        self._target_head = heading("年度目標", Look.SMALL, self)
        self._target = FirstLines(_TARGET_LINES, self)
        self._result_head = heading("取組実績", Look.SMALL, self)
        self._result = FirstLines(_RESULT_LINES, self)
        self._arrange()
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_record(self, record: YearRecord | None, stage: str, note: str) -> None:
        """Show a year's record. ``stage`` is → where it repeats; ``note`` says why nothing is asked (期間外)."""
        self._record = record
        grade = self._scale.find(record.grade) if record else None
        self._stage.setText(note or stage or "段階なし")
        self._show_grade(grade)
        self._ungraded.setVisible(grade is None and not note)
        target, result = (record.target, record.result) if record else ("", "")
        self._target.set_text(target)
        self._result.set_text(result)
        self._show_texts()
        word = self._scale.mark(grade.grade) if grade else NOT_GRADED
        spoken = [format_fiscal_year(self.fiscal_year), self._stage.text(), word, target[:60]]
        self.setAccessibleName("　".join(part for part in spoken if part))
        self.setAccessibleDescription("押すとこの年度を開きます。")
        self.setToolTip(f"{format_fiscal_year(self.fiscal_year)}を開く（{word}）")

    def set_narrow(self, *, on: bool) -> None:
        """Leave the texts out where there is no room for them."""
        if on != self._narrow:
            self._narrow = on
            self._head.setText(format_fiscal_year_short(self.fiscal_year) + ("" if on else "年度"))
            self._show_texts()
            self.updateGeometry()

    def mark(self, words: str) -> None:
        """Say that the search found something in this year."""
        record = self._record
        found = bool(words and record and any(find_hits(getattr(record, name), words) for name in _SEARCHED))
        self.has_hit = found
        self._hit.setVisible(found)
        self._hit.setStyleSheet(f"background: {active_theme().hit};" if found else "")

    def sizeHint(self) -> QSize:
        """Return a narrow column."""
        layout = self.layout()
        height = layout.sizeHint().height() if layout else 200
        return QSize(active_sizes().px(NARROW if self._narrow else WIDTH), height)

    def minimumSizeHint(self) -> QSize:
        """Return the same width: a folded year never shrinks."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, frame and focus."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.selected if self.isDown() or self.underMouse() else theme.sunken))
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(theme.focus if focused else theme.line), 2 if focused else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)

    def _show_grade(self, grade: Grade | None) -> None:
        self._grade.setVisible(grade is not None)
        if grade is not None:
            self._grade.set_grade(grade)
            self._write_grade()

    def _write_grade(self) -> None:
        grade = self._scale.find(self._record.grade) if self._record else None
        if grade is not None:
            self._grade.setText(grade.symbol if self._narrow else f"{grade.symbol}\n{grade.label}")

    def _show_texts(self) -> None:
        self._write_grade()
        for head, body in ((self._target_head, self._target), (self._result_head, self._result)):
            shown = body.has_text and not self._narrow
            head.setVisible(shown)
            body.setVisible(shown)

    def _arrange(self) -> None:
        sizes = active_sizes()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.gap, sizes.gap, sizes.gap, sizes.gap)
        layout.setSpacing(sizes.tight)
        for widget in (self._head, self._stage, self._grade, self._ungraded, self._hit):
            layout.addWidget(widget)
        for head, body in ((self._target_head, self._target), (self._result_head, self._result)):
            layout.addSpacing(sizes.tight)
            layout.addWidget(head)
            layout.addWidget(body)
        layout.addStretch(1)
        self._hit.hide()


def _grade_label(parent: QWidget) -> GradeBadge:
    """Return a badge for a narrow column: the symbol above its word."""
    badge = GradeBadge(None, parent)
    font = badge.font()
    font.setPixelSize(active_sizes().small)
    badge.setFont(font)
    badge.setWordWrap(True)
    badge.setIndent(0)
    badge.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return badge
