"""Making a new file from an outline, for the division or for one department."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import FileError, InputError
from reform_desktop.domain.practice import SAMPLE_OUTLINE
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.domain.text import clean_input
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import program_log
from reform_desktop.services.desk import DEFAULT_WHO, Desk
from reform_desktop.services.outlines import (
    OutlineContent,
    department_edit,
    department_id,
    department_names,
    read_outline,
)
from reform_desktop.services.program_log import Event
from reform_desktop.store.store import SUFFIX, Store
from reform_desktop.store.write import Author, Edit

OUTLINE_TIME = "2025-03-31T00:00:00+09:00"
"""Shown as the time of what an outline brings: fixed, so that two files made from it hold the same changes."""

_PRACTICE_DEPARTMENT = "財政課"
"""A department of the sample with measures in several states, and answers that came back."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a new file is to be: the division's, or that of the department named."""

    path: Path
    outline: str
    department: str | None = None


def create_desk(path: Path, outline: str, *, department: str | None = None, who: str = DEFAULT_WHO) -> Desk:
    """Make a file from an outline and open it: the division's, or that of the department named.

    Raises `FileError` when the file exists or cannot be written; then nothing is left behind.
    """
    content = read_outline(outline)
    unit, edits = DIVISION, list(content.edits)
    if department is not None:
        name = clean_input(department, multiline=False).strip()
        if not name:
            raise InputError("課の名前が空です。課の名前を入力してください。まだ何も作っていません。")
        unit = content.departments.get(name) or department_id(content.plan_id, name)
        if name not in content.departments:
            edits.append(department_edit(content.plan_id, name))
    store = Store.create(with_suffix(path), unit=unit, who=who)
    try:
        _fill(store, content, edits)
    except BaseException:
        store.close()
        with suppress(OSError):
            store.path.unlink()
        raise
    program_log.note(Event.CREATED, file=program_log.file_number(store.id))
    return Desk(store, who)


def practice_department(own: str) -> str:
    """Return the department whose file is made to practise: the user's own where the sample has it."""
    names = department_names(SAMPLE_OUTLINE)
    return own if own in names else _PRACTICE_DEPARTMENT


def practise_again(path: Path, department: str | None, who: str) -> Path:
    """Put a fresh practice file in the place of one that is closed, and return where what was practised lies now.

    Raises `FileError` when a file cannot be written or renamed; then the practice file is as it was.
    """
    kept = path.with_name(f"{path.stem}_前回の練習{SUFFIX}")
    fresh = path.with_name(f"{path.stem}_新しい練習{SUFFIX}")
    try:
        fresh.unlink(missing_ok=True)
        create_desk(fresh, SAMPLE_OUTLINE, department=department, who=who).close()
        path.replace(kept)
        fresh.replace(path)
    except OSError as error:
        if not path.exists() and kept.exists():
            kept.replace(path)
        raise FileError(
            f"「{path.name}」をはじめの状態に戻せませんでした（{reason_of(error)}）。練習の内容は、もとのままです。"
        ) from error
    return kept


def with_suffix(path: Path) -> Path:
    """Return the path with ``.reform`` at its end, as the file dialog would give it."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def _fill(store: Store, content: OutlineContent, edits: list[Edit]) -> None:
    by_row = {edit.row: place for place, edit in enumerate(edits)}
    for row, path in content.files:
        stored = store.add_evidence(path)
        edit = edits[by_row[row]]
        attached: dict[str, JsonValue] = {
            "file_name": path.name,
            "file_sha256": stored.sha256,
            "file_size": stored.size,
        }
        edits[by_row[row]] = Edit(edit.kind, edit.row, edit.set | attached, create=True)
    store.fill(edits, Author(DIVISION, content.label, OUTLINE_TIME))
