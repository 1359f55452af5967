"""What the program is made of, for 行革デスクについて: names and licences from one list, versions as found."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from reform_desktop import __version__
from reform_desktop.resources import resource_path


@dataclass(frozen=True, slots=True)
class ShippedComponent:
    """One line of the list; ``version`` is empty where nobody can tell (fonts, frozen packages)."""

    name: str
    version: str
    licence: str
    use: str


def shipped_components() -> list[ShippedComponent]:
    """Return what stands in ``resources/components.json``."""
    listed = json.loads(resource_path("components.json").read_text(encoding="utf-8"))
    return [ShippedComponent(one["name"], _version(one), one["licence"], one["use"]) for one in listed]


def _version(entry: dict[str, str]) -> str:
    if entry["name"] == "Python":
        return platform.python_version()
    if entry["use"] == "書体":
        return __version__ if entry["name"].startswith("Reform Desktop") else ""
    try:
        return version(entry["distribution"])
    except PackageNotFoundError:
        return ""
