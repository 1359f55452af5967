"""Names of worksheets: what Excel allows, no two alike."""

from __future__ import annotations

from typing import Final

from reform_desktop.reports.wording import shown_text

_LONGEST: Final = 31
_FORBIDDEN: Final = str.maketrans({"[": "［", "]": "］", ":": "：", "*": "＊", "?": "？", "/": "／", "\\": "￥"})
_RESERVED: Final = "history"


class SheetNames:
    """Gives out worksheet names: at most 31 characters, none that Excel forbids, unique whatever the case."""

    def __init__(self) -> None:
        self._taken: set[str] = {_RESERVED}

    def take(self, wished: str) -> str:
        """Return a name as near to ``wished`` as can be."""
        clean = " ".join(shown_text(wished).translate(_FORBIDDEN).split()).strip("'")
        base = _shortened(clean, _LONGEST) or "シート"
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            suffix = f" ({count})"
            name = _shortened(base, _LONGEST - len(suffix)) + suffix
        self._taken.add(name.casefold())
        return name


def _shortened(name: str, length: int) -> str:
    """Cut to ``length`` UTF-16 units, which is how Excel counts; 𠮷 is two and is never cut in half."""
    while len(name.encode("utf-16-le")) // 2 > length:
        name = name[:-1]
    return name.rstrip(" '")
