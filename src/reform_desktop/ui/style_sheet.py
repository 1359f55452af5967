"""The one style sheet, written from the tokens. Widgets choose a look by the properties set in `widgets.roles`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_desktop.ui.fonts import FAMILY

if TYPE_CHECKING:
    from reform_desktop.ui.theme import Sizes, Theme


def style_sheet(theme: Theme, sizes: Sizes) -> str:
    """Return the style sheet of a theme at a scale. Item cells are left to the palette: rules for them are slow."""
    return "\n".join(
        (
            _words(theme, sizes),
            _views(theme, sizes),
            _fields(theme, sizes),  # after the views: a field that is a list is dressed as a field
            _boxes(theme, sizes),
            _buttons(theme, sizes),
            _surroundings(theme, sizes),
            _strips(theme, sizes),
        )
    )


def _words(theme: Theme, sizes: Sizes) -> str:
    return f"""
QLabel[look="title"] {{ font-size: {sizes.title}px; font-weight: bold; }}
QLabel[look="heading"] {{ font-size: {sizes.heading}px; font-weight: bold; }}
QLabel[look="section"] {{ font-size: {sizes.section}px; font-weight: bold; }}
QLabel[look="label"] {{ font-size: {sizes.small}px; font-weight: bold; }}
QLabel[look="small"] {{ font-size: {sizes.small}px; color: {theme.muted}; }}
QLabel[look="required"] {{ font-size: {sizes.small}px; color: {theme.error.ink}; }}
QLabel[look="error"] {{ font-size: {sizes.small}px; color: {theme.error.ink}; }}
QLabel[look="success"] {{ font-size: {sizes.small}px; color: {theme.success.ink}; }}
QLabel[look="muted"] {{ color: {theme.muted}; }}
"""


def _fields(theme: Theme, sizes: Sizes) -> str:
    kinds = "QLineEdit", "QTextEdit", "QPlainTextEdit", "QComboBox", "QAbstractSpinBox", "SeveralField"
    down, side = sizes.px(7), sizes.px(8)

    def each(suffix: str) -> str:
        return ", ".join(f"{kind}{suffix}" for kind in kinds)

    return f"""
{each("")} {{
    background: {theme.field}; color: {theme.text};
    border: 1px solid {theme.control}; border-radius: 4px; padding: {down}px {side}px;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
    placeholder-text-color: {theme.muted}; icon-size: {sizes.px(16)}px;
}}
QTextEdit, QPlainTextEdit {{ padding: {sizes.px(4)}px {sizes.px(6)}px {sizes.px(1)}px {sizes.px(6)}px; }}
{each("[hit='true']")} {{ background: {theme.hit}; }}
{each("[locked='true']")} {{ background: {theme.sunken}; border-color: {theme.line}; }}
{each("[error='true']")} {{ border: 2px solid {theme.error.ink}; padding: {down - 1}px {side - 1}px; }}
{each(":focus")} {{ border: 2px solid {theme.focus}; padding: {down - 1}px {side - 1}px; }}
QTextEdit:focus, QTextEdit[error="true"], QPlainTextEdit:focus {{
    padding: {sizes.px(4) - 1}px {sizes.px(6) - 1}px 0px {sizes.px(6) - 1}px;
}}
{each(":disabled")} {{ background: {theme.sunken}; color: {theme.muted}; border-color: {theme.line}; }}
SeveralField {{ padding: {sizes.px(2)}px; }}
SeveralField:focus {{ padding: {sizes.px(2) - 1}px; }}
"""


def _boxes(theme: Theme, sizes: Sizes) -> str:
    side = sizes.px(16)
    boxes = "QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator"
    checked = ", ".join(f"{box}:checked" for box in boxes.split(", "))
    return f"""
QComboBox {{ padding-right: {sizes.px(24)}px; }}
QComboBox:focus, QComboBox[error="true"] {{ padding-right: {sizes.px(24) - 1}px; }}
QComboBox::drop-down {{ border: none; width: {sizes.px(24)}px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url(icons:marks/chevron-{theme.name}.svg); width: {side}px; height: {side}px; }}
QComboBox[locked="true"]::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ border: 1px solid {theme.control}; padding: {sizes.tight}px; outline: 0; }}
QCheckBox, QRadioButton {{
    spacing: {sizes.gap}px; padding: {sizes.px(3)}px; border: 2px solid transparent; border-radius: 4px;
}}
QCheckBox:focus, QRadioButton:focus {{ border-color: {theme.focus}; }}
{boxes}, QRadioButton::indicator {{
    width: {side}px; height: {side}px; background: {theme.field};
    border: 1px solid {theme.control}; border-radius: 3px;
}}
QRadioButton::indicator {{ border-radius: {side // 2 + 1}px; }}
{checked} {{
    background: {theme.accent}; border-color: {theme.accent}; image: url(icons:marks/check-{theme.name}.svg);
}}
QRadioButton::indicator:checked {{
    background: {theme.accent}; border-color: {theme.accent}; image: url(icons:marks/dot-{theme.name}.svg);
}}
QCheckBox[locked="true"] {{ color: {theme.muted}; }}
QCheckBox[locked="true"]::indicator {{ background: {theme.sunken}; border-color: {theme.line}; }}
QCheckBox[locked="true"]::indicator:checked {{ background: {theme.muted}; border-color: {theme.muted}; }}
"""


def _buttons(theme: Theme, sizes: Sizes) -> str:
    down, side = sizes.px(6), sizes.px(14)
    return f"""
QPushButton {{
    background: {theme.surface}; color: {theme.accent}; min-height: {sizes.px(20)}px;
    border: 1px solid {theme.accent}; border-radius: 6px; padding: {down}px {side}px; icon-size: {sizes.px(16)}px;
}}
QPushButton:hover {{ background: {theme.selected}; }}
QPushButton:pressed {{ background: {theme.selected}; color: {theme.accent_strong}; }}
QPushButton:focus {{ border: 3px solid {theme.focus}; padding: {down - 2}px {side - 2}px; }}
QPushButton:disabled {{ color: {theme.muted}; border-color: {theme.line}; background: {theme.sunken}; }}
QPushButton[look="primary"] {{ background: {theme.accent}; color: {theme.on_accent}; font-weight: bold; }}
QPushButton[look="primary"]:hover {{ background: {theme.accent_strong}; }}
QPushButton[look="primary"]:focus {{ border-color: {theme.focus_on_accent}; }}
QPushButton[look="primary"]:disabled {{ background: {theme.sunken}; color: {theme.muted}; }}
QPushButton[look="danger"] {{ color: {theme.error.ink}; border-color: {theme.error.ink}; }}
QPushButton[look="danger"]:hover {{ background: {theme.error.ground}; }}
ChartPart, ChartPart:focus {{ min-height: 0; min-width: 0; padding: 0; border: none; }}
QPushButton[look="quiet"], QToolButton {{
    background: transparent; color: {theme.text}; border: 2px solid transparent; border-radius: 6px;
    padding: {sizes.px(3)}px {sizes.px(6)}px;
}}
QPushButton[look="link"] {{
    background: transparent; color: {theme.accent}; border: 2px solid transparent; text-align: left;
    text-decoration: underline; padding: {sizes.px(2)}px;
}}
QPushButton[look="quiet"]:hover, QToolButton:hover, QToolButton:checked {{ background: {theme.selected}; }}
QPushButton[look="quiet"]:focus, QPushButton[look="link"]:focus, QToolButton:focus {{
    border: 2px solid {theme.focus};
}}
QToolButton:disabled, QPushButton[look="quiet"]:disabled {{ color: {theme.muted}; background: transparent; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _views(theme: Theme, sizes: Sizes) -> str:
    return f"""
QTreeView, QTableView, QListView {{
    background: {theme.field}; color: {theme.text}; border: 2px solid transparent; outline: 0;
    gridline-color: {theme.line}; alternate-background-color: {theme.sunken};
}}
QTreeView:focus, QTableView:focus, QListView:focus {{ border: 2px solid {theme.focus}; }}
PageView {{ border: 2px solid transparent; }}
PageView:focus {{ border: 2px solid {theme.focus}; }}
QTreeView::item, QTableView::item, QListView::item {{ padding: {sizes.px(5)}px {sizes.px(4)}px; }}
QHeaderView {{ background: {theme.sunken}; border: none; }}
QHeaderView::section {{
    background: {theme.sunken}; color: {theme.text}; font-size: {sizes.small}px; font-weight: bold; border: none;
    border-bottom: 1px solid {theme.control}; padding: {sizes.px(6)}px {sizes.px(8)}px;
}}
QTableCornerButton::section {{ background: {theme.sunken}; border: none; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {sizes.px(14)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {sizes.px(14)}px; margin: 0; }}
QScrollBar::handle {{ background: {theme.control}; border-radius: {sizes.px(4)}px; margin: {sizes.px(3)}px; }}
QScrollBar::handle:vertical {{ min-height: {sizes.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {sizes.px(32)}px; }}
QScrollBar::handle:hover {{ background: {theme.text}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _surroundings(theme: Theme, sizes: Sizes) -> str:
    return f"""
QToolTip {{
    background: {theme.text}; color: {theme.surface}; border: 1px solid {theme.text};
    padding: {sizes.px(6)}px {sizes.px(8)}px;
}}
QMenuBar, QMenu, QToolTip, QStatusBar, QMessageBox QLabel {{ font-family: "{FAMILY}"; font-size: {sizes.body}px; }}
QMenuBar {{ background: {theme.surface}; color: {theme.text}; border-bottom: 1px solid {theme.line}; }}
QMenuBar::item {{ padding: {sizes.px(6)}px {sizes.px(10)}px; background: transparent; }}
QMenuBar::item:selected {{ background: {theme.selected}; }}
QMenu {{
    background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.control}; padding: {sizes.px(4)}px;
}}
QMenu::item {{ padding: {sizes.px(6)}px {sizes.px(24)}px {sizes.px(6)}px {sizes.px(12)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.selected}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: {sizes.px(4)}px {sizes.px(8)}px; }}
QMenu::icon {{ padding-left: {sizes.px(8)}px; }}
QStatusBar {{ background: {theme.surface}; color: {theme.muted}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {theme.line}; }}
QSplitter::handle:hover, QSplitter::handle:focus {{ background: {theme.focus}; }}
QToolBar {{
    background: {theme.surface}; border: none; border-bottom: 1px solid {theme.line}; spacing: {sizes.px(4)}px;
}}
QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
QTabBar::tab {{
    background: transparent; color: {theme.muted}; padding: {sizes.px(8)}px {sizes.px(16)}px;
    border: 2px solid transparent; border-bottom: {sizes.px(3)}px solid transparent;
}}
QTabBar::tab:selected {{ color: {theme.accent}; font-weight: bold; border-bottom-color: {theme.accent}; }}
QTabBar::tab:focus {{ border-color: {theme.focus}; }}
QGroupBox {{ border: none; font-weight: bold; margin-top: {sizes.px(24)}px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
QProgressBar {{
    background: {theme.field}; border: 1px solid {theme.control}; border-radius: {sizes.px(4)}px;
    min-height: {sizes.px(8)}px; max-height: {sizes.px(8)}px;
}}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: {sizes.px(3)}px; }}
"""


def _strips(theme: Theme, sizes: Sizes) -> str:
    """Notices, the busy strip, side bars and rules: grounds that carry words."""
    tones = {
        "information": theme.information,
        "success": theme.success,
        "warning": theme.warning,
        "error": theme.error,
    }
    strips = "\n".join(
        f'QFrame[strip="{name}"] {{ background: {tone.ground}; border: 1px solid {tone.ink}; border-radius: 6px; }}\n'
        f'QFrame[strip="{name}"] QLabel {{ color: {theme.text}; }}'
        for name, tone in tones.items()
    )
    grades = "\n".join(
        f'QLabel[grade="{name}"] {{ color: {tone.ink}; background: {tone.ground}; border-radius: 4px;'
        f" padding: {sizes.px(2)}px {sizes.px(8)}px; font-weight: bold; }}"
        for name, tone in theme.grades.items()
    )
    return f"""
{strips}
{grades}
QFrame[ground="sunken"] {{ background: {theme.sunken}; border: none; }}
QFrame[ground="plan"] {{ background: {theme.plan}; border: none; }}
QFrame[ground="result"] {{ background: {theme.result}; border: none; }}
QFrame[ground="card"] {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px; }}
QFrame[ground="rule"] {{ background: {theme.line}; border: none; max-height: 1px; min-height: 1px; }}
"""
