"""All windows of the process: opening, creating, restoring and closing files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, Signal

from reform_desktop.domain.errors import DamagedFileError, UserError
from reform_desktop.domain.practice import PRACTICE, SAMPLE_OUTLINE
from reform_desktop.places import portable_folder
from reform_desktop.services.desk import DEFAULT_WHO, Desk
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import SUFFIX
from reform_desktop.ui.session import Session
from reform_desktop.ui.system_theme import tell_system, theme_for
from reform_desktop.ui.tasks import TaskRunner
from reform_desktop.ui.theme import SCALES, active_theme, apply_theme
from reform_desktop.ui.widgets.to_front import bring_to_front
from reform_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QApplication, QWidget

    from reform_desktop.services.creating import NewFile
    from reform_desktop.store.backup import Backup
    from reform_desktop.ui.settings import Settings
    from reform_desktop.ui.welcome import WelcomeWindow

WHO: Final = "who"
BUNDLE_SUFFIX: Final = ".zip"
SHEET_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
_LARGE: Final = 32 * 1024 * 1024


class OpenWindows(QObject):
    """Knows which window has which file. ``opened`` carries each new `MainWindow`."""

    opened = Signal(object)

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self.settings = settings
        self.runner = TaskRunner(self)
        self.runner.user_error.connect(self._say_error)
        self._windows: list[MainWindow] = []
        self._welcome: WelcomeWindow | None = None
        app.styleHints().colorSchemeChanged.connect(self._dress_anew)
        self.is_joining = False
        """Whether the steps from a request to a file are being walked through; they ask who works here, too."""

    @property
    def windows(self) -> tuple[MainWindow, ...]:
        """The windows of files, in the order in which they were opened."""
        return tuple(self._windows)

    @property
    def welcome(self) -> WelcomeWindow | None:
        """The welcome window, while it is shown."""
        return self._welcome

    @property
    def who(self) -> str:
        """Who is written into changes: 「財政課 担当者」."""
        return self.settings.text(WHO) or DEFAULT_WHO

    def open_file(self, path: Path, asking: QWidget | None = None) -> MainWindow | None:
        """Open a file in a window of its own, or bring the window to the front that has it already.

        What goes wrong is said in the asking window, or in the welcome window when there is none.
        """
        path = path.absolute()
        if self._is_open(path):
            return None
        if _takes_long(path):
            self._open_in_worker(path, asking)
            return None
        try:
            desk = Desk.open(path, who=self.who)
        except UserError as error:
            self._say_not_opened(path, error, asking)
            return None
        return self.show_desk(desk)

    def show_desk(self, desk: Desk) -> MainWindow:
        """Make the window of an open file."""
        window = MainWindow(Session(desk, self.runner), self)
        self._windows.append(window)
        window.closed.connect(partial(self._forget, window))
        self.settings.add_recent_file(desk.path)
        window.show()
        if self._welcome is not None:
            self._welcome.close()
        self.opened.emit(window)
        return window

    def show_welcome(self, error: UserError | None = None) -> None:
        """Show what stands when no file is open."""
        from reform_desktop.ui.welcome import WelcomeWindow  # noqa: PLC0415 -- not needed when a file is opened

        if self._welcome is None:
            self._welcome = WelcomeWindow(self)
            self._welcome.destroyed.connect(self._welcome_gone)
        self._welcome.show()
        if error is not None:
            self._welcome.say_error(error)

    def choose_file(self, asking: QWidget) -> None:
        """Let the user choose a file to open."""
        from reform_desktop.ui.file_dialogs import REFORM_FILES, ask_for_file  # noqa: PLC0415 -- only when asked for

        ask_for_file(asking, "開く", REFORM_FILES, lambda path: self.open_file(path, asking))

    def new_file(self, asking: QWidget) -> None:
        """Ask what the new file is to be, then make it and open it."""
        from reform_desktop.ui.new_file import NewFileDialog  # noqa: PLC0415 -- only when asked for

        dialog = NewFileDialog(self.settings, asking)
        dialog.decided.connect(lambda wanted: self.create(wanted, asking))
        dialog.open()

    def create(self, wanted: NewFile, asking: QWidget) -> None:
        """Make a file in a worker and open it."""
        from reform_desktop.services.creating import create_desk  # noqa: PLC0415 -- templates load late

        self.runner.run(
            f"「{wanted.path.name}」を作成しています",
            lambda _context: create_desk(wanted.path, wanted.outline, department=wanted.department, who=self.who),
            done=self.show_desk,
            failed=partial(self._say, asking),
            owner=asking,
        )

    def choose_request(self, asking: QWidget) -> None:
        """Make a department's file from the division's request, which the user chooses."""
        from reform_desktop.ui.exchange.beginning import choose_request  # noqa: PLC0415 -- only when asked for

        choose_request(self, asking)

    def join(self, request: Path, asking: QWidget) -> None:
        """Make a department's file from the division's request."""
        from reform_desktop.ui.exchange.beginning import join  # noqa: PLC0415 -- only when asked for

        self.is_joining = True
        join(self, request, asking).finished.connect(self._joined)

    def _joined(self, _result: int) -> None:
        self.is_joining = False

    def open_sample(self, asking: QWidget) -> None:
        """Open the file to practise in, which is made when it is not there yet: as the whole, or as a department's."""
        from reform_desktop.services.creating import NewFile, practice_department  # noqa: PLC0415 -- loads late
        from reform_desktop.ui.who_form import DEPARTMENT, WHOLE_ROLE  # noqa: PLC0415

        whole = self.settings.role in ("", WHOLE_ROLE)
        department = None if whole else practice_department(self.settings.text(DEPARTMENT))
        own = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))
        name = f"{PRACTICE}_{department}{SUFFIX}" if department else f"{PRACTICE}{SUFFIX}"
        path = (portable_folder() or own / "reform-desktop") / name
        if path.exists():
            self.open_file(path, asking)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        self.create(NewFile(path, SAMPLE_OUTLINE, department), asking)

    def save_copy(self, window: MainWindow) -> None:
        """Ask where to, then write a copy in a worker."""
        from reform_desktop.services.backups import save_copy  # noqa: PLC0415 -- only when asked for
        from reform_desktop.ui.file_dialogs import REFORM_FILES, ask_where_to_save  # noqa: PLC0415

        desk = window.session.desk
        window.commit_pending()

        def write(path: Path) -> None:
            self.runner.run(
                f"「{path.name}」にコピーしています",
                lambda _context: save_copy(desk, path),
                done=lambda written: window.notices.show_notice(f"「{written.name}」にコピーを保存しました。"),
                owner=window,
            )

        ask_where_to_save(window, "コピーを保存", f"{desk.path.stem}のコピー{SUFFIX}", REFORM_FILES, write)

    def show_backups(self, window: MainWindow) -> None:
        """Show the list of backups: make one, or go back to one."""
        from reform_desktop.ui.backups_dialog import BackupsDialog  # noqa: PLC0415 -- only when asked for

        window.commit_pending()
        dialog = BackupsDialog(window.session.desk.path, window, desk=window.session.desk, runner=self.runner)
        dialog.restoring.connect(partial(self._restore_open_file, window))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def ask_who(self, asking: QWidget) -> None:
        """Ask for department and role; open files go on under the answer."""
        from reform_desktop.ui.first_start import FirstStartDialog  # noqa: PLC0415 -- only when asked for

        def answered() -> None:
            for window in self._windows:
                window.session.desk.who = self.who

        dialog = FirstStartDialog(self.settings, asking)
        dialog.accepted.connect(answered)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close_all(self) -> None:
        """Close every window; the program ends with the last one."""
        for window in (*self._windows, *([self._welcome] if self._welcome else [])):
            window.close()

    def wear(self, theme: str) -> None:
        """Dress all windows in another theme at once; ``system`` is what the PC is set to."""
        self.settings.theme = theme
        tell_system(theme)
        self._dress_anew()

    def _dress_anew(self, *_scheme: object) -> None:
        """Wear what the settings and the PC say now; marks inside texts are drawn anew with their pages."""
        wanted = theme_for(self.settings.theme)
        if wanted is not active_theme():
            apply_theme(self._app, wanted, self.settings.scale)
            for window in self._windows:
                window.refresh_pages()

    def scale_by(self, window: MainWindow, step: int) -> None:
        """Make type and space a step larger or smaller, or standard again by 0."""
        nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self.settings.scale))
        place = SCALES.index(1.0) if step == 0 else min(max(nearest + step, 0), len(SCALES) - 1)
        self.scale_to(window, SCALES[place])

    def scale_to(self, window: MainWindow, scale: float) -> None:
        """Give type and space a size; all windows are laid out anew, and this one comes to the front."""
        if scale != self.settings.scale:
            self.settings.scale = scale
            apply_theme(self._app, active_theme(), scale)
            for one in sorted(self._windows, key=lambda one: one is window):
                self.reopen(one)

    def files_of(self, dropped: QMimeData) -> list[Path]:
        """Return the program's own files among what is dragged."""
        paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
        return [path for path in paths if path.suffix == SUFFIX]

    def exchange_files_of(self, dropped: QMimeData) -> list[Path]:
        """Return what can be taken in among what is dragged: bundles, sheets, and files of the program."""
        paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
        return [path for path in paths if path.suffix.lower() in (SUFFIX, BUNDLE_SUFFIX, *SHEET_SUFFIXES)]

    def reopen(self, window: MainWindow, between: Callable[[], object] | None = None) -> None:
        """Close a window, do something while the file is closed, and open the file again."""
        path = window.session.desk.path
        self._app.setQuitOnLastWindowClosed(False)

        def again() -> None:
            try:
                if between is not None:
                    between()
            except UserError as error:
                opened = self.open_file(path)
                (opened.say_error if opened else self.show_welcome)(error)
            else:
                self.open_file(path)
            self._app.setQuitOnLastWindowClosed(True)

        window.closed.connect(again)
        window.close()

    # Inner parts

    def _is_open(self, path: Path) -> bool:
        """Bring the window to the front that has the file, in this process or in another one of this PC."""
        for window in self._windows:
            if _same(window.session.desk.path, path):
                bring_to_front(window)
                return True
        if not lock_path(path).exists():
            return False
        from reform_desktop.ui.single_window import knock  # noqa: PLC0415 -- QtNetwork loads late

        return knock(path)

    def _open_in_worker(self, path: Path, asking: QWidget | None) -> None:
        """Open a large file that may have to be verified; the busy strip of the asking window says so meanwhile."""
        if asking is None:
            self.show_welcome()
            asking = self._welcome
        self.runner.run(
            f"「{path.name}」を開いています",
            lambda _context: Desk.open(path, who=self.who),
            done=self.show_desk,
            failed=lambda error: self._say_not_opened(path, error, asking),
            owner=asking,
        )

    def _forget(self, window: MainWindow) -> None:
        self._windows.remove(window)
        window.deleteLater()

    def _welcome_gone(self) -> None:
        self._welcome = None

    def _restore_open_file(self, window: MainWindow, chosen: Backup) -> None:
        from reform_desktop.services.backups import restore_backup  # noqa: PLC0415 -- only when asked for

        path = window.session.desk.path
        self.reopen(window, lambda: restore_backup(path, chosen, self.who))

    def _say_not_opened(self, path: Path, error: UserError, asking: QWidget | None) -> None:
        from reform_desktop.services.backups import list_backups  # noqa: PLC0415 -- only when something is wrong

        self._say(asking, error)
        if isinstance(error, DamagedFileError) and list_backups(path):
            self._offer_backups(path)

    def _offer_backups(self, path: Path) -> None:
        from reform_desktop.services.backups import restore_backup  # noqa: PLC0415 -- only when something is wrong
        from reform_desktop.ui.backups_dialog import BackupsDialog  # noqa: PLC0415

        parent = self._welcome or (self._windows[-1] if self._windows else None)

        def restore(chosen: Backup) -> None:
            try:
                restore_backup(path, chosen, self.who)
            except UserError as error:
                self._say(parent, error)
            else:
                self.open_file(path, parent)

        dialog = BackupsDialog(path, parent)
        dialog.restoring.connect(restore)
        dialog.open()

    def _say_error(self, error: UserError) -> None:
        self._say(self._app.activeWindow(), error)

    def _say(self, window: QWidget | None, error: UserError) -> None:
        place = window.window() if window is not None else None
        if isinstance(place, MainWindow):
            place.say_error(error)
        elif self._windows:
            self._windows[-1].say_error(error)
        else:
            self.show_welcome(error)


def _takes_long(path: Path) -> bool:
    """Whether a file was left by a program that died, and is too large to be verified in the blink of an eye."""
    try:
        return lock_path(path).exists() and path.stat().st_size > _LARGE
    except OSError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other
