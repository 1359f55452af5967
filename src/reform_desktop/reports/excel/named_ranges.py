"""Names for what people refer to from other sheets: the tables of lists, and the lists behind drop-downs."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

TABLE: Final = "表_"
CHOICES: Final = "選択肢_"
_LONGEST: Final = 200


class RangeNames:
    """Gives ranges of a workbook names that Excel allows, no two alike whatever the case."""

    def __init__(self, workbook: Workbook) -> None:
        self._names = workbook.defined_names
        self._taken: set[str] = set()

    def add(self, prefix: str, wished: str, area: str) -> None:
        """Name an area like ``'取組一覧'!$A$5:$H$53``; ``prefix`` keeps the name from looking like a cell."""
        base = f"{prefix}{''.join(sign if sign.isalnum() else '_' for sign in wished)}"[:_LONGEST]
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name.casefold())
        self._names[name] = DefinedName(name, attr_text=area)
