"""Records for scripts: dump them as JSON lines, and edit them by JSON lines in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import InputError, NotFoundError
from reform_desktop.domain.identity import is_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit, creation
from reform_desktop.store import records
from reform_desktop.store.write import Edit

_encoder: Final = msgspec.json.Encoder()


class _Line(Struct, forbid_unknown_fields=True):
    kind: str
    id: str | None = None
    set: dict[str, JsonValue] = {}
    delete: bool = False


class _Dumped(Struct):
    kind: str
    id: str
    fields: dict[str, JsonValue]


def dump(desk: Desk, kind: str | None = None) -> Iterator[bytes]:
    """Yield every record as a line of JSON: kinds in the catalogue's order, ids ascending.

    Raises `NotFoundError` for an unknown kind.
    """
    if kind is not None and kind not in KINDS:
        raise NotFoundError(
            f"「{kind}」という種類の記録はありません。次のどれかを指定してください：{'、'.join(KINDS)}。"
        )
    with desk.store.reading() as connection:
        for name in [kind] if kind else KINDS:
            for row, values in records.stream_values(connection, name):
                yield _encoder.encode(_Dumped(name, row, values)) + b"\n"


def edit(desk: Desk, lines: Iterable[bytes]) -> list[str]:
    """Apply JSON lines in one transaction and return the ids in order.

    Raises `InputError`, `NotAllowedError` or `NotFoundError` naming the line; then nothing is changed.
    """
    planned: dict[str, Edit] = {}
    edits: list[Edit] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = checked_edit(desk, _edit_of(desk, _read_line(line), planned), planned=planned)
        except (InputError, NotFoundError) as error:
            raise type(error)(f"{number}行目：{error}") from error
        if one.create:
            planned[one.row] = one
        edits.append(one)
    if edits:
        desk.save(edits, f"一括編集（{len(edits)}件）")
    return [one.row for one in edits]


def _read_line(line: bytes) -> _Line:
    try:
        return msgspec.json.decode(line, type=_Line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError('{"kind": …, "id": …, "set": {…}} の形の JSON ではありません。' + NOTHING_LOST) from error


def _edit_of(desk: Desk, line: _Line, planned: dict[str, Edit]) -> Edit:
    if line.kind not in KINDS:
        raise NotFoundError(f"「{line.kind}」という種類の記録はありません。{NOTHING_LOST}")
    if line.id is None:
        if line.delete:
            raise InputError(f"削除する記録の id がありません。{NOTHING_LOST}")
        return creation(line.kind, line.set)
    if not is_row_id(line.id):
        raise InputError(f"id「{line.id[:40]}」は正しい形ではありません。{NOTHING_LOST}")
    if line.id not in planned:
        with desk.store.reading() as connection:
            if not records.existing_rows(connection, line.kind, [line.id]):
                raise NotFoundError(f"id「{line.id}」の{KINDS[line.kind].label}は見つかりません。{NOTHING_LOST}")
    return Edit(line.kind, line.id, line.set, delete=line.delete)
