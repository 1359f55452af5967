"""Evidence: attach a file, an address or a paper's place; save it out again; replace and remove."""

from __future__ import annotations

from pathlib import Path

from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.errors import FileError, InputError, NotFoundError
from reform_desktop.domain.records import Evidence
from reform_desktop.domain.text import clean_input
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import checked_edit, create, creation
from reform_desktop.store import evidence, records
from reform_desktop.store.evidence import WARN_SIZE, Progress
from reform_desktop.store.write import Edit, Saved

__all__ = ["WARN_SIZE", "attach_file", "attach_place", "read_evidence", "replace_file", "save_evidence_as"]


def attach_file(
    desk: Desk,
    measure_id: str,
    fiscal_year: int,
    path: Path,
    *,
    title: str = "",
    note: str = "",
    progress: Progress | None = None,
) -> tuple[str, Saved]:
    """Attach a file to a measure's year and return the evidence's id; the title is the file's name if none is given.

    Rights and values are asked before the bytes are stored. Raises `InputError` (too large), `FileError`.
    """
    values: dict[str, JsonValue] = {
        "measure_id": measure_id,
        "fiscal_year": fiscal_year,
        "title": clean_input(title, multiline=False).strip() or Path(kept_name(path)).stem[:200],
        "note": note,
    }
    edit = checked_edit(desk, creation("evidence", values))
    _require_measure(desk, measure_id)
    attached = _store(desk, path, progress)
    saved = desk.save([Edit("evidence", edit.row, edit.set | attached, create=True)], "証拠資料の追加")
    return edit.row, saved


def attach_place(
    desk: Desk,
    measure_id: str,
    fiscal_year: int,
    *,
    title: str,
    address: str = "",
    paper_location: str = "",
    note: str = "",
) -> tuple[str, Saved]:
    """Note an address, or where the paper lies, as evidence of a measure's year."""
    values: dict[str, JsonValue] = {
        "measure_id": measure_id,
        "fiscal_year": fiscal_year,
        "title": title,
        "address": address,
        "paper_location": paper_location,
        "note": note,
    }
    return create(desk, "evidence", values)


def replace_file(desk: Desk, evidence_id: str, path: Path, *, progress: Progress | None = None) -> Saved:
    """Put another file in the place of the attached one; the old bytes stay for undo."""
    edit = checked_edit(desk, Edit("evidence", evidence_id, {"file_name": kept_name(path)}))
    attached = _store(desk, path, progress)
    return desk.save([Edit("evidence", evidence_id, edit.set | attached)], "証拠資料の差替え")


def save_evidence_as(desk: Desk, evidence_id: str, target: Path) -> None:
    """Write the attached file out; `DamagedFileError` when its bytes are not what was attached."""
    one = read_evidence(desk, evidence_id)
    if not one.file_sha256:
        raise NotFoundError(f"「{one.title}」にはファイルが添付されていません。")
    with desk.store.reading() as connection:
        if not evidence.has_bytes(connection, one.file_sha256):
            raise FileError(
                f"「{one.title}」のファイルはこの中にありません（資料を含めずに受け取ったためです）。"
                "送り元の課に、資料を含めた提出を依頼してください。"
            )
        with atomic_write(target) as stream:
            for piece in evidence.stream_bytes(connection, one.file_sha256):
                stream.write(piece)


def read_evidence(desk: Desk, evidence_id: str) -> Evidence:
    """Return one evidence record; `NotFoundError` when it is gone."""
    with desk.store.reading() as connection:
        found = records.find_record(connection, Evidence, evidence_id)
    if found is None:
        raise NotFoundError("この証拠資料はすでに削除されています。画面を更新してください。")
    return found


def kept_name(path: Path) -> str:
    """Return a file's name as it is kept: characters that no field may hold become ``_``.

    Linux allows line breaks, control characters and bytes that are no text at all in file names.
    """
    return "".join(_kept(sign) for sign in path.name)


def _kept(sign: str) -> str:
    try:
        return clean_input(sign, multiline=False)
    except InputError:
        return "_"


def _store(desk: Desk, path: Path, progress: Progress | None) -> dict[str, JsonValue]:
    stored = desk.store.add_evidence(path, progress)
    return {"file_name": kept_name(path), "file_sha256": stored.sha256, "file_size": stored.size}


def _require_measure(desk: Desk, measure_id: str) -> None:
    with desk.store.reading() as connection:
        if not records.existing_rows(connection, "measure", [measure_id]):
            raise NotFoundError("この取組は見つかりません。番号を確かめてください。何も添付していません。")
