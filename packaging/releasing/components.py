"""What is inside: each component that is shipped, with version, licence, where it is from, and the texts it comes with.

Curated names and licences of what the program is made of stand in ``resources/components.json``, which the window shows
too; versions and texts are read from the packages themselves, so that the list cannot go stale unnoticed.
"""

from __future__ import annotations

import json
import platform
import re
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Final

from packaging.utils import canonicalize_name

from releasing import facts

TEXTS: Final = facts.ROOT / "packaging" / "licences"
_TEXT_NAME: Final = re.compile(r"(?i)licen[cs]e|copying|notice|copyright|authors")
_QT_TEXTS: Final = ("LGPL-3", "GPL-3", "qt-third-party.txt")


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that somebody else made, or our own drawings and fonts."""

    name: str
    version: str
    licence: str
    """An SPDX expression."""
    origin: str
    """A package URL (purl)."""
    use: str = ""
    texts: tuple[tuple[str, bytes], ...] = ()
    """File names and contents of licences and notices, word for word."""
    inside: str = ""
    """The component that carries this one, when it does not stand for itself."""


def python_components(site: Path, names: Iterable[str]) -> list[Component]:
    """Return the named packages as they are installed in ``site``; KeyError when one is not there."""
    found = {canonicalize_name(one.name): one for one in distributions(path=[str(site)])}
    curated = {canonicalize_name(str(entry["distribution"])): entry for entry in declared() if entry["distribution"]}
    components = []
    for name in sorted({str(canonicalize_name(name)) for name in names}):
        package, entry = found[canonicalize_name(name)], curated[canonicalize_name(name)]
        texts = tuple(_texts(package)) or _shipped_texts(*_QT_TEXTS)
        origin = f"pkg:pypi/{name}@{package.version}"
        components.append(Component(entry["name"], package.version, entry["licence"], origin, entry["use"], texts))
    return components


def qt(version: str) -> Component:
    """Return Qt itself, which the PySide6 wheel carries as shared libraries that can be replaced."""
    entry = _declared("Qt")
    origin = f"pkg:generic/qt@{version}"
    return Component("Qt", version, entry["licence"], origin, entry["use"], _shipped_texts(*_QT_TEXTS))


def python_interpreter(version: str, licence_text: bytes) -> Component:
    """Return the interpreter; its licence text also covers what CPython carries (expat, zlib, libmpdec …)."""
    entry = _declared("Python")
    texts = (("LICENSE.txt", licence_text),)
    return Component("Python", version, entry["licence"], f"pkg:generic/python@{version}", entry["use"], texts)


def this_interpreter() -> Component:
    """Return the interpreter that runs this."""
    place = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    text = place.read_bytes() if place.exists() else Path("/usr/share/doc/python3/copyright").read_bytes()
    return python_interpreter(platform.python_version(), text)


def fonts() -> list[Component]:
    """Return the typefaces; one text has all their notices."""
    folder = facts.ROOT / "resources" / "fonts"
    texts = tuple((name, (folder / name).read_bytes()) for name in ("OFL.txt", "README.md"))
    made = [one for one in declared() if one["use"] == "書体"]
    versions = {"BIZ UDPGothic": "1.05"}
    return [
        Component(
            one["name"],
            versions.get(one["name"], facts.version()),
            one["licence"],
            "pkg:generic/" + re.sub(r"\W+", "-", one["name"].split("（")[0].lower()),
            one["use"],
            texts,
        )
        for one in made
    ]


def declared() -> list[dict[str, str]]:
    """Return the curated list that the window shows, too."""
    entries: list[dict[str, str]] = json.loads((facts.ROOT / "resources" / "components.json").read_text("utf-8"))
    return entries


def this_site() -> Path:
    """Return where this Python's packages are installed."""
    return Path(sysconfig.get_path("purelib"))


def within(component: Component, carrier: str) -> Component:
    """Return the component as a part of another."""
    return replace(component, inside=carrier)


def _declared(name: str) -> dict[str, str]:
    return next(entry for entry in declared() if entry["name"] == name)


def _texts(package: Distribution) -> Iterable[tuple[str, bytes]]:
    """Every licence, notice and list of authors in a package's metadata."""
    for path in sorted(package.files or [], key=str):
        place = PurePosixPath(path.as_posix())
        if place.parts[0].endswith(".dist-info") and place.suffix != ".json" and _is_text(place):
            yield "_".join(place.parts[1:]).removeprefix("licenses_"), Path(str(package.locate_file(path))).read_bytes()


def _is_text(place: PurePosixPath) -> bool:
    below = place.parts[1:]
    return "licenses" in below[:-1] or _TEXT_NAME.search(below[-1]) is not None


def _shipped_texts(*names: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((name if name.endswith(".txt") else f"{name}.txt", (TEXTS / name).read_bytes()) for name in names)


