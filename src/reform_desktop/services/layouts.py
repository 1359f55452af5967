"""Named layouts of the open file: listed, found, made, changed, with the city's emblem; and applied to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import FileError, NotFoundError, UserError
from reform_desktop.domain.layouts import LayoutSettings, understood
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.domain.text import fold, quoted
from reform_desktop.domain.values import JsonValue
from reform_desktop.reports.logos import MOST_BYTES, check_logo, decoded_logo
from reform_desktop.reports.model import PrintOptions
from reform_desktop.services import permissions
from reform_desktop.services.attachments import kept_name
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import checked_edit, create, delete_record
from reform_desktop.store import evidence, records
from reform_desktop.store.write import Edit, Saved

KIND: Final = "layout"
USUAL: Final = "標準"
"""What the look without a layout is called."""

NO_LOGO: Final = "市章の画像を読めないため、画像を付けずに作りました。"


@dataclass(frozen=True, slots=True)
class LayoutEntry:
    """One layout of the file. ``values`` are stored ones, with what a newer program put there."""

    id: str
    values: Mapping[str, JsonValue]
    settings: LayoutSettings

    @property
    def name(self) -> str:
        """Its name; one that lost its name still has a line in the list."""
        return self.settings.name or "（名前なし）"

    @property
    def department_id(self) -> str | None:
        """The department whose own it is; ``None`` for the division's."""
        owner = self.values.get("department_id")
        return owner if isinstance(owner, str) and owner else None


def list_layouts(desk: Desk) -> list[LayoutEntry]:
    """Return the layouts that may be chosen here, by name: the division's, and a department's own."""
    with desk.store.reading() as connection:
        found = [_entry(row, values) for row, values in records.stream_values(connection, KIND)]
    own = desk.department_id
    kept = [one for one in found if own is None or one.department_id in (None, own)]
    return sorted(kept, key=lambda one: (fold(one.name), one.department_id is None, one.id))


def find_layout(desk: Desk, layout_id: str) -> LayoutEntry | None:
    """Return a layout by its id; ``None`` when it is gone."""
    with desk.store.reading() as connection:
        values = records.values_of_row(connection, KIND, layout_id)
    return None if values is None else _entry(layout_id, values)


def settings_by_id(desk: Desk, layout_id: str) -> LayoutSettings:
    """Return what a layout says; the usual look for ``""`` and for a layout that is gone."""
    entry = find_layout(desk, layout_id) if layout_id else None
    return entry.settings if entry else LayoutSettings()


def layout_named(desk: Desk, name: str) -> LayoutEntry:
    """Return a layout by its name, in any width, or by its id; the department's own before the division's.

    Raises `NotFoundError` with the names there are.
    """
    layouts = list_layouts(desk)
    wanted = fold(name).strip()
    found = next((one for one in layouts if wanted in (fold(one.name).strip(), one.id)), None)
    if found is None:
        known = "、".join(dict.fromkeys(one.name for one in layouts[:20])) or "（まだありません）"
        raise NotFoundError(f"{quoted(name)}というレイアウトはありません。次のどれかを指定してください：{known}。")
    return found


def why_locked(desk: Desk, entry: LayoutEntry) -> str | None:
    """Return why a layout cannot be changed here, or ``None`` when it can."""
    reason = permissions.why_locked(desk, KIND, "name", permissions.owners(desk, KIND, entry.id))
    return DIVISIONS if reason == permissions.FOREIGN else reason


DIVISIONS: Final = "政策・デジタル推進課が配ったレイアウトです。変えたいときは、複製してください。"


def create_layout(desk: Desk, values: Mapping[str, JsonValue]) -> tuple[str, Saved]:
    """Make a layout: in a department's file its own, in the division's file everybody's; return its id."""
    return create(desk, KIND, {**values, "department_id": desk.department_id})


def change_layout(desk: Desk, layout_id: str, values: Mapping[str, JsonValue]) -> Saved | None:
    """Save what differs from what is stored, as one operation; ``None`` when nothing does."""
    entry = find_layout(desk, layout_id)
    if entry is None:
        raise NotFoundError("このレイアウトはすでに削除されています。画面を更新してください。")
    edit = checked_edit(desk, Edit(KIND, layout_id, dict(values)))
    changed = {name: value for name, value in edit.set.items() if value != entry.values.get(name)}
    if not changed:
        return None
    return desk.save([Edit(KIND, layout_id, changed)], "レイアウトの変更")


def delete_layout(desk: Desk, layout_id: str) -> Saved:
    """Delete a layout; reports go back to the usual look."""
    return delete_record(desk, KIND, layout_id)


def store_logo(desk: Desk, path: Path) -> dict[str, JsonValue]:
    """Keep an image in the file and return the values that name it. Raises `InputError` or `FileError`."""
    content = _read_logo(path)
    check_logo(path.name, content)
    stored = desk.store.add_evidence(path)
    return {"logo_name": kept_name(path), "logo_sha256": stored.sha256, "logo_size": stored.size}


def logo_bytes(desk: Desk, sha256: str) -> bytes:
    """Return the bytes of an image of the file; nothing when they are not here, damaged or beyond the limit."""
    if not sha256:
        return b""
    content = bytearray()
    try:
        with desk.store.reading() as connection:
            for piece in evidence.stream_bytes(connection, sha256):
                content += piece
                if len(content) > MOST_BYTES:
                    return b""
    except UserError:
        return b""
    return bytes(content)


def settings_of(values: Mapping[str, JsonValue]) -> LayoutSettings:
    """Return what stored values of a layout, or those of a dialog, say."""
    return understood(KINDS[KIND].fields, values)


def print_options(desk: Desk, settings: LayoutSettings, printed_on: date) -> PrintOptions:
    """Return how a report is printed with a layout."""
    return options_with(PrintOptions(print_date=printed_on), settings, logo_bytes(desk, settings.logo_sha256))


def options_with(usual: PrintOptions, settings: LayoutSettings, logo: bytes) -> PrintOptions:
    """Return the usual options as a layout changes them, with the bytes of its image."""
    if settings.logo_sha256 and decoded_logo(logo) is None:
        settings, logo = replace(settings, warnings=(*settings.warnings, NO_LOGO)), b""
    return replace(
        usual,
        city=settings.city or usual.city,
        stamps=usual.stamps if settings.stamps is None else settings.stamps,
        with_handover=settings.with_handover,
        footer=settings.footer,
        logo=logo,
        layout=settings,
    )


def copied_values(entry: LayoutEntry, names: Sequence[str]) -> dict[str, JsonValue]:
    """Return the values of a copy, under a name that is none of ``names``."""
    base, number = f"{entry.name}のコピー"[:50], 1
    name = base
    while name in names:
        number += 1
        name = f"{base} {number}"
    return {**entry.values, "name": name}


def _entry(row: str, values: Mapping[str, JsonValue]) -> LayoutEntry:
    return LayoutEntry(row, values, settings_of(values))


def _read_logo(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(
            f"「{path.name}」を読めません（{reason_of(error)}）。レイアウトは変わっていません。"
            "ファイルの場所とアクセス権を確かめてください。"
        ) from error
