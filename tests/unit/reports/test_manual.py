"""The manual on paper: everything that the help window shows is in it, and one finds it."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from reform_desktop.cli import run_command_line
from reform_desktop.domain.errors import UserError
from reform_desktop.reports.manual.markdown import (
    Code,
    Figure,
    Grid,
    HeadingLine,
    Item,
    Text,
    chapter_order,
    parse_chapter,
)
from reform_desktop.resources import resource_path
from reform_desktop.services.manual import manual_chapters, save_manual
from unit.reports.conftest import pdf_text, squeezed

HELP = resource_path("help")
DAY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_manual(tmp_path_factory.mktemp("manual") / "使い方.pdf", DAY)


def test_every_chapter_of_the_help_window_is_in_the_manual_once() -> None:
    names = {path.stem for path in HELP.glob("*.md")} - {"index"}
    order = chapter_order((HELP / "index.md").read_text(encoding="utf-8"))
    assert sorted(order) == sorted(names)
    assert len(manual_chapters()) == len(names)


def test_every_word_of_every_chapter_is_on_paper(manual: Path) -> None:
    found = squeezed(pdf_text(manual, "-raw"))
    found = re.sub(r"行革デスクの使い方[\d.]+版\d+/\d+", "", found)
    missing = []
    for chapter in manual_chapters():
        for block in chapter.blocks:
            words = words_of(block)
            missing += [one for one in words if squeezed(one)[:12] not in found]
    assert missing == []


def words_of(block: object) -> list[str]:
    match block:
        case HeadingLine() | Text() | Item() | Figure():
            return [block.text]
        case Grid():
            return [cell[:4] for row in (block.head, *block.rows) for cell in row]
        case Code():
            return [line for line in block.lines if line]
    return []


def test_contents_and_bookmarks_lead_to_the_page_of_each_chapter(manual: Path) -> None:
    pages = [squeezed(page) for page in pdf_text(manual, "-raw").split("\f")]
    found = re.findall(r"^ *(\S.*?) {2,}(\d+)$", pdf_text(manual, "-layout", "-f", "2", "-l", "2"), re.MULTILINE)
    contents = {squeezed(words): int(number) for words, number in found}
    assert list(contents) == [squeezed(one.title) for one in manual_chapters()]
    for title, number in contents.items():
        assert pages[number - 1].startswith(title)
    with pypdfium2.PdfDocument(manual) as pdf:
        marks = [(one.level, squeezed(one.get_title()), one.get_dest().get_index() + 1) for one in pdf.get_toc()]
    assert {title: page for level, title, page in marks if not level and title in contents} == contents
    headings = [(title, page) for level, title, page in marks if level]
    assert len(headings) > 100
    assert [title for title, page in headings if title[:10] not in pages[page - 1]] == []


def test_every_picture_is_printed_with_what_it_shows(manual: Path) -> None:
    figures = [one for chapter in manual_chapters() for one in chapter.blocks if isinstance(one, Figure)]
    listed = subprocess.run(["pdfimages", "-list", str(manual)], check=True, capture_output=True, encoding="utf-8")
    assert len(listed.stdout.splitlines()) - 2 == len(figures) > 8


def test_fonts_are_in_the_file_and_the_same_day_makes_the_same_bytes(manual: Path, tmp_path: Path) -> None:
    fonts = subprocess.run(["pdffonts", str(manual)], check=True, capture_output=True, encoding="utf-8").stdout
    lines = fonts.splitlines()[2:]
    assert lines
    assert all(re.search(r"Identity-H +yes yes yes", line) for line in lines)
    assert save_manual(tmp_path / "again.pdf", DAY).read_bytes() == manual.read_bytes()
    subprocess.run(["qpdf", "--check", str(manual)], check=True, capture_output=True)


def test_a_folder_that_is_not_there_is_said_in_a_sentence_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        save_manual(tmp_path / "無い" / "使い方.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_manual_and_refuses_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "使い方.pdf"
    assert run_command_line(["manual", "-o", str(path)]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert run_command_line(["manual", "-o", str(tmp_path / "無い" / "使い方.pdf")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_markdown_of_every_kind_is_understood() -> None:
    source = (
        "# 題\n\n一行目\n二行目 [取組](measures.md)\n\n- **太字**：説明\n  - 下の点\n1. 番号\n\n"
        "| 記号 | 意味 |\n|---|---|\n| `a` | b |\n\n```\nreform-desktop new\n```\n"
        "![絵](images/a.png)\n[取組](measures.md)　[目次へ](index.md)\n"
    )
    assert parse_chapter(source) == [
        HeadingLine("題", 1),
        Text("一行目 二行目 取組"),
        Item("太字：説明", "・", 0),
        Item("下の点", "・", 1),
        Item("番号", "1.", 0),
        Grid(("記号", "意味"), (("a", "b"),)),
        Code(("reform-desktop new",)),
        Figure("絵", "images/a.png"),
    ]
