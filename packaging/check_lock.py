"""Fail when ``requirements.lock`` and ``pyproject.toml`` no longer fit each other. Needs no network.

Looks at what the lock says and at the metadata of what is installed: every requirement, direct or of a dependency,
on Linux and on Windows, has a pinned and hashed entry that satisfies it, and no entry is left that nobody asks for.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
PLATFORMS: Final = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
ENTRY: Final = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})*)", re.MULTILINE
)


def locked(text: str) -> tuple[dict[str, str], list[str]]:
    """Read the lock: the version of each package, and a complaint for each entry without a hash."""
    versions: dict[str, str] = {}
    complaints: list[str] = []
    for name, version, hashes in ENTRY.findall(text):
        versions[canonicalize_name(name)] = version
        if not hashes:
            complaints.append(f"{name}: no hash")
    if re.search(r"://|--(extra-)?index|--find-links", text):
        complaints.append("the lock names a package index")
    return versions, complaints


def asked_for(project: Path) -> list[Requirement]:
    """Every requirement of the project and of its extras."""
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    extras = [line for group in table.get("optional-dependencies", {}).values() for line in group]
    return [Requirement(line) for line in [*table["dependencies"], *extras]]


def applies(requirement: Requirement, extra: str) -> bool:
    """Whether the requirement holds on one of our platforms."""
    if requirement.marker is None:
        return True
    usual = {key: str(value) for key, value in default_environment().items()}
    return any(requirement.marker.evaluate({**usual, **platform, "extra": extra}) for platform in PLATFORMS)


def needs_of(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package asks for in its turn; nothing when it is not installed here (Windows only)."""
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    found = [Requirement(line) for line in lines]
    return [requirement for requirement in found if any(applies(requirement, extra) for extra in {"", *extras})]


def compare(wanted: list[Requirement], versions: dict[str, str]) -> list[str]:
    """Follow the requirements through the lock and return a complaint for each that does not fit."""
    complaints: list[str] = []
    reached: set[tuple[str, str]] = set()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        version = versions.get(name)
        if version is None:
            complaints.append(f"{requirement}: not in the lock")
        elif not requirement.specifier.contains(version, prereleases=True):
            complaints.append(f"{requirement}: the lock has {version}")
        mark = (name, ",".join(sorted(requirement.extras)))
        if mark not in reached:
            reached.add(mark)
            wanted.extend(needs_of(name, requirement.extras))
    unused = versions.keys() - {name for name, _ in reached}
    return complaints + [f"{name}: in the lock, but nobody asks for it" for name in sorted(unused)]


def main() -> int:
    """Compare and report; the exit status is 1 when anything does not fit."""
    versions, complaints = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    wanted = [requirement for requirement in asked_for(ROOT / "pyproject.toml") if applies(requirement, "")]
    complaints += compare(wanted, versions)
    for complaint in complaints:
        print(f"requirements.lock: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
