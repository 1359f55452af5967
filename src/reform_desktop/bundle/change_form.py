"""What every change in a pack must look like, whichever program made it.

Unknown kinds, fields and keys belong to newer programs and pass; what ids, names and numbers look like does not
change between versions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from reform_desktop.bundle.canonical import LEAST, MOST, is_plain
from reform_desktop.bundle.errors import RefusalError
from reform_desktop.changes.change import EXISTENCE, Change

_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEX: Final = b"0123456789abcdef"
_ROW_LENGTH: Final = 36
_DASHES: Final = (8, 13, 18, 23)
_ID_LENGTH: Final = 64
_PLAIN: Final = frozenset({str, bool, type(None)})


def check_changes(changes: Sequence[Change], unit: str) -> None:
    """Refuse (`RefusalError`) changes of another unit, and ids, names or values of a form that no program writes."""
    if any(change.unit != unit for change in changes):
        raise RefusalError("変更の束に、ほかの課の名による変更があります")
    if not are_row_ids([change.row for change in changes]):
        raise RefusalError("変更の束に、正しくない記録の番号があります")
    names = {change.kind for change in changes}.union(*(change.set for change in changes))
    fields_replaced = set[str]().union(*(change.parents for change in changes)) - {EXISTENCE}
    if not all(map(_WORD.fullmatch, names | fields_replaced)):
        raise RefusalError("変更の束に、正しくない項目の名前があります")
    parents = chain.from_iterable(chain.from_iterable(change.parents.values() for change in changes))
    if not are_change_ids(list(parents)):
        raise RefusalError("変更の束に、正しくない変更の番号があります")
    if not all(map(_has_plain_values, changes)):
        raise RefusalError("変更の束に、使えない数または深すぎる入れ子があります")


def are_row_ids(rows: Sequence[str]) -> bool:
    """Whether all are UUIDs in canonical form; looks at all of them at once, since there may be very many."""
    joined = _lines(rows)
    stride = _ROW_LENGTH + 1
    return (
        _stand_at(joined, _ROW_LENGTH, stride, b"\n", len(rows))
        and all(_stand_at(joined, place, stride, b"-", len(rows)) for place in _DASHES)
        and joined.translate(None, _HEX) == b"----\n" * len(rows)
    )


def are_change_ids(names: Sequence[str]) -> bool:
    """Whether all are SHA-256 in lower-case hexadecimal."""
    joined = _lines(names)
    return _stand_at(joined, _ID_LENGTH, _ID_LENGTH + 1, b"\n", len(names)) and joined.translate(
        None, _HEX
    ) == b"\n" * len(names)


def _lines(texts: Sequence[str]) -> bytes:
    return "".join([f"{text}\n" for text in texts]).encode(errors="replace")


def _stand_at(joined: bytes, start: int, stride: int, character: bytes, count: int) -> bool:
    return len(joined) == stride * count and joined[start::stride] == character * count


def _has_plain_values(change: Change) -> bool:
    values = change.set.values()
    if _PLAIN.issuperset(map(type, values)):
        return True
    return all(
        LEAST <= value <= MOST if type(value) is int else is_plain(value)
        for value in values
        if type(value) not in _PLAIN
    )
