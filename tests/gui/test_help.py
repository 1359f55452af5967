"""使い方: every chapter that a page or another chapter names is there."""

from __future__ import annotations

import re

import pytest

from reform_desktop.resources import resource_path
from reform_desktop.ui.help_window import INDEX
from reform_desktop.ui.page_table import PAGES
from reform_desktop.ui.pages.checks import ChecksPanel

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
    assert resource_path(f"help/{page.help_topic}.md").is_file()
