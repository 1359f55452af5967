"""The meter: which words on a window are cut off, by holding what they need against what they were given."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ElidedLabel

_SLACK = 1
"""Pixels that rounding may cost."""
_HEADING_SIDE = 2
"""Pixels at 100 % beside the words of a heading: the air that the narrowest grid leaves."""


def cut_words(window: QWidget) -> list[str]:
    """Return a line for each visible label, button, tab, header, box or field whose words do not fit."""
    found = []
    screen = window.screen().size()
    if window.width() > screen.width() or window.height() > screen.height():
        found.append(f"the window itself is {window.width()}×{window.height()}")
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window or not words_of(widget):
            continue
        found += [f"{_place(widget, window)}: {what}" for what in (*_too_small(widget), *_covered(widget, window))]
    return found


def words_of(widget: QWidget) -> str:
    """Return the words that a widget shows of its own, or ``""``."""
    words = ""
    if isinstance(widget, (QLabel, QAbstractButton)):
        words = widget.text()
    elif isinstance(widget, QComboBox):
        words = widget.currentText()
    elif isinstance(widget, QGroupBox):
        words = widget.title()
    elif isinstance(widget, QLineEdit):
        words = widget.placeholderText() or "入力"
    elif isinstance(widget, QTabBar):
        words = "、".join(widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QMenuBar):
        words = "、".join(action.text() for action in widget.actions())
    elif isinstance(widget, QHeaderView):
        words = "見出し"
    return words


def _too_small(widget: QWidget) -> Iterator[str]:
    """Hold a widget against its own words."""
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, (QPushButton, QToolButton, QCheckBox, QRadioButton)):
        yield from _button(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, (QLineEdit, QGroupBox)):
        needed = widget.fontMetrics().height()
        yield from _less(widget.contentsRect().height(), needed, "high")
        if isinstance(widget, QLineEdit) and not widget.text():
            room = widget.contentsRect().width() - 2 * _SLACK
            yield from _less(room, widget.fontMetrics().horizontalAdvance(widget.placeholderText()), "wide")


def _label(label: QLabel) -> Iterator[str]:
    if isinstance(label, ElidedLabel):
        if label.text() != label.accessibleName() and not label.toolTip():
            yield "is shortened and its tool tip is empty"
        yield from _less(label.height(), label.fontMetrics().height(), "high")
        return
    if label.pixmap() is not None and not label.pixmap().isNull():
        return
    if not label.wordWrap():
        yield from _less(label.width(), label.sizeHint().width(), "wide")
        yield from _less(label.height(), label.sizeHint().height(), "high")
        return
    yield from _less(label.height(), label.heightForWidth(label.width()), "high")
    yield from _less(label.contentsRect().width(), _longest_word(label), "wide")


def _longest_word(label: QLabel) -> int:
    """Return the width of what cannot be broken: Japanese breaks anywhere, so mostly a sign."""
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    if label.textFormat() == Qt.TextFormat.RichText:
        document.setHtml(label.text())
    else:
        document.setPlainText(label.text())
    document.setTextWidth(1)
    return min(round(document.idealWidth()), 10_000)


def _button(button: QAbstractButton) -> Iterator[str]:
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    yield from _less(button.width(), button.sizeHint().width(), "wide")
    yield from _less(button.height(), button.sizeHint().height(), "high")
    if isinstance(button, QPushButton):
        option = QStyleOptionButton()
        button.initStyleOption(option)
        element = QStyle.SubElement.SE_PushButtonContents
        room = button.style().subElementRect(element, option, button).height()
        yield from _less(room, button.fontMetrics().height(), "high inside")


def _combo(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo)
    needed = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if needed > room.width() and not combo.toolTip():
        yield f"「{combo.currentText()}」 has {room.width()} of {needed} px, and no tool tip"
    yield from _less(room.height(), combo.fontMetrics().height(), "high")


def _tabs(tabs: QTabBar) -> Iterator[str]:
    for place in range(tabs.count()):
        if tabs.isTabVisible(place):
            needed = tabs.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), tabs.tabText(place))
            yield from _less(tabs.tabRect(place).width(), needed.width(), f"wide for 「{tabs.tabText(place)}」")
            yield from _less(tabs.tabRect(place).height(), needed.height(), f"high for 「{tabs.tabText(place)}」")


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() == Qt.Orientation.Vertical or not header.isVisible():
        return
    model: QAbstractItemModel | None = header.model()
    font = QFont(header.font())  # what the style sheet says of sections is not the header's own font
    font.setPixelSize(active_sizes().small)
    font.setBold(True)
    metrics = QFontMetrics(font)
    for column in range(header.count()):
        words = model.headerData(column, Qt.Orientation.Horizontal) if model is not None else None
        if header.isSectionHidden(column) or not words:
            continue
        needed = metrics.size(0, str(words))
        room = header.sectionSize(column) - 2 * active_sizes().px(_HEADING_SIDE)
        heading = str(words).replace("\n", "")
        yield from _less(room, needed.width(), f"wide for the heading 「{heading}」")
        yield from _less(header.height(), needed.height(), f"high for the heading 「{heading}」")


def _less(given: int, needed: int, what: str) -> Iterator[str]:
    if given + _SLACK < needed:
        yield f"{given} of {needed} px {what}"


def _covered(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Hold a widget against everything it lies in, up to the next ground that scrolls."""
    box = QRect(QPoint(0, 0), widget.size())
    inner, outer = widget, widget.parentWidget()
    while inner is not window and outer is not None:
        box.moveTopLeft(inner.mapToParent(box.topLeft()))
        if isinstance(outer.parentWidget(), QAbstractScrollArea) and outer.objectName() == "qt_scrollarea_viewport":
            return
        room = outer.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not room.contains(box):
            yield f"reaches out of {type(outer).__name__} ({outer.width()}×{outer.height()}) by its {box}"
            return
        inner, outer = outer, outer.parentWidget()


def _place(widget: QWidget, window: QWidget) -> str:
    steps = []
    step: QWidget | None = widget
    while step is not None and step is not window:
        steps.append(type(step).__name__)
        step = step.parentWidget()
    return f"{' < '.join(steps[:5])} 「{words_of(widget)[:40]}」"
