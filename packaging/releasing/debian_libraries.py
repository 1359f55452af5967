"""Which Debian package a shared library of the system is from: its name, version and copyright file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from releasing.components import Component

_LICENCE_LINE: Final = re.compile(r"^License:\s*(\S.*)$", re.MULTILINE)
_SPDX: Final = {
    "libbsd0": "BSD-3-Clause AND ISC AND MIT",
    "libbrotli1": "MIT",
    "libbz2-1.0": "bzip2-1.0.6",
    "libcap2": "BSD-3-Clause OR GPL-2.0-only",
    "libcom-err2": "MIT",
    "libdbus-1-3": "AFL-2.1 OR GPL-2.0-or-later",
    "libexpat1": "MIT",
    "libffi8": "MIT",
    "libfontconfig1": "MIT",
    "libfreetype6": "FTL OR GPL-2.0-or-later",
    "libgcrypt20": "LGPL-2.1-or-later",
    "libglib2.0-0": "LGPL-2.1-or-later",
    "libgpg-error0": "LGPL-2.1-or-later",
    "libgssapi-krb5-2": "MIT",
    "libk5crypto3": "MIT",
    "libkeyutils1": "LGPL-2.0-or-later",
    "libkrb5-3": "MIT",
    "libkrb5support0": "MIT",
    "liblz4-1": "BSD-2-Clause",
    "liblzma5": "0BSD",
    "libmd0": "BSD-3-Clause AND ISC",
    "libpcre2-8-0": "BSD-3-Clause",
    "libpng16-16": "libpng-2.0",
    "libsqlite3-0": "blessing",
    "libssl3": "Apache-2.0",
    "libsystemd0": "LGPL-2.1-or-later",
    "libuuid1": "BSD-3-Clause",
    "libzstd1": "BSD-3-Clause OR GPL-2.0-only",
    "zlib1g": "Zlib",
}
"""Main licence of each library, read from its copyright file; X11's own (libx…) are all under MIT or its older kin."""


def packages_of(sources: Iterable[Path]) -> dict[Path, str]:
    """Return the Debian package of each file that is from one."""
    return {path: name for path in sources if (name := package_of(path))}


@cache
def package_of(path: Path) -> str:
    """Return the package that installed a file, or ``""``."""
    real = path.resolve()
    for name in (path, real, Path("/usr") / str(path).lstrip("/"), Path(str(real).removeprefix("/usr"))):
        done = subprocess.run(["dpkg-query", "-S", str(name)], capture_output=True, text=True, check=False)
        if done.returncode == 0 and ": " in done.stdout:
            return done.stdout.split(": ")[0].split(":")[0].split(",")[0]
    return ""


def component(package: str) -> Component:
    """Return a package as a component, with its copyright file."""
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
    ).stdout
    text = Path(f"/usr/share/doc/{package}/copyright").read_bytes()
    licence = _SPDX.get(package) or ("MIT" if package.startswith("libx") else _said(text))
    origin = f"pkg:deb/debian/{package}@{version.replace('+', '%2B').replace(':', '%3A')}"
    return Component(package, version, licence, origin, "Linux のライブラリ", (("copyright.txt", text),))


def _said(text: bytes) -> str:
    found = _LICENCE_LINE.search(text.decode("utf-8", "replace"))
    word = found.group(1) if found else "NOASSERTION"
    return "LicenseRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", word).strip("-")
