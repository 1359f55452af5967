"""使い方: every chapter that a page or another chapter names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

import reform_desktop.ui
from gui.every_place import Everywhere, Files, dialog_classes, files
from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.resources import resource_path
from reform_desktop.ui.help_window import INDEX, HelpWindow, topic_of
from reform_desktop.ui.page_table import PAGES
from reform_desktop.ui.pages.checks import ChecksPanel
from reform_desktop.ui.pages.measures.sheet.evidence.part import EvidencePart
from reform_desktop.ui.pages.measures.sheet.indicators.part import IndicatorsPart
from reform_desktop.ui.pages.measures.sheet.opinions import OpinionsPart
from reform_desktop.ui.pages.measures.sheet.texts import TextsPart
from reform_desktop.ui.pages.measures.sheet.years import YearsPart
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "files", "sample_file", "sample_original", "window"]

UI = Path(reform_desktop.ui.__file__).parent
TOPIC = re.compile(r'help_topic(?:: ClassVar\[str\])? = "([^"]+)"')
CHAPTERS = sorted(path.name for path in resource_path("help").glob("*.md"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_links_lead_to_chapters_that_are_there(chapter: str) -> None:
    text = resource_path(f"help/{chapter}").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+?)\)", text)
    assert [target for target in targets if not resource_path("help").joinpath(target).is_file()] == []


def test_every_chapter_can_be_reached_from_the_contents() -> None:
    contents = resource_path(f"help/{INDEX}.md").read_text(encoding="utf-8")
    assert {chapter for chapter in CHAPTERS if f"({chapter})" not in contents} == {f"{INDEX}.md"}


@pytest.mark.parametrize("module", [*sorted(page.module for page in PAGES), "checks"])
def test_f1_finds_a_chapter_for_every_page(module: str) -> None:
    from importlib import import_module  # noqa: PLC0415 -- pages load late

    names = {page.module: page.page_class for page in PAGES} | {"checks": ChecksPanel.__name__}
    page = getattr(import_module(f"reform_desktop.ui.pages.{module}"), names[module])
    assert there_is(page.help_topic)


def there_is(topic: str) -> bool:
    """Whether the manual has this chapter, and in it the heading that a topic may name."""
    chapter, _sign, heading = topic.partition("#")
    path = resource_path(f"help/{chapter}.md")
    if not path.is_file():
        return False
    lines = path.read_text(encoding="utf-8").splitlines()
    return not heading or any(re.fullmatch(rf"#+ {re.escape(heading)}", line) for line in lines)


def test_every_place_that_the_program_names_is_in_the_manual() -> None:
    named = {topic for path in UI.rglob("*.py") for topic in TOPIC.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 30
    assert sorted(topic for topic in named if not there_is(topic)) == []


def test_every_dialog_has_a_place_of_its_own_in_the_manual() -> None:
    assert [one.__name__ for one in dialog_classes() if one.help_topic == INDEX] == []


def test_every_section_of_the_sheet_has_a_place_of_its_own_in_the_manual() -> None:
    parts = TextsPart, IndicatorsPart, YearsPart, EvidencePart, OpinionsPart
    assert {part.__name__ for part in parts if not there_is(part.help_topic)} == set()


def test_the_manual_is_saved_as_a_pdf_from_its_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.show_help()
    manual = HelpWindow.the_one()
    assert manual.save_button.isVisible()
    manual.paper.write(tmp_path / "使い方.pdf")
    qtbot.waitUntil(lambda: manual.notices.text == "「使い方.pdf」を保存しました。", timeout=20_000)
    assert (tmp_path / "使い方.pdf").read_bytes().startswith(b"%PDF-")
    manual.paper.print_out()
    assert "プリンターが見つかりません" in manual.notices.text
    manual.paper.write(tmp_path / "無い" / "使い方.pdf")
    qtbot.waitUntil(lambda: "使い方.pdf" in manual.notices.text and "保存しました" not in manual.notices.text)
    manual.notices.dismiss()


def test_f1_opens_the_place_of_the_section_and_of_the_dialog(qapp: QApplication, files: Files, tmp_path: Path) -> None:
    every = Everywhere(qapp, files, tmp_path)
    try:
        window = every.division
        window.show_page("measures")
        every.show_first_measure(window)
        section = window.findChildren(EvidencePart)[0]
        section.findChildren(QPushButton)[0].setFocus()
        assert topic_of(window.focusWidget()) == "evidence"
        window.menus.action("help").trigger()
        assert HelpWindow.the_one().shown_heading == "証拠資料"
        headings = []
        for _name, dialog in every.dialogs("MoveDialog", "RequestDialog"):
            dialog.activateWindow()
            QTest.keyClick(dialog, Qt.Key.Key_F1)
            headings.append(HelpWindow.the_one().shown_heading)
        assert headings == ["方針・推進項目・取組", "推進課：照会を送る"]
    finally:
        every.close()
