"""A layout while it is being changed: nothing is stored before somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reform_desktop.services.layouts import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reform_desktop.domain.layouts import LayoutSettings
    from reform_desktop.domain.values import JsonValue


class LayoutDraft(QObject):
    """The values of one layout as they are on the screen.

    ``changed`` comes with every change, ``loaded`` with another layout.
    """

    changed = Signal()
    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stored: dict[str, JsonValue] = {}
        self._values: dict[str, JsonValue] = {}
        self.locked = ""

    @property
    def values(self) -> dict[str, JsonValue]:
        """The values as they are on the screen."""
        return dict(self._values)

    @property
    def changes(self) -> dict[str, JsonValue]:
        """What differs from what is stored."""
        return {name: value for name, value in self._values.items() if value != self._stored.get(name)}

    @property
    def settings(self) -> LayoutSettings:
        """What the values say."""
        return settings_of(self._values)

    def value(self, name: str) -> JsonValue:
        """Return one value."""
        return self._values.get(name)

    def load(self, values: Mapping[str, JsonValue], locked: str) -> None:
        """Show another layout; ``locked`` says why it cannot be changed."""
        self._stored, self._values = dict(values), dict(values)
        self.locked = locked
        self.loaded.emit()

    def set(self, name: str, value: JsonValue) -> None:
        """Change one value."""
        if self._values.get(name) != value:
            self._values[name] = value
            self.changed.emit()
