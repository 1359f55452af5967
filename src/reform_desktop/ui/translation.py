"""Qt's own words (標準ボタン, context menus, dialogs) in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def install_japanese(app: QApplication) -> bool:
    """Load Qt's Japanese translation and locale; False when this Qt came without it, and its words stay English."""
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_ja", folder):
        return False
    return app.installTranslator(translator)
