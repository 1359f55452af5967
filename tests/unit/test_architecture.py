"""The arrows between our packages point down only; Qt stays below ``ui/`` and SQLAlchemy below ``store/``."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PACKAGE = SOURCE / "reform_desktop"
RANKS = {
    "__main__": 7,
    "main_job": 7,
    "generate_schema": 7,
    "cli": 6,
    "ui": 5,
    "services": 4,
    "store": 3,
    "bundle": 3,
    "reports": 3,
    "changes": 2,
    "domain": 1,
    "resources": 0,
    "places": 0,
}
WINDOW_DOOR = ("cli/window.py", "reform_desktop.ui.app")
"""The one import of the window from outside it, inside the function that opens it."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(source: str, package: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything a module imports, relative imports resolved, at any depth."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{prefix}.{alias.name}") for alias in node.names)


def part_of(path: Path) -> str:
    """Return the part of the program a module belongs to: the folder or module right below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def is_arrow_up(path: Path, imported: str) -> bool:
    """Whether the import goes to a part at the same height or above, other than the module's own."""
    if not imported.startswith("reform_desktop.") or (imported.startswith(WINDOW_DOOR[1]) and is_door(path)):
        return False
    own, other = part_of(path), imported.split(".")[1]
    return other in RANKS and own != other and RANKS[other] >= RANKS[own]


def is_door(path: Path) -> bool:
    """Whether this is the module that opens the window."""
    return path == PACKAGE / WINDOW_DOOR[0]


def test_every_part_has_its_height() -> None:
    assert {part_of(path) for path in MODULES} - RANKS.keys() <= {"__init__"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down_and_foreign_parts_stay_in_their_place(path: Path) -> None:
    wrong = []
    for line, imported in imports(path.read_text(encoding="utf-8"), path.relative_to(SOURCE).parent.parts):
        top = imported.split(".")[0]
        if (
            is_arrow_up(path, imported)
            or (top in {"PySide6", "shiboken6"} and part_of(path) != "ui")
            or (top == "sqlalchemy" and part_of(path) != "store")
        ):
            wrong.append(f"line {line}: {imported}")
    assert not wrong


def test_a_relative_import_upwards_is_seen() -> None:
    source = "from ..services import editing\nfrom . import text\nfrom ...reform_desktop.resources import schema_path"
    found = dict(imports(source, ("reform_desktop", "domain")))
    assert found[1] == "reform_desktop.services.editing"
    module = PACKAGE / "domain" / "made_up.py"
    assert [line for line, imported in found.items() if is_arrow_up(module, imported)] == [1]


def test_everything_outside_the_window_imports_without_qt() -> None:
    names = [name_of(path) for path in MODULES if part_of(path) not in {"ui", "__main__"}]
    program = (
        "import importlib, sys\n"
        "sys.modules['PySide6'] = sys.modules['shiboken6'] = None\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, *names]
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_itself_imports_nothing() -> None:
    program = "import sys; before = set(sys.modules); import reform_desktop; print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=SOURCE, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "['reform_desktop']"
