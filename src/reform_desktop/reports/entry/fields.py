"""Which fields stand on a 記入用シート, in which order, and in whose season they are filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import Field, Phase
from reform_desktop.reports.model import Tone

SEASONS: Final = MappingProxyType(
    {Phase.PLAN: "計画時", Phase.MIDYEAR: "上半期", Phase.RESULT: "評価時", Phase.ALWAYS: "随時"}
)
"""When a cell is filled in, in a word beside it: the colour alone says nothing."""

_ORDER: Final = (Phase.PLAN, Phase.MIDYEAR, Phase.RESULT)

INDICATOR_FIELDS: Final = ("target", "actual")
"""What of an indicator is filled in every year."""

_ALSO: Final = ("handover", "contact")


def measure_fields() -> tuple[Field, ...]:
    """Return the fields of the measure itself: the plan's words, then what is handed over."""
    fields = KINDS["measure"].fields
    return (*(one for one in fields.values() if one.phase is Phase.PLAN), *(fields[name] for name in _ALSO))


def year_fields() -> tuple[Field, ...]:
    """Return the fields of the year in the order in which they are filled in."""
    fields = KINDS["year_record"].fields.values()
    return tuple(one for phase in _ORDER for one in fields if one.phase is phase)


def ground(field: Field) -> Tone:
    """Return the ground of a field's input cell."""
    return Tone.ENTRY_PLAN if field.phase is Phase.PLAN else Tone.ENTRY_RESULT
