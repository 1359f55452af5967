"""The tokens: everything can be read in all three themes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QLabel, QPushButton

from reform_desktop.ui.fonts import load_fallback_font
from reform_desktop.ui.icons import Ink, drawing, icon
from reform_desktop.ui.style_sheet import style_sheet
from reform_desktop.ui.theme import HIGH_CONTRAST, LIGHT, THEMES, Theme, active_sizes, apply_theme, theme_named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

EVERY_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours after WCAG 2."""
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` after WCAG 2."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour[1:3]) + 0.7152 * linear(colour[3:5]) + 0.0722 * linear(colour[5:7])


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#333333", "#ffffff") == pytest.approx(12.6, abs=0.05)


def least(theme: Theme) -> float:
    """Return what text must have on its ground: the AA of WCAG 2, and the AAA where contrast is the point."""
    return 7 if theme is HIGH_CONTRAST else 4.5


RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARED = re.compile(r"([a-z-]+)\s*:\s*([^;]+);")
HAIRLINES = ("border-bottom", "border-top", "border")
"""Lines that only part things may be faint (WCAG 1.4.11 asks for what is needed to operate): `Theme.line`."""


def rules(theme: Theme) -> list[tuple[str, dict[str, str]]]:
    """Return the style sheet's rules: for whom, and what is declared."""
    sheet = style_sheet(theme, active_sizes())
    return [(who.strip(), dict(DECLARED.findall(body))) for who, body in RULE.findall(sheet)]


def grounds_of(theme: Theme) -> tuple[str, ...]:
    """Return the grounds on which a widget without one of its own may lie."""
    return theme.surface, theme.field, theme.sunken, theme.plan, theme.result


@EVERY_THEME
def test_every_rule_of_the_style_sheet_can_be_read(theme: Theme) -> None:
    found, seen = {}, 0
    for who, declared in rules(theme):
        for ink, ground in (("color", "background"), ("selection-color", "selection-background-color")):
            if ink not in declared:
                continue
            own = declared.get(ground, "transparent")
            for behind in grounds_of(theme) if own == "transparent" else (own,):
                seen += 1
                ratio = contrast(declared[ink], behind)
                if ratio < least(theme):
                    found[who, declared[ink], behind] = ratio
    assert seen > 60
    assert found == {}


@EVERY_THEME
def test_every_edge_of_what_can_be_operated_can_be_seen(theme: Theme) -> None:
    found, seen = {}, 0
    for who, declared in rules(theme):
        for name, value in declared.items():
            colours = re.findall(r"#[0-9a-f]{6}", value)
            if not name.startswith("border") or not colours or colours[0] == theme.line:
                continue
            own = declared.get("background", "transparent")
            # an edge in the colour of its ground is none: then the ground itself stands out
            edges = [(colours[0], behind) for behind in grounds_of(theme)]
            seen += 1
            for edge, behind in edges:
                if contrast(edge, behind) < 3 and not (own == theme.accent or "primary" in who):
                    found[who, edge, behind] = contrast(edge, behind)
    assert seen > 15
    assert found == {}


@EVERY_THEME
def test_parts_of_charts_stand_out_from_their_page_and_their_words_can_be_read(theme: Theme) -> None:
    pairs: dict[tuple[str, ...], float] = {}
    for name, tone in theme.grades.items():
        for ground in (theme.surface, theme.field):
            pairs[name, "edge and pattern", ground] = contrast(tone.ink, ground) / 3
        pairs[name, "words"] = contrast(tone.ink, tone.ground) / least(theme)
    pairs["words beside the bars",] = contrast(theme.text, theme.surface) / least(theme)
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 1} == {}


@EVERY_THEME
def test_all_text_has_at_least_four_and_a_half_to_one_and_seven_in_high_contrast(theme: Theme) -> None:
    grounds = (theme.surface, theme.field, theme.sunken, theme.selected, theme.plan, theme.result)
    pairs = {("text", ground): contrast(theme.text, ground) for ground in (*grounds, theme.hit)}
    pairs |= {("muted", ground): contrast(theme.muted, ground) for ground in grounds}
    pairs |= {("accent", ground): contrast(theme.accent, ground) for ground in grounds}
    for ground in (theme.accent, theme.accent_strong):
        pairs["on accent", ground] = contrast(theme.on_accent, ground)
    tones = {"error": theme.error, "success": theme.success, "warning": theme.warning, "info": theme.information}
    for name, tone in {**tones, **theme.grades}.items():
        pairs[name, tone.ground] = contrast(tone.ink, tone.ground)
        pairs[name, theme.surface] = contrast(tone.ink, theme.surface)
        pairs[name, theme.field] = contrast(tone.ink, theme.field)
    for tone in tones.values():
        pairs["text", tone.ground] = contrast(theme.text, tone.ground)
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < least(theme)} == {}


@EVERY_THEME
def test_controls_symbols_and_the_focus_have_at_least_three_to_one(theme: Theme) -> None:
    grounds = (theme.surface, theme.field, theme.sunken, theme.plan, theme.result)
    pairs = {("control", ground): contrast(theme.control, ground) for ground in grounds}
    pairs |= {("focus", ground): contrast(theme.focus, ground) for ground in (*grounds, theme.selected)}
    pairs["focus", theme.accent] = contrast(theme.focus_on_accent, theme.accent)
    pairs["error line", theme.field] = contrast(theme.error.ink, theme.field)
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 3} == {}


@EVERY_THEME
def test_every_tone_of_a_grade_has_colours(theme: Theme) -> None:
    assert set(theme.grades) == {"green_strong", "green", "yellow", "blue", "gray", "red"}
    assert theme.tone("a tone of a newer program") == theme.grades["gray"]


def test_the_light_theme_holds_the_tokens_of_the_design_system() -> None:
    assert (LIGHT.text, LIGHT.accent, LIGHT.error.ink, LIGHT.success.ink) == (
        "#333333",
        "#0017c1",
        "#ce0000",
        "#197a4b",
    )


def test_a_theme_that_is_not_known_is_the_light_one() -> None:
    assert theme_named("sepia") is LIGHT
    assert theme_named("high_contrast") is HIGH_CONTRAST


@EVERY_THEME
def test_the_application_wears_the_theme(qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    assert qapp.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.text)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.surface)
    assert "{" not in qapp.styleSheet().replace("{\n", "").replace("{ ", "")


def test_a_larger_scale_makes_everything_larger(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("閉じる")
    qtbot.addWidget(button)
    button.ensurePolished()
    before = button.sizeHint()
    apply_theme(qapp, LIGHT, 1.5)
    button.ensurePolished()
    assert active_sizes().body == 22
    assert button.sizeHint().height() > before.height() * 1.3


def test_the_program_writes_in_biz_ud_gothic(qtbot: QtBot) -> None:
    label = QLabel("行政改革")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert QFontInfo(label.font()).family() == "BIZ UDPGothic"
    assert label.font().pixelSize() == 15


def test_a_rare_name_is_never_an_empty_box(qtbot: QtBot) -> None:
    load_fallback_font()
    label = QLabel("𠮷")
    qtbot.addWidget(label)
    other = QLabel("\U0010fffd")
    qtbot.addWidget(other)
    assert label.grab().toImage() != other.grab().toImage()


@EVERY_THEME
def test_icons_take_the_colour_of_the_theme(qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    for ink, expected in ((Ink.TEXT, theme.text), (Ink.ERROR, theme.error.ink), (Ink.ON_ACCENT, theme.on_accent)):
        image = icon("add", ink).pixmap(48, 48).toImage()
        assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor(expected)


def test_an_icon_that_was_never_drawn_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")
    assert drawing("home").startswith("<svg")
