"""What the lock says: which packages the program itself needs on a platform, in which version, with which hashes."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from releasing import facts

PLATFORMS: Final = ("linux", "win32")
_MARKERS: Final = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
_ENTRY: Final = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Locked:
    """One entry: name (canonical), version, and the SHA-256 of every file that may be installed for it."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """The entry as pip reads it."""
        return " \\\n    ".join([f"{self.name}=={self.version}", *(f"--hash=sha256:{one}" for one in self.hashes)])


@cache
def entries() -> dict[str, Locked]:
    """Return every entry of the lock by its canonical name."""
    text = (facts.ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = {}
    for name, version, hashes in _ENTRY.findall(text):
        key = str(canonicalize_name(name))
        found[key] = Locked(key, version, tuple(re.findall(r"[0-9a-f]{64}", hashes)))
    return found


def runtime(platform: str) -> list[Locked]:
    """Return what the program needs when it runs, direct or not, sorted by name; no test and no build tools."""
    project = tomllib.loads((facts.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return closure([Requirement(line) for line in project["dependencies"]], platform)


def closure(wanted: list[Requirement], platform: str) -> list[Locked]:
    """Follow requirements through the metadata of what is installed here, for a platform."""
    waiting, reached = list(wanted), set[str]()
    while waiting:
        requirement = waiting.pop()
        name = str(canonicalize_name(requirement.name))
        if name not in reached and _applies(requirement, platform):
            reached.add(name)
            waiting += _needs(name)
    return [entries()[name] for name in sorted(reached)]


def _needs(name: str) -> list[Requirement]:
    from importlib.metadata import PackageNotFoundError, requires  # noqa: PLC0415 -- beside its exception

    try:
        return [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:  # of the other platform only, and then without needs of its own
        return []


def _applies(requirement: Requirement, platform: str) -> bool:
    if requirement.marker is None:
        return True
    usual = {key: str(value) for key, value in default_environment().items()}
    return requirement.marker.evaluate({**usual, **_MARKERS[platform], "extra": ""})


def here() -> str:
    """Return the platform of this machine."""
    return "win32" if sys.platform == "win32" else "linux"
