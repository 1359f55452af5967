"""Every page and every dialog of the program, found by looking: one that is added is walked through by itself.

Pages come from the table of pages, of a division's and a department's file; dialogs are the classes that derive from
`Dialog` in any module of `ui`, made from the types that their constructors ask for.
"""

from __future__ import annotations

import inspect
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

import reform_desktop.ui
from gui.test_sheet_import import filled_in
from reform_desktop.services import editing, planning
from reform_desktop.services.browsing import list_measures
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.editions import FreezeOrder, freeze_edition
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.services.exchange.sending import Answers, HandedIn, Request, send_requests, submit
from reform_desktop.services.glossary import shipped_glossary
from reform_desktop.services.submissions import DepartmentAnswers, board
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.help_window import HelpWindow
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place, Session
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.tasks import TaskRunner
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import WHO, OpenWindows

YEAR = 2026
PERIOD = "midyear"
DEPARTMENT = "財政課"
LONG = "髙﨑 𠮷之介の窓口を含む、市民が来庁しなくても済む手続きを増やすための業務の見直しと電子申請の拡大（第2期）"
"""A title as long as cities write them, with signs that are rarely there."""

_LOOK = 20
_QUIET = 3


class Files:
    """A division's file and a department's file in the middle of a half-year, made once."""

    def __init__(self, folder: Path) -> None:
        self.division, self.department = folder / "全体.reform", folder / f"{DEPARTMENT}.reform"
        self.request, self.answer = folder / "照会.zip", folder / "提出.zip"
        self.sheet = folder / "記入済み.xlsx"
        self.keys = folder / "keys"
        with self.at("division"):
            whole = create_desk(self.division, "sample", who="政策・デジタル推進課")
            ids = [one.department.id for one in board(whole, YEAR) if one.department.name == DEPARTMENT]
            asked = Request(ids, YEAR, PERIOD, date(2026, 10, 23), "上半期の進捗を入力してください。")
            (made,) = send_requests(whole, asked, self.request)
            assert made == self.request
            self.sheet = filled_in(whole, folder)
            freeze_edition(whole, FreezeOrder(date(2026, 6, 20), "推進会議", fiscal_year=YEAR - 1))
            editing.set_values(whole, "measure", open_plan(whole).measures[0].measure.id, {"title": LONG})
        with self.at("department"):
            own = create_from_bundle(self.department, self.request, f"{DEPARTMENT} 担当")
            measure = open_plan(own).of_department(own.department_id or "")[0].measure.id
            editing.set_in_year(own, measure, YEAR, {"result": LONG, "grade": "year_achieved"})
            submit(own, Answers(own.department_id or "", YEAR, PERIOD), HandedIn("よろしくお願いします。"), self.answer)
            own.close()
        whole.close()

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Hold the keys of one of the two PCs."""
        before = os.environ.get("REFORM_DESKTOP_KEYS")
        os.environ["REFORM_DESKTOP_KEYS"] = str(self.keys / name)
        try:
            yield
        finally:
            os.environ.pop("REFORM_DESKTOP_KEYS")
            if before is not None:
                os.environ["REFORM_DESKTOP_KEYS"] = before


class Everywhere:
    """The program with both files open. `places` walks through all that can be shown, one after the other."""

    def __init__(self, app: QApplication, files: Files, folder: Path) -> None:
        self.files = files
        self._settings = Settings(folder / "settings.ini")
        self._settings.set_text(WHO, "担当者")
        self.desktop = OpenWindows(app, self._settings)
        self._paths = [folder / files.division.name, folder / files.department.name]
        for source, path in zip((files.division, files.department), self._paths, strict=True):
            shutil.copyfile(source, path)
        self.division = self._open(self._paths[0])
        self.department = self._open(self._paths[1])

    def places(self) -> Iterator[tuple[str, QWidget]]:
        """Show every page and dialog, each with its name for messages. A dialog is closed before the next comes."""
        for window in (self.division, self.department):
            yield from self._pages(window)
        self.division.show_page("measures")
        for dialog_class in dialog_classes():
            yield from self._dialog(dialog_class)
        self.division.show_help("index")
        yield "使い方", HelpWindow.the_one()
        HelpWindow.close_the_one()
        self.desktop.show_welcome()
        assert self.desktop.welcome is not None
        self.calm()
        yield "はじめの画面", self.desktop.welcome
        self.desktop.welcome.close()

    def show_first_measure(self, window: MainWindow) -> None:
        """Show the sheet of the first measure."""
        line = list_measures(window.session.desk, MeasureFilter(YEAR), 0, 1).lines[0]
        window.go_to(Place("measures", line.id))
        self.calm()

    def dialogs(self, *names: str) -> Iterator[tuple[str, Dialog]]:
        """Show some dialogs, one after the other."""
        for dialog_class in dialog_classes():
            if dialog_class.__name__ in names:
                yield from self._dialog(dialog_class)

    def calm(self) -> None:
        """Wait until nothing has run for a while: the windows show all they have to show."""
        quiet = 0
        while quiet < _QUIET:
            QTest.qWait(_LOOK)
            quiet = quiet + 1 if self.desktop.runner.is_idle else 0

    def close(self) -> None:
        """Close everything."""
        self.calm()
        self.desktop.close_all()
        QTest.qWait(_LOOK)
        self.desktop.runner.close()
        self.desktop.deleteLater()

    def _open(self, path: Path) -> MainWindow:
        window = self.desktop.show_desk(Desk.open(path, who="財政課 担当者"))
        window.resize(window.screen().size())
        window.session.set_fiscal_year(YEAR)
        return window

    def _pages(self, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
        whose = "推進課" if window.session.desk.is_division else "課"
        window.show_checks(shown=True)
        self.calm()
        yield f"{whose}：入力チェック", window
        window.show_checks(shown=False)
        for entry in window.page_entries():
            window.show_page(entry.name)
            if entry.name == "measures":
                self.show_first_measure(window)
            self.calm()
            yield f"{whose}：{entry.title}", window
            if entry.name == "measures":
                window.toggle_table()
                self.calm()
                yield f"{whose}：表で入力", window
                window.toggle_table()

    def _dialog(self, dialog_class: type[Dialog]) -> Iterator[tuple[str, Dialog]]:
        window = self.department if dialog_class.__name__ in _OF_A_DEPARTMENT else self.division
        with self.files.at("division"):
            make: Callable[..., Dialog] = dialog_class
            dialog = make(**self._arguments(dialog_class, window))
            dialog.show()
            self.calm()
            yield dialog_class.__name__, dialog
            dialog.reject()
            self.calm()
            if isValid(dialog):
                dialog.hide()
                dialog.deleteLater()
                QTest.qWait(0)

    def _arguments(self, dialog_class: type[Dialog], window: MainWindow) -> dict[str, object]:
        special = _SPECIAL.get(dialog_class.__name__, {})
        given: dict[str, object] = {}
        hints = _hints(dialog_class)
        shared: dict[object, object] = {
            Session: window.session,
            Settings: self._settings,
            TaskRunner: self.desktop.runner,
        }
        for name, parameter in inspect.signature(dialog_class).parameters.items():
            if name in special:
                given[name] = special[name](self, window)
            elif name == "parent" or hints.get(name) is QWidget:
                given[name] = window
            elif hints.get(name) in shared:
                given[name] = shared[hints[name]]
            elif parameter.default is parameter.empty:
                pytest.fail(f"say in every_place._SPECIAL what {dialog_class.__name__} is to be given as {name!r}")
        return given


def dialog_classes() -> list[type[Dialog]]:
    """Return the dialogs of the program that can be shown, by name."""
    for module in pkgutil.walk_packages(reform_desktop.ui.__path__, "reform_desktop.ui."):
        if not module.name.endswith(("__main__", ".taskbar")):
            import_module(module.name)
    waiting, found = [Dialog], set[type[Dialog]]()
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= set(below)
    ours = [one for one in found if one.__module__.startswith("reform_desktop.ui.")]
    return sorted((one for one in ours if one.__name__ not in _GROUNDS), key=lambda one: one.__name__)


def _hints(dialog_class: type[Dialog]) -> dict[str, object]:
    """Return the types of a constructor; those named only for type checkers are found by their name."""
    known = {one.__name__: one for one in (Session, Settings, TaskRunner, QWidget)}
    written = inspect.get_annotations(dialog_class.__init__)
    return {name: known.get(str(words).removesuffix(" | None")) for name, words in written.items()}


def _answers(window: MainWindow) -> DepartmentAnswers:
    return next(one for one in board(window.session.desk, YEAR) if one.department.name == DEPARTMENT)


def _first_measure(window: MainWindow) -> str:
    return open_plan(window.session.desk).measures[0].measure.id


def _context(_every: Everywhere, window: MainWindow) -> SheetContext:
    return SheetContext(window.session, window)


def _field(_every: Everywhere, window: MainWindow) -> FieldRef:
    return FieldRef("measure", _first_measure(window), "title", "取組名")


Give = Callable[[Everywhere, MainWindow], object]

_SPECIAL: dict[str, dict[str, Give]] = {
    "BackupsDialog": {
        "path": lambda _every, window: window.session.desk.path,
        "desk": lambda _every, window: window.session.desk,
        "runner": lambda every, _window: every.desktop.runner,
    },
    "BulkEditDialog": {"measure_ids": lambda _every, window: [_first_measure(window)]},
    "CorrectionsDialog": {"number": lambda *_: 1},
    "CrashDialog": {"report": lambda *_: "reform-desktop 1\nbuiltins.ValueError\n  reform_desktop/ui/x.py:12 f"},
    "HistoryDialog": {"context": _context, "ref": _field},
    "ImportDialog": {"paths": lambda every, _window: [every.files.answer]},
    "JoinDialog": {"path": lambda every, _window: every.files.request},
    "LayoutDialog": {"request": lambda *_: PrintRequest("list", YEAR)},
    "MoveDialog": {
        "title": lambda *_: "推進項目を移す",
        "label": lambda *_: "移す先",
        "places": lambda _every, window: planning.item_headings(window.session.desk),
        "now": lambda _every, window: planning.item_headings(window.session.desk)[0].id,
    },
    "PassphraseDialog": {"protected": lambda *_: True},
    "PlaceDialog": {"kind": lambda *_: "address", "year_words": lambda *_: "令和8(2026)年度"},
    "RequestDialog": {"rows": lambda _every, window: [_answers(window)], "period": lambda *_: PERIOD},
    "ReturnDialog": {
        "answers": lambda _every, window: _answers(window),
        "period": lambda *_: PERIOD,
        "comments": lambda *_: {},
    },
    "ReviewDialog": {
        "answers": lambda _every, window: _answers(window),
        "period": lambda *_: PERIOD,
        "comments": lambda *_: {},
    },
    "SheetDialog": {"path": lambda every, _window: every.files.sheet},
    "SubmitDialog": {"period": lambda *_: PERIOD, "submission": lambda *_: None, "findings": lambda *_: 12},
    "TermsDialog": {"terms": lambda *_: list(shipped_glossary().terms)[:2]},
}
"""What a constructor wants beside the session, the settings, the tasks and the parent."""

_OF_A_DEPARTMENT = {"ProposeDialog", "SubmitDialog", "UnsentDialog"}
_GROUNDS = {"SendDialog"}
"""Classes that others derive from and nobody shows."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Both files, made once."""
    return Files(tmp_path_factory.mktemp("everywhere"))
