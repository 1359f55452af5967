"""The pictures of the manual's chapter on the exchange: a half-year between the division and departments, played out.

The story is made with the program's own services, and each picture is drawn from its own window and dialogs, without
a screen.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtTest import QTest

from reform_desktop.bundle.header import Comment
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.departments import department_named, list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import importing
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.services.exchange.sending import (
    Answers,
    HandedIn,
    Request,
    SentBack,
    accept,
    send_back,
    send_requests,
    submit,
)
from reform_desktop.ui.exchange import taking
from reform_desktop.ui.exchange.review_dialog import ReviewDialog
from reform_desktop.ui.pages.submissions import SubmissionsPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.window import MainWindow
    from reform_desktop.ui.windows import OpenWindows

YEAR: Final = 2026
PERIOD: Final = "midyear"
FINANCE, GENERAL, CITIZENS = "財政課", "総務課", "市民課"
NAMES: Final = (
    "exchange-import",
    "exchange-conflict",
    "exchange-review",
    "exchange-board",
    "exchange-returned",
)
WIDTH: Final = 660
"""Pixels of a picture: the room that the help window gives it."""

_REMARK: Final = "根拠となる件数も書いてください。"
_LOOK: Final = 100
_QUIET: Final = 8

Save = Callable[["QWidget", str], None]


class Story:
    """The files of the division and three departments, and the bundles between them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._keys("推進課"):
            self.division = create_desk(folder / "全体", "sample", who="政策・デジタル推進課")
            ids = [one.id for one in list_departments(self.division)]
            (folder / "照会").mkdir()
            request = Request(ids, YEAR, PERIOD, date.today() + timedelta(days=12), "上半期の進捗を入力してください。")
            send_requests(self.division, request, folder / "照会")
        self.finance = self._begin(FINANCE)
        self.copy = self._copied(self.finance)
        self.others = [self._begin(GENERAL), self._begin(CITIZENS)]

    def close(self) -> None:
        """Close all files."""
        for one in (self.division, self.finance, self.copy, *self.others):
            one.close()

    def hand_in(self, desk: Desk, name: str, text: str) -> Path:
        """Fill a department's first measure in and hand in."""
        values = {"result": text, "grade": "year_achieved"}
        editing.set_in_year(desk, self.first_measure(desk), YEAR, dict(values))
        target = self._folder / f"{name}.zip"
        with self._keys(desk.path.stem.removesuffix("の控え")):
            submit(desk, self._answers(desk.department_id or ""), HandedIn("よろしくお願いします。"), target)
        return target

    def take(self, *paths: Path) -> None:
        """Let the division take bundles in."""
        with self._keys("推進課"):
            for path in paths:
                importing.import_file(self.division, path, accept_keys=True)

    def send_back(self) -> Path:
        """Let the division send the first department's answers back, with a remark on one field."""
        measure = self.first_measure(self.finance)
        row = child_row_id(KINDS["year_record"], measure, (YEAR,))
        remark = Comment(row=row, kind="year_record", field="result", text=_REMARK)
        why = SentBack("件数を書き足してください。", [remark])
        target = self._folder / "財政課_R8_上半期_差戻し.zip"
        with self._keys("推進課"):
            send_back(self.division, self._answers(department_named(self.division, FINANCE).id), why, target)
            accept(self.division, self._answers(department_named(self.division, GENERAL).id))
        with self._keys(FINANCE):
            importing.import_file(self.finance, target, accept_keys=True)
        return target

    @staticmethod
    def first_measure(desk: Desk) -> str:
        """Return the first measure of a department's file."""
        return open_plan(desk).of_department(desk.department_id or "")[0].measure.id

    @staticmethod
    def _answers(department_id: str) -> Answers:
        return Answers(department_id, YEAR, PERIOD)

    def _begin(self, name: str) -> Desk:
        (request,) = (self._folder / "照会").glob(f"練習用_{name}_*.zip")
        with self._keys(name):
            return create_from_bundle(self._folder / name, request, f"{name} 担当")

    def _copied(self, desk: Desk) -> Desk:
        target = desk.path.with_name(f"{desk.path.stem}の控え.reform")
        desk.store.copy_to(target)
        return Desk.open(target, who="財政課 佐藤")

    @contextmanager
    def _keys(self, name: str) -> Iterator[None]:
        before = os.environ.get("REFORM_DESKTOP_KEYS")
        os.environ["REFORM_DESKTOP_KEYS"] = str(self._folder / "鍵" / name)
        try:
            yield
        finally:
            os.environ["REFORM_DESKTOP_KEYS"] = before or str(self._folder / "鍵" / "推進課")


def draw(desktop: OpenWindows, save: Save) -> None:
    """Play the story and draw its pictures."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        story = Story(Path(folder))
        one = story.hand_in(story.finance, "財政課_R8_上半期_提出", "窓口の待ち時間を15分に短くした。")
        two = story.hand_in(story.copy, "財政課の控え_R8_上半期_提出", "窓口の待ち時間を14分に短くし、予約も始めた。")
        others = [
            story.hand_in(desk, f"{desk.path.stem}_R8_上半期_提出", "計画のとおり進めた。") for desk in story.others
        ]
        window = _window(desktop, story.division)
        dialog = taking.offer(window.session, window, [one, two, *others])
        _calm(desktop)
        dialog.resize(860, 620)
        save(dialog, "exchange-import")
        dialog.reject()
        story.take(one, two, *others)
        window.show_page("conflicts")
        _calm(desktop)
        save(window, "exchange-conflict")
        window.show_page("submissions")
        _calm(desktop)
        _draw_review(desktop, window, save)
        story.send_back()
        _calm(desktop)
        save(window, "exchange-board")
        department = _window(desktop, story.finance)
        department.show_page("submissions")
        _calm(desktop)
        save(department, "exchange-returned")
        desktop.close_all()
        story.copy.close()
        for desk in story.others:
            desk.close()


def _window(desktop: OpenWindows, desk: Desk) -> MainWindow:
    window = desktop.show_desk(desk)
    window.resize(1180, 700)
    window.session.set_fiscal_year(YEAR)
    return window


def _calm(desktop: OpenWindows) -> None:
    """Wait until nothing has run for a while: the windows show all they have to show."""
    quiet = 0
    while quiet < _QUIET:
        QTest.qWait(_LOOK)
        quiet = quiet + 1 if desktop.runner.is_idle else 0


def _draw_review(desktop: OpenWindows, window: MainWindow, save: Save) -> None:
    page = window.page
    if not isinstance(page, SubmissionsPage) or page.board is None:
        raise SystemExit("the board is not there")
    page.board.choose(department_named(window.session.desk, FINANCE).id)
    chosen = page.board.chosen()
    if chosen is None:
        raise SystemExit("the department is not on the board")
    page.board._review(chosen, PERIOD)  # noqa: SLF001 -- what the button does, without looking for it
    dialog = window.findChildren(ReviewDialog)[-1]
    _calm(desktop)
    dialog.view.choose(dialog.model.rowCount() - 1)
    dialog.comment.setPlainText(_REMARK)
    dialog.resize(900, 620)
    save(dialog, "exchange-review")
    dialog.close_button.click()

