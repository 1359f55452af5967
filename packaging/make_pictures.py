"""Make the pictures of the manual and of README.md from the running program.

Run by hand when the window's look has changed; needs no screen::

    .venv/bin/python packaging/make_pictures.py

Each picture is drawn by `reform_desktop.ui.screenshot` over a sample made for it, and saved with a palette of 256
colours: a picture of a window loses nothing that can be seen, and takes a third of the space.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

import exchange_pictures
import grid_pictures
from reform_desktop.ui.app import dress, make_application
from reform_desktop.ui.fonts import load_fallback_font
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.windows import WHO, OpenWindows

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "resources" / "help" / "images"
LARGEST: Final = 200_000
"""Bytes of one picture: all of them are carried by every installation."""

PICTURES: Final = {"window": "measures"}
"""A picture's name, and the page that it shows."""


def program(*words: str) -> None:
    """Run the checkout's own program."""
    subprocess.run([sys.executable, "-m", *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make every picture anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sample, drawn = Path(folder) / "見本.reform", Path(folder) / "drawn.png"
        program("reform_desktop", "new", str(sample), "--outline", "sample")
        for name, page in PICTURES.items():
            program("reform_desktop.ui.screenshot", str(sample), str(drawn), "--page", page)
            save(QImage(str(drawn)), TARGET / f"{name}.png")
    draw_exchange()


def draw_exchange() -> None:
    """Draw the story of the exchange and the grids, with settings and keys of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        app = make_application()
        settings = Settings(Path(folder) / "settings.ini")
        settings.set_text(WHO, "担当者")
        dress(app, settings)
        load_fallback_font()
        desktop = OpenWindows(app, settings)
        for pictures in (exchange_pictures, grid_pictures):
            pictures.draw(desktop, lambda widget, name: save(_fitting(widget), TARGET / f"{name}.png"))
        desktop.runner.close()


def _fitting(widget: QWidget) -> QImage:
    """Return the picture of a widget, as wide as the help window has room for."""
    picture = widget.grab().toImage()
    if picture.width() <= exchange_pictures.WIDTH:
        return picture
    return picture.scaledToWidth(exchange_pictures.WIDTH, Qt.TransformationMode.SmoothTransformation)


def save(picture: QImage, path: Path) -> None:
    """Save a picture with its 256 most frequent colours; `SystemExit` when it is too large all the same."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    colours = [colour for colour, _count in counted.most_common(256)]
    indexed = plain.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)
    if not indexed.save(str(path), quality=0) or path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name}: cannot be saved, or larger than {LARGEST} bytes")
    print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
