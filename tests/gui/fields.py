"""What tests of fields share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.grades import CountsAs, Grade, GradeScale

if TYPE_CHECKING:
    from reform_desktop.ui.widgets.form_field import FormField


SCALE = GradeScale(
    (
        Grade("year_achieved", "年度目標達成", "○", CountsAs.ACHIEVED, "green", reaches_target=True),
        Grade("stopped", "計画中止", "×", CountsAs.NOT_ACHIEVED, "red", stops=True),
    )
)


class Show(Protocol):
    """Shows widgets under each other in a window that has the focus."""

    def __call__(self, *widgets: QWidget) -> QWidget:
        """Return the window."""
        ...


def heard(field: FormField) -> list[object]:
    """Return the list in which committed values gather."""
    values: list[object] = []
    field.committed.connect(values.append)
    return values


def turn_wheel(widget: QWidget) -> bool:
    """Turn the wheel one notch down over a widget; False when the widget leaves it to what lies below."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def every_field() -> list[tuple[str, str]]:
    """Return kind and name of every field that has a control."""
    return [
        (kind.name, name)
        for kind in KINDS.values()
        for name, field in kind.fields.items()
        if field.type is not FieldType.STRUCTURE
    ]
