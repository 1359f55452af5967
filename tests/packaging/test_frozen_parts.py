"""What the spec puts into the frozen folder and leaves out, without freezing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from releasing import facts, frozen_parts

ROOT = Path(__file__).parents[2]


def test_every_module_of_the_program_goes_in() -> None:
    names = frozen_parts.hidden_imports()
    assert {"reform_desktop", "reform_desktop.ui.screenshot", "reform_desktop.main_job"} <= set(names)
    pages = {f"reform_desktop.ui.pages.{path.name}" for path in (ROOT / "src/reform_desktop/ui/pages").iterdir()}
    named_late = {name for name in pages if (ROOT / "src" / Path(*name.split(".")) / "__init__.py").exists()}
    assert named_late <= set(names)
    assert "reform_desktop.generate_schema" not in names


def test_resources_schemas_and_migrations_go_in_where_the_program_looks() -> None:
    places = {Path(source).name: place for source, place in frozen_parts.datas()}
    assert places["resources"] == "reform_desktop/_data/resources"
    assert places["schema"] == "reform_desktop/_data/schema"
    steps = [path.name for path in (ROOT / "src/reform_desktop/store/migrations").glob("*.sql")]
    assert {places[name] for name in steps} == {"reform_desktop/store/migrations"}
    assert all(Path(source).exists() for source, _place in frozen_parts.datas())


def test_nothing_that_is_left_out_is_imported_by_the_program() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    lines = {line.strip() for line in text.splitlines() if line.strip().startswith(("import ", "from "))}
    named = {line.split()[1] for line in lines}
    assert not named & set(frozen_parts.EXCLUDED)


def test_what_is_run_by_name_is_there() -> None:
    text = (ROOT / "packaging" / "frozen_start.py").read_text("utf-8")
    names = [line.strip().strip('",()') for line in text.splitlines() if "RUN_BY_NAME: Final" in line]
    assert names
    for module in ("reform_desktop.main_job", "reform_desktop.ui.screenshot"):
        assert module in text
        assert importlib.util.find_spec(module) is not None


@pytest.mark.skipif("sys.platform != 'linux'", reason="the Linux folder's libraries")
def test_parts_of_qt_that_are_not_in_use_are_left_out_with_their_links() -> None:
    site = Path(str(importlib.util.find_spec("PySide6").submodule_search_locations[0]))  # type: ignore[union-attr,index]
    lib = site / "Qt" / "lib"
    entries = [
        ("PySide6/Qt/lib/libQt6Core.so.6", str(lib / "libQt6Core.so.6"), "BINARY"),
        ("PySide6/Qt/lib/libQt6Quick.so.6", str(lib / "libQt6Quick.so.6"), "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
        ("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "BINARY"),
        ("libidle.so.1", "/usr/lib/x86_64-linux-gnu/libidle.so.1", "BINARY"),
    ]
    kept = [entry[0] for entry in frozen_parts.trimmed(entries)]
    assert kept == ["PySide6/Qt/lib/libQt6Core.so.6", "libQt6Core.so.6"]


def test_version_and_commit_are_told_as_they_are() -> None:
    import reform_desktop  # noqa: PLC0415 -- compared with what is read from its text

    assert facts.version() == reform_desktop.__version__
    assert facts.moment() > (1_700_000_000 if facts.commit() else 0), "the commit's time, where there is one"
    assert facts.day().count("-") == 2
