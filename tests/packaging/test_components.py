"""What is said to be inside is what is inside: every package has its licence, and the list is the lock's."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from reform_desktop.resources import resource_path
from releasing import carried, components, licences, lock, qt_parts, sbom
from releasing.components import Component

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> list[Component]:
    names = [entry.name for entry in lock.runtime(lock.here())]
    top = components.python_components(components.this_site(), names)
    carriers = {one.origin.removeprefix("pkg:pypi/").split("@")[0]: one.name for one in top}
    parts = carried.carried_by(components.this_site(), names, carriers)
    return [components.qt("6.9.3"), components.this_interpreter(), *top, *components.fonts(), *parts]


@pytest.mark.parametrize("platform", lock.PLATFORMS)
def test_the_window_names_every_package_that_the_lock_brings_along(platform: str) -> None:
    told = {str(canonicalize_name(one["distribution"])) for one in components.declared() if one["distribution"]}
    assert told == {entry.name for entry in lock.runtime(platform)}


def test_test_and_build_tools_are_not_shipped() -> None:
    names = {entry.name for platform in lock.PLATFORMS for entry in lock.runtime(platform)}
    assert not names & {"pytest", "mypy", "pyinstaller", "hypothesis", "fonttools", "pefile", "ruff"}


def test_versions_are_those_of_the_lock(shipped: list[Component]) -> None:
    locked = {f"pkg:pypi/{entry.name}@{entry.version}" for entry in lock.runtime(lock.here())}
    assert {one.origin for one in shipped if one.origin.startswith("pkg:pypi/")} == locked


def test_every_component_has_a_licence_and_its_full_text(shipped: list[Component]) -> None:
    assert [one.name for one in shipped if not one.licence or one.licence == "NOASSERTION"] == []
    assert [one.name for one in shipped if not one.inside and not one.texts] == []
    assert [one.name for one in shipped if one.texts and max(len(text) for _, text in one.texts) < 500] == []


def test_qt_comes_with_the_lgpl_and_tells_how_to_replace_it(shipped: list[Component], tmp_path: Path) -> None:
    folder = licences.write_licences(tmp_path / "licences", shipped, "linux")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "qt" / "LGPL-3.txt").read_text("utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "qt" / "GPL-3.txt").read_text("utf-8")
    assert "3rdparty/harfbuzz" in (folder / "qt" / "qt-third-party.txt").read_text("utf-8")
    index = (folder / "README.txt").read_text("utf-8-sig")
    assert "LGPL" in index
    assert "置き換えられます" in index
    for one in shipped:
        assert f"{one.name} {one.version}" in index
        assert one.inside or (folder / licences.slug(one)).is_dir()


def test_the_bill_of_materials_is_cyclonedx_and_lists_parts_and_files(shipped: list[Component], tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"a")
    target = sbom.write_sbom(tmp_path / "sbom.json", folder, shipped, "test")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(target.read_text("utf-8")) is None
    bill = json.loads(target.read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {one["name"]: one for one in bill["components"]}
    assert {one.name for one in shipped if not one.inside} == set(listed)
    assert "openssl" in {one["name"] for one in listed["cryptography"]["components"]}
    assert all(PackageURL.from_string(one["purl"]) for one in listed.values())
    (file,) = bill["metadata"]["component"]["components"]
    assert file["hashes"][0]["content"] == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


def test_the_bill_says_the_same_twice(shipped: list[Component], tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    one = sbom.write_sbom(tmp_path / "1.json", folder, shipped, "test").read_bytes()
    assert sbom.write_sbom(tmp_path / "2.json", folder, shipped[::-1], "test").read_bytes() == one


def test_qt_modules_that_are_shipped_are_those_that_the_source_imports() -> None:
    imported: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                imported.add(str(node.module).split(".")[1])
    assert imported == set(qt_parts.MODULES)


@pytest.mark.parametrize(
    ("path", "platform", "wanted"),
    [
        ("QtWidgets.abi3.so", "linux", True),
        ("QtQuick.abi3.so", "linux", False),
        ("Qt/lib/libQt6Gui.so.6", "linux", True),
        ("Qt/lib/libQt6Quick.so.6", "linux", False),
        ("Qt/plugins/platforms/libqxcb.so", "linux", True),
        ("Qt/plugins/platforms/libqvnc.so", "linux", False),
        ("Qt/plugins/tls/libqopensslbackend.so", "linux", False),
        ("Qt/translations/qtbase_ja.qm", "linux", True),
        ("Qt/translations/qtbase_de.qm", "linux", False),
        ("QtGui.pyd", "win32", True),
        ("Qt6Gui.dll", "win32", True),
        ("Qt6Qml.dll", "win32", False),
        ("opengl32sw.dll", "win32", False),
        ("MSVCP140_1.dll", "win32", True),
        ("plugins/platforms/qwindows.dll", "win32", True),
        ("plugins/networkinformation/qnetworklistmanager.dll", "win32", False),
        ("translations/qtbase_ja.qm", "win32", True),
        ("designer.exe", "win32", False),
        ("qml/QtQuick/qmldir", "win32", False),
        ("__init__.py", "win32", True),
        ("QtCore.pyi", "win32", False),
        ("pyside6.abi3.dll", "win32", True),
        ("pyside6qml.abi3.dll", "win32", False),
    ],
)
def test_only_the_parts_of_qt_in_use_are_shipped(path: str, platform: str, wanted: bool) -> None:
    assert qt_parts.is_wanted(path, platform) is wanted


def test_the_list_in_the_window_is_a_resource() -> None:
    assert resource_path("components.json").is_file()
