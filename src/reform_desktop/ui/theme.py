"""The design tokens: colours, type sizes and space, in a light, a dark and a high-contrast set.

Colours are those of the デジタル庁 design system (look.md); no other module names a colour. Sizes are
device-independent pixels at 100 %, multiplied by the user's own scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPalette

from reform_desktop.ui.fonts import body_font
from reform_desktop.ui.style_sheet import style_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Tone:
    """Ink and pale ground of a grade or a notice; the ink has at least 4.5 : 1 on the ground."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as ``#rrggbb``.

    ``line`` separates and may be faint; ``control`` outlines what can be operated and has 3 : 1 on every surface.
    ``plan`` and ``result`` are the grounds that tell plan-time from evaluation-time cells.
    """

    name: str
    label: str
    surface: str
    field: str
    sunken: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    on_accent: str
    selected: str
    line: str
    control: str
    focus: str
    focus_on_accent: str
    hit: str
    plan: str
    result: str
    error: Tone
    success: Tone
    warning: Tone
    information: Tone
    grades: Mapping[str, Tone]

    def tone(self, name: str) -> Tone:
        """Return the colours of a grade's tone; an unknown tone of a newer plan is shown gray."""
        return self.grades.get(name, self.grades["gray"])


LIGHT: Final = Theme(
    name="light",
    label="明るい",
    surface="#ffffff",
    field="#ffffff",
    sunken="#f2f2f2",
    text="#333333",
    muted="#595959",
    accent="#0017c1",
    accent_strong="#00118f",
    on_accent="#ffffff",
    selected="#d9e6ff",
    line="#cccccc",
    control="#767676",
    focus="#0017c1",
    focus_on_accent="#ffd43d",
    hit="#ffe380",
    plan="#ffffff",
    result="#f5f8ff",
    error=Tone("#ce0000", "#fdeeee"),
    success=Tone("#197a4b", "#e6f5ec"),
    warning=Tone("#ac3e00", "#ffeee2"),
    information=Tone("#0017c1", "#e8f1fe"),
    grades=MappingProxyType(
        {
            "green_strong": Tone("#115a36", "#e6f5ec"),
            "green": Tone("#197a4b", "#e6f5ec"),
            "yellow": Tone("#806300", "#fbf5e0"),
            "blue": Tone("#0017c1", "#e8f1fe"),
            "gray": Tone("#4d4d4d", "#f2f2f2"),
            "red": Tone("#ce0000", "#fdeeee"),
        }
    ),
)

DARK: Final = Theme(
    name="dark",
    label="暗い",
    surface="#1a1a1a",
    field="#242424",
    sunken="#2e2e2e",
    text="#f2f2f2",
    muted="#c4c4c4",
    accent="#9db7f9",
    accent_strong="#c5d7fb",
    on_accent="#1a1a1a",
    selected="#2b3a66",
    line="#4d4d4d",
    control="#949494",
    focus="#9db7f9",
    focus_on_accent="#000000",
    hit="#6e5600",
    plan="#242424",
    result="#222a3d",
    error=Tone("#ff9696", "#3d1f1f"),
    success=Tone("#71c598", "#17301f"),
    warning=Tone("#ffa66d", "#3b2413"),
    information=Tone("#9db7f9", "#1f2a4a"),
    grades=MappingProxyType(
        {
            "green_strong": Tone("#9bd4b5", "#17301f"),
            "green": Tone("#71c598", "#17301f"),
            "yellow": Tone("#ffd43d", "#332a0d"),
            "blue": Tone("#9db7f9", "#1f2a4a"),
            "gray": Tone("#cccccc", "#333333"),
            "red": Tone("#ff9696", "#3d1f1f"),
        }
    ),
)

HIGH_CONTRAST: Final = Theme(
    name="high_contrast",
    label="ハイコントラスト",
    surface="#000000",
    field="#000000",
    sunken="#000000",
    text="#ffffff",
    muted="#ffffff",
    accent="#ffd43d",
    accent_strong="#ffe380",
    on_accent="#000000",
    selected="#00118f",
    line="#ffffff",
    control="#ffffff",
    focus="#ffd43d",
    focus_on_accent="#0017c1",
    hit="#0031d8",
    plan="#000000",
    result="#000000",
    error=Tone("#ff9696", "#000000"),
    success=Tone("#9bd4b5", "#000000"),
    warning=Tone("#ffc199", "#000000"),
    information=Tone("#c5d7fb", "#000000"),
    grades=MappingProxyType(
        {
            "green_strong": Tone("#c2e5d1", "#000000"),
            "green": Tone("#9bd4b5", "#000000"),
            "yellow": Tone("#ffd43d", "#000000"),
            "blue": Tone("#c5d7fb", "#000000"),
            "gray": Tone("#ffffff", "#000000"),
            "red": Tone("#ff9696", "#000000"),
        }
    ),
)

THEMES: Final = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST)})


SCALES: Final = (0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""Sizes of type and space that are offered; 1.0 is 100 %."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes and space in pixels, at one scale. Space is a grid of 8 with 4 for tight pairs."""

    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """Return so many pixels of the 100 % design at this scale."""
        return max(1, round(pixels * self.scale))

    @property
    def body(self) -> int:
        """Text to read and to type."""
        return self.px(15)

    @property
    def small(self) -> int:
        """Labels above fields, hints, table heads."""
        return self.px(13)

    @property
    def section(self) -> int:
        """Headings of groups of fields."""
        return self.px(17)

    @property
    def heading(self) -> int:
        """A page's second heading."""
        return self.px(20)

    @property
    def title(self) -> int:
        """A page's title."""
        return self.px(24)

    @property
    def tight(self) -> int:
        """Space between a label and its field."""
        return self.px(4)

    @property
    def gap(self) -> int:
        """Space between fields."""
        return self.px(8)

    @property
    def wide(self) -> int:
        """Space between groups, and around a page."""
        return self.px(24)

    @property
    def icon(self) -> int:
        """Side of an icon beside body text."""
        return self.px(20)


@dataclass(slots=True)
class _Active:
    """What the application wears now: a theme belongs to the whole application, like Qt's palette."""

    theme: Theme = LIGHT
    sizes: Sizes = Sizes()


_active = _Active()


def active_theme() -> Theme:
    """Return the theme the application wears; ask again in ``changeEvent`` after a palette change."""
    return _active.theme


def active_sizes() -> Sizes:
    """Return the sizes at the application's scale."""
    return _active.sizes


def theme_named(name: str) -> Theme:
    """Return the theme of that name, or the light one for a name that is not known."""
    return THEMES.get(name, LIGHT)


def apply_theme(app: QApplication, theme: Theme = LIGHT, scale: float = 1.0) -> None:
    """Dress the whole application: Fusion, palette, font and one style sheet. ``scale`` 1.0 is 100 %."""
    _active.theme, _active.sizes = theme, Sizes(scale)
    app.setStyle("Fusion")
    app.setFont(body_font(_active.sizes.body))
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme, _active.sizes))


def _palette(theme: Theme) -> QPalette:
    """Return Qt's palette; item views paint their selection by it, so it stays pale under grade colours."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.sunken,
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.error.ink,
        role.Highlight: theme.selected,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.text,
        role.ToolTipText: theme.surface,
        role.PlaceholderText: theme.muted,
        role.Light: theme.surface,
        role.Midlight: theme.sunken,
        role.Mid: theme.line,
        role.Dark: theme.control,
        role.Shadow: theme.control,
    }
    palette = QPalette()
    for colour_role, colour in colours.items():
        palette.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(theme.muted))
    return palette
