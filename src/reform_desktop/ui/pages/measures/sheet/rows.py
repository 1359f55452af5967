"""Bringing the rows of a model to what was read, without a reset: an open editor stays open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex

T = TypeVar("T")
_NONE = QModelIndex()


def follow(model: QAbstractTableModel, rows: list[T], wanted: Sequence[T], key: Callable[[T], str]) -> bool:
    """Take rows away, add them and change them in place; False, with nothing done, when their order changed too."""
    names = [key(one) for one in wanted]
    kept = [key(one) for one in rows if key(one) in names]
    if [name for name in names if name in kept] != kept:
        return False
    for place in reversed(range(len(rows))):
        if key(rows[place]) not in names:
            model.beginRemoveRows(_NONE, place, place)
            del rows[place]
            model.endRemoveRows()
    for place, one in enumerate(wanted):
        if place >= len(rows) or key(rows[place]) != names[place]:
            model.beginInsertRows(_NONE, place, place)
            rows.insert(place, one)
            model.endInsertRows()
        elif rows[place] != one:
            rows[place] = one
            model.dataChanged.emit(model.index(place, 0), model.index(place, model.columnCount() - 1))
    return True
