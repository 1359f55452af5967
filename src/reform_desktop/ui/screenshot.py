"""A picture of the real window, drawn without a screen: ``python -m reform_desktop.ui.screenshot FILE PICTURE``.

For the manual, for the headless main job, and for looking at what was built. The settings of the person at this PC are
neither read nor written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reform_desktop.services import browsing
from reform_desktop.services.desk import Desk
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.app import dress, make_application
from reform_desktop.ui.fonts import load_fallback_font
from reform_desktop.ui.page_table import FIRST_PAGE, PAGES
from reform_desktop.ui.session import Place
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.windows import WHO, OpenWindows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.ui.tasks import TaskRunner
    from reform_desktop.ui.window import MainWindow

_SIZE: Final = (1366, 768)
_LOOK: Final = 100
_CALM: Final = 4


class Calm(QObject):
    """Emits ``reached`` when no task has run for a few looks in a row: the window shows all it has to show."""

    reached = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks = self._looks + 1 if self._runner.is_idle else 0
        if self._looks >= _CALM:
            self._timer.stop()
            self.reached.emit()


def main(words: Sequence[str] | None = None) -> int:
    """Draw the picture that the command line asks for, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reform_desktop.ui.screenshot", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--page", choices=[page.name for page in PAGES], default=FIRST_PAGE)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", type=int, nargs=2, default=_SIZE)
    parser.add_argument("--checks", action="store_true", help="with the list of checks below the page")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _draw(given, Settings(Path(folder) / "settings.ini"))


def _draw(given: argparse.Namespace, settings: Settings) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    settings.theme, settings.scale = given.theme, given.scale
    settings.set_text(WHO, "担当者")
    dress(app, settings)
    load_fallback_font()
    desktop = OpenWindows(app, settings)
    window = desktop.show_desk(Desk.open(given.file, read_only=not os.access(given.file, os.W_OK)))
    window.resize(*given.size)
    window.session.set_fiscal_year(window.session.fiscal_years[0])
    window.show_page(given.page)
    if given.page == FIRST_PAGE:
        _show_first_measure(window)
    if given.checks:
        window.show_checks(shown=True)
    calm = Calm(desktop.runner, window)

    def take() -> None:
        saved = window.grab().save(str(given.picture))
        desktop.close_all()
        app.exit(0 if saved else 1)

    calm.reached.connect(take)
    status = app.exec()
    desktop.runner.close()
    return status


def _show_first_measure(window: MainWindow) -> None:
    lines = browsing.list_measures(window.session.desk, MeasureFilter(window.session.fiscal_year), 0, 1).lines
    if lines:
        window.go_to(Place(FIRST_PAGE, lines[0].id))


if __name__ == "__main__":
    sys.exit(main())
