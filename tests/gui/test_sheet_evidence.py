"""Evidence on the sheet: dropped, opened, replaced, removed; addresses and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.input_method import compose
from gui.sheet_window import YEAR, SheetWindow, sheet_window
from reform_desktop.domain.records import Evidence
from reform_desktop.services.attachments import WARN_SIZE, attach_place
from reform_desktop.ui.pages.measures.sheet.evidence import chosen
from reform_desktop.ui.pages.measures.sheet.evidence.model import shown_size
from reform_desktop.ui.pages.measures.sheet.evidence.opening import address_url
from reform_desktop.ui.pages.measures.sheet.evidence.place_dialog import PlaceDialog
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.text_field import TextField


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show()
        yield made


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "調査結果.csv"
    path.write_text("項目,件数\n窓口,12\n", encoding="utf-8")
    return path


def of_year(desk: SheetWindow, year: int = YEAR) -> tuple[Evidence, ...]:
    return desk.stored().evidence_of(year)


def drop(desk: SheetWindow, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, none = QPointF(20, 20), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(desk.sheet, enter)
    if enter.isAccepted():
        event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
        QApplication.sendEvent(desk.sheet, event)
    return enter.isAccepted()


def test_a_dropped_file_is_evidence_of_the_open_year(desk: SheetWindow, table: Path, qtbot: QtBot) -> None:
    assert drop(desk, table)
    qtbot.waitUntil(lambda: len(of_year(desk)) == 1)
    one = of_year(desk)[0]
    assert (one.title, one.file_name, one.file_size) == ("調査結果", "調査結果.csv", table.stat().st_size)
    qtbot.waitUntil(lambda: desk.sheet.body.evidence.list.current is not None)
    assert desk.sheet.body.evidence.list.current == one
    desk.desk.undo()
    assert of_year(desk) == ()


def test_several_files_are_attached_at_once(desk: SheetWindow, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [tmp_path / f"{name}.txt" for name in "abc"]
    for path in paths:
        path.write_text(path.name)
    drop(desk, *paths)
    qtbot.waitUntil(lambda: len(of_year(desk)) == 3)
    assert {one.file_name for one in of_year(desk)} == {"a.txt", "b.txt", "c.txt"}


def test_a_dropped_folder_is_refused_with_a_sentence(desk: SheetWindow, tmp_path: Path) -> None:
    drop(desk, tmp_path)
    assert "フォルダー" in desk.sheet.body.evidence.message.text()
    assert of_year(desk) == ()


def test_a_large_file_is_attached_only_after_a_question(desk: SheetWindow, tmp_path: Path, qtbot: QtBot) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(WARN_SIZE)
    drop(desk, large)
    question = desk.sheet.body.evidence.question
    assert "10.0 MB" in question.text
    question.no.click()
    assert desk.runner.is_idle
    assert of_year(desk) == ()
    drop(desk, large)
    question.yes.click()
    qtbot.waitUntil(lambda: len(of_year(desk)) == 1)


def test_a_file_that_is_gone_is_said_at_the_list(desk: SheetWindow, table: Path, qtbot: QtBot) -> None:
    desk.sheet.body.evidence.attaching._start(desk.measures[0].measure.id, YEAR, table.with_name("なし.csv"))
    qtbot.waitUntil(desk.sheet.body.evidence.message.isVisible)
    assert "なし.csv" in desk.sheet.body.evidence.message.text()
    assert of_year(desk) == ()


def test_nothing_can_be_dropped_on_another_departments_measure(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, table: Path
) -> None:
    with sheet_window(qtbot, tmp_path_factory, read_only=True) as made:
        made.show()
        assert not drop(made, table)
        assert "読み取り専用" in made.sheet.body.evidence.attach_button.toolTip()


def test_an_attached_file_is_opened_as_a_read_only_copy(
    desk: SheetWindow, table: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_file(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(chosen, "open_file", open_file)
    drop(desk, table)
    qtbot.waitUntil(lambda: desk.sheet.body.evidence.list.current is not None)
    QTest.keyClick(desk.sheet.body.evidence.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].name == table.name
    assert opened[0].read_bytes() == table.read_bytes()
    assert opened[0].stat().st_mode & 0o222 == 0


def test_a_program_is_not_opened_but_can_be_saved(
    desk: SheetWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "open_file", lambda _path: pytest.fail("opened"))
    program = tmp_path / "run.BAT"
    program.write_text("echo")
    drop(desk, program)
    part = desk.sheet.body.evidence
    qtbot.waitUntil(lambda: part.list.current is not None)
    part.chosen.open_button.click()
    qtbot.waitUntil(part.message.isVisible)
    assert "名前を付けて保存" in part.message.text()
    one = part.list.current
    assert one is not None
    part.chosen.save_as(one, tmp_path / "out.bat")
    qtbot.waitUntil((tmp_path / "out.bat").exists)


def test_a_file_is_replaced_and_undone(desk: SheetWindow, table: Path, qtbot: QtBot) -> None:
    drop(desk, table)
    qtbot.waitUntil(lambda: len(of_year(desk)) == 1)
    newer = table.with_name("新しい.csv")
    newer.write_text("x")
    desk.sheet.body.evidence.attaching.replace(of_year(desk)[0].id, newer)
    qtbot.waitUntil(lambda: of_year(desk)[0].file_name == "新しい.csv")
    desk.desk.undo()
    assert of_year(desk)[0].file_name == "調査結果.csv"


def test_evidence_is_removed_with_a_key_and_undone(desk: SheetWindow) -> None:
    attach_place(desk.desk, desk.measures[0].measure.id, YEAR, title="ページ", address="https://www.example.jp/")
    part = desk.sheet.body.evidence
    assert part.list.choose(of_year(desk)[0].id)
    QTest.keyClick(part.list, Qt.Key.Key_Delete)
    assert of_year(desk) == ()
    assert any("ページ" in notice for notice in desk.notices)
    desk.desk.undo()
    assert len(of_year(desk)) == 1


def test_an_address_is_added_in_a_small_form(desk: SheetWindow) -> None:
    desk.sheet.body.evidence.address_button.click()
    dialog = desk.sheet.body.evidence.findChild(PlaceDialog)
    assert dialog is not None
    assert unnamed_controls(dialog) == []
    dialog._give()
    assert "資料名" in dialog.fields["title"].field.status.error
    for name, text in (("title", "Page"), ("address", "https://www.example.jp/a")):
        QTest.keyClicks(dialog.fields[name].field.widget(), text)
    dialog._give()
    assert [(one.title, one.address) for one in of_year(desk)] == [("Page", "https://www.example.jp/a")]
    assert desk.sheet.body.evidence.list.current == of_year(desk)[0]


def test_the_place_of_the_paper_is_said(desk: SheetWindow) -> None:
    attach_place(desk.desk, desk.measures[0].measure.id, YEAR, title="簿冊", paper_location="3階書庫")
    part = desk.sheet.body.evidence
    part.list.choose(of_year(desk)[0].id)
    assert part.chosen.open_button.text() == "場所を見る"
    part.chosen.open_button.click()
    assert any("3階書庫" in notice for notice in desk.notices)


def test_the_open_years_evidence_stands_first(desk: SheetWindow) -> None:
    attach_place(desk.desk, desk.measures[0].measure.id, 2028, title="あと", address="https://www.example.jp/")
    desk.session.set_fiscal_year(2028)
    assert desk.sheet.body.evidence.model.index(0, 1).data() == "あと"
    desk.session.set_fiscal_year(2025)
    assert desk.sheet.body.evidence.model.index(0, 0).data() == "R7"


def test_typing_a_note_is_not_interrupted_by_evidence_from_elsewhere(desk: SheetWindow) -> None:
    measure = desk.measures[0].measure.id
    attach_place(desk.desk, measure, YEAR, title="a", address="https://www.example.jp/")
    desk.sheet.body.evidence.list.choose(of_year(desk)[0].id)
    note = desk.sheet.body.evidence.details.fields.fields["note"].control
    assert isinstance(note, TextField)
    note.setFocus()
    compose(note, "にほ")
    attach_place(desk.desk, measure, YEAR, title="b", address="https://www.example.jp/b")
    assert note.composing
    desk.sheet.commit_pending()
    assert next(one for one in of_year(desk) if one.title == "a").note == "にほ"


def test_a_check_leads_to_the_evidence(desk: SheetWindow) -> None:
    measure = next(one for one in desk.measures if one.evidence)
    wanted = measure.evidence[0]
    desk.sheet.show_place(
        Place("measures", measure.measure.id, "evidence", wanted.id, "title", wanted.fiscal_year)
    )
    assert desk.sheet.body.evidence.list.current == wanted
    assert QApplication.focusWidget() is desk.sheet.body.evidence.details.fields.fields["title"].control


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.example.jp/a", "https://www.example.jp/a"),
        ("/mnt/shared/a", "file:///mnt/shared/a"),
        ("javascript:alert(1)", None),
        ("ftp://x", None),
        ("受付簿", None),
    ],
)
def test_only_web_pages_and_shared_folders_are_opened(address: str, shown: str | None) -> None:
    url = address_url(address)
    assert (url.toString() if url else None) == shown


@pytest.mark.parametrize(("size", "shown"), [(None, ""), (10, "1 KB"), (20_480, "20 KB"), (3_670_016, "3.5 MB")])
def test_sizes_are_said_as_people_say_them(size: int | None, shown: str) -> None:
    assert shown_size(size) == shown
