"""Whether Windows has the functions that are asked of it, as far as that can be known here.

Debian's mingw-w64 carries import libraries with the names of nearly everything that Windows exports. What it does not
know is listed here with the version that brought it, after a look into Microsoft's documentation.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from windows import pe

LIBRARIES: Final = Path("/usr/x86_64-w64-mingw32/lib")
_LISTER: Final = "x86_64-w64-mingw32-nm"
_MARK: Final = "__imp_"

REVIEWED: Final = {
    "ProcessPrng": "Windows 8",
    "UiaClientsAreListening": "Windows Vista",
    "UiaHostProviderFromHwnd": "Windows Vista",
    "UiaRaiseAutomationEvent": "Windows Vista",
    "UiaRaiseAutomationPropertyChangedEvent": "Windows Vista",
    "UiaRaiseNotificationEvent": "Windows 10 1709",
    "UiaReturnRawElementProvider": "Windows Vista",
}


def unknown(folder: Path) -> list[str]:
    """Return the functions of Windows that something shipped imports and nobody here has heard of: ``dll!function``."""
    images = {path: pe.read(path) for path in pe.images_below(folder)}
    shipped = {path.name.lower() for path in images}
    asked = {one for image in images.values() for one in image.imports if one[0] not in shipped}
    known = _known()
    return sorted(
        f"{library}!{function}"
        for library, function in asked
        if function not in known and function not in REVIEWED and not function.startswith("#")
    )


@cache
def _known() -> frozenset[str]:
    found: set[str] = set()
    for library in sorted(LIBRARIES.glob("*.a")):
        told = subprocess.run([_LISTER, "-g", str(library)], capture_output=True, text=True, check=False).stdout
        names = (line.split()[-1] for line in told.splitlines() if line)
        found |= {name.removeprefix(_MARK) for name in names if name.startswith(_MARK)}
    return frozenset(found)
