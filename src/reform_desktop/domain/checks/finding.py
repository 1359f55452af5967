"""One finding of the input checks: what is missing or contradictory, and the exact place to go to."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """`ERROR` must be put right before the answer is complete; `WARNING` deserves a second look.

    `HINT` is about wording, and asks for nothing.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The word that the list and the paper show."""
        return {Severity.ERROR: "要修正", Severity.WARNING: "確認", Severity.HINT: "ヒント"}[self]


class Finding(Struct, frozen=True):
    """What is wrong, in one plain sentence, and where: the record (``kind``, ``row_id``) and its ``field``.

    ``row_id`` may name a record that does not exist yet (a year record nobody has begun): its id follows from its
    parent and year, so the place exists. ``measure_id`` and ``measure_number`` are empty, and ``fiscal_year`` is
    ``None``, where a finding is not about one measure or one year.
    """

    severity: Severity
    code: str
    message: str
    kind: str
    row_id: str
    field: str = ""
    measure_id: str = ""
    measure_number: str = ""
    fiscal_year: int | None = None
