"""Everything can be heard and reached: names, roles, values, order, and no way that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from gui.cut_words import cut_words
from gui.every_place import Everywhere, Files, files
from gui.heard import unheard, without_visible_focus

__all__ = ["files"]


def test_every_page_and_dialog_can_be_read_heard_and_reached(qapp: QApplication, files: Files, tmp_path: Path) -> None:
    every, found, seen = Everywhere(qapp, files, tmp_path), list[str](), set[tuple[str, object]]()
    try:
        for name, widget in every.places():
            lines = (*cut_words(widget), *unheard(widget), *without_visible_focus(widget, seen))
            found += [f"{name}: {line}" for line in lines]
    finally:
        every.close()
    assert not found, "\n".join(found)
    assert len(seen) > 20
