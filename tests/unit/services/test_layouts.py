"""Layouts in the file: whose they are, undone like any record, sent with their emblem, and never in a report's way."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from reform_desktop.domain.errors import FileError, InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.services import layouts, reporting, scripting
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.store.write import Edit
from unit.services.offices import FINANCE, WELFARE, Office

UNKNOWN = "0197b5c0-0000-7000-8000-0000000000aa"


def emblem(folder: Path) -> Path:
    path = folder / "市章.png"
    content = io.BytesIO()
    Image.new("RGB", (40, 40), (10, 90, 54)).save(content, "PNG")
    path.write_bytes(content.getvalue())
    return path


def test_a_layout_of_the_division_reaches_a_department_with_its_emblem(division: Office, finance: Office) -> None:
    folder = division.desk.path.parent
    row, _saved = layouts.create_layout(division.desk, {"name": "審議会用", "paper": "a3"})
    layouts.change_layout(division.desk, row, layouts.store_logo(division.desk, emblem(folder)))
    finance.take(division.send(purpose=Purpose.REQUEST, department="財政課"))
    (arrived,) = layouts.list_layouts(finance.desk)
    assert (arrived.id, arrived.name, arrived.settings.paper) == (row, "審議会用", "a3")
    assert layouts.logo_bytes(finance.desk, arrived.settings.logo_sha256) == emblem(folder).read_bytes()
    assert layouts.why_locked(finance.desk, arrived) == layouts.DIVISIONS
    with pytest.raises(NotAllowedError):
        layouts.change_layout(finance.desk, row, {"paper": "a4"})


def test_a_file_made_from_the_request_has_the_layouts_too(division: Office) -> None:
    layouts.create_layout(division.desk, {"name": "審議会用"})
    sent = division.send(purpose=Purpose.REQUEST, department="財政課")
    joined = create_from_bundle(sent.parent / "受取", sent)
    try:
        assert [one.name for one in layouts.list_layouts(joined)] == ["審議会用"]
    finally:
        joined.close()


def test_a_department_makes_its_own_and_others_do_not_see_it(
    division: Office, finance: Office, welfare: Office
) -> None:
    row, _saved = layouts.create_layout(finance.desk, {"name": "課内用"})
    (own,) = layouts.list_layouts(finance.desk)
    assert own.department_id == FINANCE
    assert layouts.why_locked(finance.desk, own) is None
    layouts.change_layout(finance.desk, row, {"grouping": "none"})
    division.take(finance.send())
    assert [one.settings.grouping for one in layouts.list_layouts(division.desk)] == ["none"]
    welfare.take(division.send(purpose=Purpose.RETURN, department="福祉課"))
    assert layouts.list_layouts(welfare.desk) == []
    layouts.delete_layout(finance.desk, row)
    assert layouts.list_layouts(finance.desk) == []


def test_a_department_cannot_make_one_for_another(finance: Office) -> None:
    with pytest.raises(NotAllowedError):
        scripting.edit(finance.desk, [b'{"kind":"layout","set":{"name":"x","department_id":"%s"}}' % WELFARE.encode()])
    with pytest.raises(NotAllowedError):
        scripting.edit(finance.desk, [b'{"kind":"layout","set":{"name":"x"}}'])


def test_changing_a_layout_is_undone_and_done_again(division: Office) -> None:
    row, _saved = layouts.create_layout(division.desk, {"name": "会議用"})
    layouts.change_layout(division.desk, row, {"stamps": ["部長", "課長"], "city": "安中市"})
    assert division.desk.next_undo() is not None
    division.desk.undo()
    assert layouts.layout_named(division.desk, "会議用").settings == layouts.settings_of({"name": "会議用"})
    division.desk.redo()
    assert layouts.layout_named(division.desk, "会議用").settings.stamps == ("部長", "課長")
    division.desk.undo()
    division.desk.undo()
    assert layouts.list_layouts(division.desk) == []


def test_saving_what_is_there_already_is_no_change(division: Office) -> None:
    row, _saved = layouts.create_layout(division.desk, {"name": "会議用"})
    assert layouts.change_layout(division.desk, row, {"name": "会議用", "stamps": []}) is None
    with pytest.raises(NotFoundError):
        layouts.change_layout(division.desk, UNKNOWN, {"name": "会議用"})


def test_a_layout_is_found_by_name_in_any_width_and_by_id(division: Office) -> None:
    row, _saved = layouts.create_layout(division.desk, {"name": "A3一覧"})
    assert layouts.layout_named(division.desk, "Ａ３一覧 ").id == row
    assert layouts.layout_named(division.desk, row).id == row
    with pytest.raises(NotFoundError, match="A3一覧"):
        layouts.layout_named(division.desk, "A4一覧")
    assert layouts.find_layout(division.desk, UNKNOWN) is None


def test_layouts_are_exported_and_imported_as_records(division: Office, finance: Office) -> None:
    columns = [{"report": "list", "column": "title", "caption": "取組", "width": 80}]
    layouts.create_layout(division.desk, {"name": "移す", "columns": columns})  # type: ignore[dict-item]
    (line,) = scripting.dump(division.desk, "layout")
    assert b'"caption":"\xe5\x8f\x96\xe7\xb5\x84"' in line
    assert list(scripting.dump(finance.desk, "layout")) == []


def test_what_a_tampered_program_writes_never_makes_a_report_fail(division: Office) -> None:
    hostile = {
        "name": 5,
        "paper": "poster",
        "margin_top": 10**30,
        "stamps": {"a": [1]},
        "hidden_parts": 7,
        "columns": [None, {"report": "list", "column": "title", "width": -4}],
        "footer": "長" * 10_000,
        "logo_sha256": "f" * 64,
        "logo_size": "大きい",
        "of_a_newer_program": ["kept"],
    }
    division.write(Edit("layout", UNKNOWN, hostile, create=True))  # type: ignore[arg-type]
    (entry,) = layouts.list_layouts(division.desk)
    assert entry.name == "5"
    document = reporting.build_report(division.desk, "list", layout=entry.settings)
    assert layouts.NO_LOGO in document.options.layout.warnings
    assert len(document.options.layout.warnings) >= 6
    warned: list[str] = []
    path = division.desk.path.with_name("一覧.pdf")
    reporting.write_report(division.desk, "list", "pdf", path, layout=entry.settings, warn=warned.append)
    assert path.read_bytes().startswith(b"%PDF")
    assert warned == list(document.options.layout.warnings)
    division.send(purpose=Purpose.REQUEST, department="財政課")


def test_no_layout_is_the_usual_look(division: Office) -> None:
    plain = reporting.build_report(division.desk, "list")
    assert plain.options.layout == LayoutSettings()
    assert plain.options.stamps == ("課長", "係長", "担当")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"\0" * 3_000_000])
def test_what_is_no_emblem_is_refused_before_anything_is_kept(division: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "市章.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match="市章の画像として使えません"):
        layouts.store_logo(division.desk, path)
    with pytest.raises(FileError, match="読めません"):
        layouts.store_logo(division.desk, tmp_path / "ない.png")


def test_a_copy_gets_a_name_of_its_own(division: Office) -> None:
    layouts.create_layout(division.desk, {"name": "会議用", "paper": "a3"})
    (entry,) = layouts.list_layouts(division.desk)
    assert layouts.copied_values(entry, [])["name"] == "会議用のコピー"
    copy = layouts.copied_values(entry, ["会議用のコピー"])
    assert (copy["name"], copy["paper"]) == ("会議用のコピー 2", "a3")
    again, _saved = layouts.create_layout(division.desk, copy)
    assert again != entry.id
