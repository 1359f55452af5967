"""The program's icon and that of a ``.reform`` file, in the sizes that desktops want, drawn from the SVG by Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from releasing import facts

SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
NAMES: Final = ("reform-desktop", "reform-file")
_DOTS: Final = 3780
"""A metre's, at 96 to the inch; else Qt writes the screen's."""

DRAWINGS: Final = facts.ROOT / "resources" / "icons" / "program"


def draw_all(folder: Path) -> Path:
    """Write ``NAME-SIZE.png`` for every size and ``NAME.ico`` for Windows; returns the folder.

    Lines and areas need no application object, and none is left behind for others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        for size in SIZES:
            _draw(name, size).save(str(folder / f"{name}-{size}.png"))
        _write_ico(folder, name)
    return folder


def _draw(name: str, size: int) -> QImage:
    picture = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
    picture.setDotsPerMeterX(_DOTS)
    picture.setDotsPerMeterY(_DOTS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray((DRAWINGS / f"{name}.svg").read_bytes())).render(painter)
    painter.end()
    return picture


def _write_ico(folder: Path, name: str) -> None:
    pictures = [Image.open(folder / f"{name}-{size}.png") for size in SIZES]
    pictures[-1].save(folder / f"{name}.ico", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
