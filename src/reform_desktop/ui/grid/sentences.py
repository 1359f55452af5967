"""What a grid says about cells that were not saved: which, why, and that the others were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reform_desktop.services.cells import Refusal

_NAMED: Final = 3
"""Cells that are named; the others stand in red in the grid."""


def said_of(refused: Sequence[Refusal], locked: int, reason: str, saved: int) -> str:
    """Return the sentence after a block was written, or ``""`` when everything was saved.

    ``locked`` cells were left out, for ``reason``; ``saved`` is how many went in.
    """
    return " ".join(part for part in (_unread(refused, saved), _skipped(locked, reason)) if part)


def _unread(refused: Sequence[Refusal], saved: int) -> str:
    if not refused:
        return ""
    if len(refused) == 1 and not saved:
        return refused[0].sentence
    named = "　".join(f"「{one.cell.name}」{one.sentence}" for one in refused[:_NAMED])
    more = f"　ほか{len(refused) - _NAMED:,}件。" if len(refused) > _NAMED else ""
    rest = f"ほかの{saved:,}件は保存しました。" if saved else ""
    return f"{len(refused):,}件の欄を保存できませんでした。入力した文字は欄に残しています。{rest}　{named}{more}"


def _skipped(locked: int, reason: str) -> str:
    return f"変更できない欄{locked:,}件は、そのままにしました。{reason}" if locked else ""
