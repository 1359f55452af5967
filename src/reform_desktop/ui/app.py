"""The start of the program, in the order in which it happens."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from reform_desktop.services import program_log
from reform_desktop.services.program_log import Event
from reform_desktop.ui.crash import CrashReporter
from reform_desktop.ui.first_paint import FirstPaint
from reform_desktop.ui.fonts import load_fallback_font, load_fonts
from reform_desktop.ui.icons import program_icon, register_marks
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.system_theme import theme_for
from reform_desktop.ui.theme import apply_theme
from reform_desktop.ui.translation import install_japanese
from reform_desktop.ui.windows import BUNDLE_SUFFIX, WHO, OpenWindows

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.window import MainWindow

EXIT_AFTER_FIRST_PAINT: Final = "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT"
"""Environment variable for measuring: the program ends with status 0 when the window can be used."""


def run(path: Path | None) -> int:
    """Open the window and stay until the last one is closed; returns the process's exit status.

    Without a path the file opened last is opened again, or the welcome window stands when there is none.
    """
    gc.disable()  # nothing made while starting is garbage; looking for it would cost a tenth of the start
    app = make_application()
    settings = Settings()
    program_log.note(Event.STARTED)
    dress(app, settings)
    if sys.platform == "win32":
        _stand_apart_from_python(app)
    reporter = CrashReporter(app)
    reporter.install()
    desktop = OpenWindows(app, settings)
    _open_first(desktop, path)
    window = _first_window(desktop)
    if window is None:
        return 0  # another process of this PC has the file, and its window came to the front
    first = FirstPaint(window)
    first.painted.connect(lambda: _after_first_paint(app, desktop, window))
    status = app.exec()
    desktop.runner.close()
    settings.flush()
    reporter.uninstall()
    program_log.note(Event.ENDED, status=status)
    return status


def make_application() -> QApplication:
    """Return the application object, with its names."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("reform-desktop")
    app.setDesktopFileName("reform-desktop")
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Give the application its typeface and its looks."""
    load_fonts()
    register_marks()
    apply_theme(app, theme_for(settings.theme), settings.scale)


if sys.platform == "win32":

    def _stand_apart_from_python(app: QApplication) -> None:
        """Show our icon and our own button in the taskbar from the first window on: the process is ``pythonw.exe``."""
        from reform_desktop.ui.taskbar import name_ourselves  # noqa: PLC0415 -- there on Windows only

        name_ourselves()
        app.setWindowIcon(program_icon())


def _open_first(desktop: OpenWindows, path: Path | None) -> None:
    """Open the file that was named, or the one of last time, or say welcome; a request begins a new file."""
    last = next(iter(desktop.settings.recent_files), None)
    if path is not None and path.suffix.lower() == BUNDLE_SUFFIX:
        desktop.show_welcome()
        if desktop.welcome is not None:
            desktop.join(path, desktop.welcome)
    elif path is not None:
        desktop.open_file(path)
    elif last is not None and last.exists():
        desktop.open_file(last)
    else:
        desktop.show_welcome()


def _first_window(desktop: OpenWindows) -> QWidget | None:
    return desktop.windows[0] if desktop.windows else desktop.welcome


def _after_first_paint(app: QApplication, desktop: OpenWindows, window: QWidget) -> None:
    """Do what can wait until the window is seen."""
    gc.enable()
    gc.freeze()
    if os.environ.get(EXIT_AFTER_FIRST_PAINT):
        desktop.close_all()
        desktop.settings.flush()
        os._exit(0)  # the moment itself is what is measured, not how long Python takes to fold itself up
    install_japanese(app)
    app.setWindowIcon(program_icon())
    load_fallback_font()
    desktop.opened.connect(_look_after)
    for one in desktop.windows:
        _look_after(one)
    if not desktop.settings.text(WHO) and not desktop.is_joining:
        desktop.ask_who(window)


def _look_after(window: MainWindow) -> None:
    """Begin what goes on beside a file's window as long as it is open."""
    from reform_desktop.ui.successor import greet_successor  # noqa: PLC0415 -- not while a start is measured
    from reform_desktop.ui.upkeep import plan_upkeep  # noqa: PLC0415

    _listen_for_others(window)
    plan_upkeep(window)
    greet_successor(window)


def _listen_for_others(window: MainWindow) -> None:
    """Come to the front when the file is opened once more on this PC."""
    from reform_desktop.ui.single_window import KnockListener  # noqa: PLC0415 -- QtNetwork loads late

    if not window.session.desk.read_only:
        listener = KnockListener(window.session.desk.path, window)
        window.closed.connect(listener.close)
