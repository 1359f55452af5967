"""紙面: how many lines a text takes on the printed sheet, at its label while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.text_field import TextField
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from reform_desktop.services.paper_space import SpaceUse

_PAUSE: Final = 250
"""Milliseconds after the last key before lines are counted."""

PREVIEW: Final = "印刷の見え方(&V)"


class PaperCounter(QPushButton):
    """Counts while its field has the focus, and stays when the text runs over; a press shows the printed sheet.

    Tab passes it by: the field's menu leads to the preview, too.
    """

    def __init__(self, context: SheetContext, control: TextField, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._control = control
        self._field = field
        self._kind = ""
        self._over = False
        self.use: SpaceUse | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_look(self, Look.LINK)
        self.setAccessibleName("印刷の見え方")
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.count)
        control.installEventFilter(self)
        control.textChanged.connect(self._text_changed)
        self.clicked.connect(self.show_paper)

    def begin(self, kind: str) -> None:
        """Stand for the field of another record, of which nothing is counted yet."""
        self._kind = kind
        self._over = False
        self._timer.stop()
        self.hide()
        if self._control.hasFocus():
            self._timer.start()

    def count(self) -> None:
        """Count the lines of the text as it stands in the field."""
        from reform_desktop.services.paper_space import space_words, text_space  # noqa: PLC0415 -- fonts load late

        view, session = self._context.view, self._context.session
        if view is None:
            return
        text = self._control.typed_text()
        self.use = text_space(
            view.dossier, session.fiscal_years, self._kind, self._field, session.fiscal_year, text
        )
        if self.use is None:
            self.hide()
            return
        words = space_words(self.use)
        self.setText(words)
        self.setAccessibleName(f"{words}　印刷の見え方")
        self.setToolTip(plain_tip(f"{words}\n1ページの中で切れずに収まる行数です。押すと、印刷の見え方を表示します。"))
        ink = active_theme().warning.ink if self.use.over else active_theme().muted
        self.setStyleSheet(f"color: {ink}; padding: 0; font-size: {active_sizes().small}px;")
        self.setVisible(self._control.hasFocus() or bool(self.use.over))
        if self.use.over and not self._over and self._control.hasFocus():
            announce(self._control, words)
        self._over = bool(self.use.over)

    def show_paper(self) -> None:
        """Show the measure's sheet as it is printed."""
        view = self._context.view
        if view is not None:
            self._control.commit_pending()
            self._context.session.go_to.emit(Place("reports", view.id))

    def minimumSizeHint(self) -> QSize:
        """Return no width: the counter never makes a field wider."""
        return QSize(0, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count when the field gets the focus, and leave it alone when it goes."""
        if event.type() == QEvent.Type.FocusIn:
            self._timer.start(0)
        elif event.type() == QEvent.Type.FocusOut and not self._over:
            self._timer.stop()
            self.hide()
        return super().eventFilter(watched, event)

    def _text_changed(self) -> None:
        if self._control.hasFocus():
            self._timer.start(_PAUSE)
