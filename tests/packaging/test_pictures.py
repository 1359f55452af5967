"""The manual's pictures come from the running program, all of them, and each is shown somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import exchange_pictures
import grid_pictures
import page_pictures

ROOT = Path(__file__).parents[2]
HELP = ROOT / "resources" / "help"
NAMES = {*page_pictures.NAMES, *exchange_pictures.NAMES, *grid_pictures.NAMES}


def made(folder: Path, *names: str) -> set[str]:
    """Run the script as ``dev.py pictures`` does, and return what it made."""
    plain = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    words = [sys.executable, str(ROOT / "packaging" / "make_pictures.py"), *names, "--into", str(folder)]
    subprocess.run(words, check=True, env=plain, capture_output=True, timeout=600)
    return {path.stem for path in folder.glob("*.png")}


def test_the_folder_holds_what_the_script_makes_and_nothing_else() -> None:
    assert {path.stem for path in (HELP / "images").iterdir()} == NAMES


def test_every_picture_is_shown_and_every_picture_shown_is_there() -> None:
    pages = [*HELP.glob("*.md"), ROOT / "README.md"]
    shown = {name for page in pages for name in re.findall(r"images/([\w-]+)\.png\)", page.read_text("utf-8"))}
    assert shown == NAMES


def test_every_picture_says_what_it_shows() -> None:
    silent = re.compile(r"!\[\s*\]\(")
    assert [page.name for page in HELP.glob("*.md") if silent.search(page.read_text("utf-8"))] == []


def test_a_picture_can_be_made_anew(tmp_path: Path) -> None:
    assert made(tmp_path, "welcome", "checks") == {"welcome", "checks"}
    for name in ("welcome", "checks"):
        with Image.open(tmp_path / f"{name}.png") as new, Image.open(HELP / "images" / f"{name}.png") as kept:
            assert new.size == kept.size


@pytest.mark.slow
def test_all_pictures_can_be_made_anew(tmp_path: Path) -> None:
    assert made(tmp_path) == NAMES
