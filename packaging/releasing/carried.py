"""What wheels carry inside: Rust crates and C libraries, from the SBOMs that the wheels' makers put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from releasing.components import Component

_NOT_CARRIED: Final = re.compile(
    r"^(PIL\.\w+|pillow|libimagequant|raqm|fribidi-shim|FriBiDi|HarfBuzz|FreeType|libavif|libwebp|Little CMS.*|pybind11"
    r"|pythoncapi_compat|cc|find-msvc-tools|pkg-config|vcpkg|pyo3-build-config|autocfg|heck|target-lexicon|shlex)$"
)
"""Listed in wheels' SBOMs, but not shipped: parts of Pillow that we leave out, and tools of Rust that only build."""

_LIBRARY: Final = re.compile(r"^lib([a-z]+?)\d*-[0-9a-f]{8}\.so\.([\d.]+)$")
_FILE_ONLY: Final = {"lzma": ("XZ Utils (liblzma)", "0BSD"), "zstd": ("Zstandard", "BSD-3-Clause")}
"""Libraries that Pillow's SBOM does not list; their version stands in the file's name."""

_LICENCES: Final = {"openssl": "Apache-2.0", "libXau": "MIT"}


def carried_by(site: Path, names: Iterable[str], carriers: dict[str, str]) -> list[Component]:
    """Return what the named packages in ``site`` carry; ``carriers`` gives the component's name of each package."""
    found = {str(canonicalize_name(one.name)): one for one in distributions(path=[str(site)])}
    components: dict[tuple[str, str], Component] = {}
    for name in sorted(names):
        for part in (*_from_sboms(found[name], carriers[name]), *_from_files(found[name], carriers[name])):
            components.setdefault((part.name, part.version), part)
    return sorted(components.values(), key=lambda one: (one.inside, one.name.lower(), one.version))


def _from_sboms(package: Distribution, carrier: str) -> Iterator[Component]:
    for path in sorted(package.files or [], key=str):
        if "sboms" in path.parts and path.name.endswith(".json"):
            listed = json.loads(Path(str(package.locate_file(path))).read_text("utf-8"))
            for entry in listed.get("components", []):
                if not _NOT_CARRIED.match(entry["name"]):
                    yield _component(entry, carrier)


def _component(entry: dict[str, Any], carrier: str) -> Component:
    version = str(entry.get("version") or "")
    origin = str(entry.get("purl") or f"pkg:generic/{re.sub(r'[^a-z0-9]+', '-', entry['name'].lower())}@{version}")
    return Component(entry["name"], version, _expression(entry), origin.split("?", maxsplit=1)[0], inside=carrier)


def _expression(entry: dict[str, Any]) -> str:
    licences = entry.get("licenses") or []
    words = [one.get("expression") or one.get("license", {}).get("id", "") for one in licences]
    return " AND ".join(word for word in words if word) or _LICENCES.get(entry["name"], "NOASSERTION")


def _from_files(package: Distribution, carrier: str) -> Iterator[Component]:
    for path in package.files or []:
        found = _LIBRARY.match(path.name)
        if found and found.group(1) in _FILE_ONLY:
            name, licence = _FILE_ONLY[found.group(1)]
            version = found.group(2)
            yield Component(name, version, licence, f"pkg:generic/{found.group(1)}@{version}", inside=carrier)
