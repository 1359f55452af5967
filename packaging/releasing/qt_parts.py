"""Which parts of Qt the program ships: the modules it imports, and the plugins, translations and libraries these need.

One list for the frozen Linux folder and for the Windows folder. Paths are those inside ``PySide6/``, with ``/``; names
of files come without ``lib``, version and suffix, so that ``libqxcb.so`` and ``qxcb.dll`` are both ``qxcb``.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

MODULES: Final = ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSvg", "QtWidgets")
"""What ``src/`` imports (a test compares). QtNetwork: the local socket by which a second start calls the first."""

LIBRARIES: Final = {
    "linux": ("Qt6Core", "Qt6DBus", "Qt6Gui", "Qt6Network", "Qt6PrintSupport", "Qt6Svg", "Qt6Widgets", "Qt6XcbQpa"),
    "win32": ("Qt6Core", "Qt6Gui", "Qt6Network", "Qt6PrintSupport", "Qt6Svg", "Qt6Widgets"),
}
"""Qt's own shared libraries. Debian and Windows bring OpenGL, Linux's accessibility and input methods speak D-Bus."""

PLUGINS: Final = {
    "linux": {
        "platforms": ("qxcb", "qoffscreen", "qminimal"),
        "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
        "iconengines": ("qsvgicon",),
        "imageformats": ("qjpeg", "qsvg"),
        "printsupport": ("cupsprintersupport",),
    },
    "win32": {
        "platforms": ("qwindows", "qoffscreen"),
        "styles": ("qmodernwindowsstyle",),
        "iconengines": ("qsvgicon",),
        "imageformats": ("qico", "qjpeg", "qsvg"),
        "printsupport": ("windowsprintersupport",),
    },
}
"""Plugins by kind. PNG is built into QtGui; ``offscreen`` draws the pictures of the main job; TLS and network
information are left out, since the program never talks to a network."""

TRANSLATIONS: Final = ("qtbase_ja.qm",)

SUPPORT: Final = ("icudata", "icui18n", "icuuc", "pyside6", "shiboken6")
"""Libraries beside Qt's own that the wheels bring and Qt or the bindings load."""

RUNTIME: Final = re.compile(r"(?i)^(msvcp140\w*|vcruntime140\w*|concrt140|d3dcompiler_47|opengl32sw)$")
"""Of Microsoft's runtime only the C++ part is kept; the software OpenGL (20 MB) draws nothing here."""

_LEFT_RUNTIME: Final = frozenset({"d3dcompiler_47", "opengl32sw", "concrt140"})


def stem(name: str) -> str:
    """Return a library's name without ``lib``, ABI, version and suffix: ``libQt6Core.so.6`` → ``Qt6Core``."""
    return re.sub(r"^lib", "", re.sub(r"(\.abi3|\.cp\d+[\w-]*)?\.(so|dll|pyd)([.\d]*)$", "", name))


def is_wanted(path: str, platform: str) -> bool:
    """Whether a file of the PySide6 wheel (path below ``PySide6/``) is shipped on ``linux`` or ``win32``."""
    place = PurePosixPath(path)
    parts = place.parts
    if parts[:1] == ("Qt",):
        parts = parts[1:]
    if parts[0] == "translations":
        return place.name in TRANSLATIONS
    if parts[0] == "plugins":
        return len(parts) == 3 and stem(place.name) in PLUGINS[platform].get(parts[1], ())  # noqa: PLR2004 -- plugins/kind/file
    if len(parts) > 1 and parts[0] != "lib":
        return False
    return _is_wanted_in_front(place, platform)


def _is_wanted_in_front(place: PurePosixPath, platform: str) -> bool:
    """Libraries, bindings and the package's own few Python files."""
    name = stem(place.name)
    if place.suffix == ".py":
        return True
    if re.search(r"\.(so|dll|pyd)([.\d]*)$", place.name) is None:
        return False
    if RUNTIME.match(name):
        return name.lower() not in _LEFT_RUNTIME
    return name in (*MODULES, *LIBRARIES[platform], *SUPPORT)
