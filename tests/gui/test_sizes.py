"""Nothing is cut off: what every label, button, tab, header and box needs is held against what it was given.

All pages and dialogs are walked through on a screen of 1366 × 768; what does not fit there has to scroll. Words that
are shortened on purpose (``ElidedLabel``, the choice of a `QComboBox`, cells of tables) must have a tool tip with all
of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui.cut_words import cut_words
from gui.every_place import Everywhere, Files, files
from reform_desktop.ui.theme import LIGHT, THEMES, Theme, apply_theme

__all__ = ["files"]

PICTURES = "REFORM_DESKTOP_PICTURES"
"""Environment variable: a folder for a picture of each place, to look at."""

QUICK = (pytest.param(1.0, marks=pytest.mark.slow), 2.0)  # at 1.0 `test_heard` measures on its own walk
SIZES = (0.9, 1.0, 1.25, 1.5, 2.0)


def cut_anywhere(app: QApplication, files: Files, folder: Path, theme: Theme, scale: float) -> str:
    """Walk through all places in a theme and at a size, and return what is cut there, a line each."""
    apply_theme(app, theme, scale)
    every, found = Everywhere(app, files, folder), list[str]()
    try:
        for name, widget in every.places():
            if os.environ.get(PICTURES):
                widget.grab().save(str(Path(os.environ[PICTURES]) / f"{name}.png"))
            found += [f"{name}: {line}" for line in cut_words(widget)]
    finally:
        every.close()
    return "\n".join(found)


@pytest.mark.parametrize("scale", QUICK)
def test_no_words_are_cut_at_the_usual_and_the_largest_size(
    qapp: QApplication, files: Files, tmp_path: Path, scale: float
) -> None:
    assert cut_anywhere(qapp, files, tmp_path, LIGHT, scale) == ""


@pytest.mark.slow
@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_no_words_are_cut_in_any_theme_at_any_size(
    qapp: QApplication, files: Files, tmp_path: Path, theme: Theme, scale: float
) -> None:
    assert cut_anywhere(qapp, files, tmp_path, theme, scale) == ""


@pytest.mark.slow
@pytest.mark.parametrize("factor", ["1.25", "1.5"])
def test_no_words_are_cut_where_the_monitor_itself_is_scaled(factor: str) -> None:
    """A monitor of 1366 × 768 dots at 125 % has 1093 × 614 for the program; each monitor may have its own factor."""
    words = [sys.executable, "-m", "pytest", "-q", "-k", "usual and 1.0", __file__]
    done = subprocess.run(words, env={**os.environ, "QT_SCALE_FACTOR": factor}, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
