"""Make the pictures of the manual and of README.md from the running program.

Run when the window's look has changed (``python3 dev.py pictures``); needs no screen. Every picture comes from here:
``tests/packaging/test_pictures.py`` holds the folder against the names below. Pictures are saved with a palette of 256
colours: a picture of a window loses nothing that can be seen, and takes a third of the space.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "resources" / "help" / "images"
LARGEST: Final = 200_000
"""Bytes of one picture: all of them are carried by every installation."""

WHOLE: Final = ("window",)
"""Pictures that keep their size; the others are as wide as the help window has room for."""

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'gui' / 'screen.json'}")

from PySide6.QtCore import Qt  # noqa: E402 -- the platform is chosen before Qt is loaded
from PySide6.QtGui import QImage  # noqa: E402

import exchange_pictures  # noqa: E402
import grid_pictures  # noqa: E402
import page_pictures  # noqa: E402
from reform_desktop.ui.app import dress, make_application  # noqa: E402
from reform_desktop.ui.fonts import load_fallback_font  # noqa: E402
from reform_desktop.ui.settings import Settings  # noqa: E402
from reform_desktop.ui.translation import install_japanese  # noqa: E402
from reform_desktop.ui.windows import WHO, OpenWindows  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NAMES: Final = (*page_pictures.NAMES, *exchange_pictures.NAMES, *grid_pictures.NAMES)


def main(words: list[str] | None = None) -> int:
    """Make the pictures that the command line names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--into", type=Path, default=TARGET)
    given = parser.parse_args(words)
    unknown = set(given.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    given.into.mkdir(parents=True, exist_ok=True)
    draw(given.names or NAMES, given.into)
    return 0


def draw(wanted: Collection[str], target: Path) -> None:
    """Draw pictures with settings and keys of their own, in the light theme at 100 %."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["REFORM_DESKTOP_KEYS"] = str(Path(folder) / "keys")
        app = make_application()
        settings = Settings(Path(folder) / "settings.ini")
        settings.theme = "light"
        settings.set_text(WHO, "担当者")
        dress(app, settings)
        install_japanese(app)
        load_fallback_font()
        desktop = OpenWindows(app, settings)

        def keep(widget: QWidget, name: str) -> None:
            if name in wanted:
                save(_fitting(widget, name), target / f"{name}.png")

        if set(wanted) & set(page_pictures.NAMES):
            page_pictures.draw(desktop, keep, wanted)
        for story in (exchange_pictures, grid_pictures):
            if set(wanted) & set(story.NAMES):
                story.draw(desktop, keep)
        desktop.runner.close()


def _fitting(widget: QWidget, name: str) -> QImage:
    """Return the picture of a widget, as wide as the help window has room for."""
    picture = widget.grab().toImage()
    if name in WHOLE or picture.width() <= exchange_pictures.WIDTH:
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
    print(path.name, path.stat().st_size, flush=True)


if __name__ == "__main__":
    sys.exit(main())
