"""Resources and schemas are found alike in a checkout, an installed wheel and a frozen build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reform_desktop import resources
from reform_desktop.resources import resource_path, schema_path

ROOT = Path(__file__).parents[2]
PRINT_PATHS = (
    "from reform_desktop.resources import resource_path, schema_path\n"
    "for path in (resource_path('fonts/OFL.txt'), resource_path('outlines/annaka-4.json'), schema_path('')):\n"
    "    assert path.exists(), path\n"
    "    print(path)\n"
)


def test_a_checkout_uses_its_top_level_folders() -> None:
    assert resource_path("fonts/OFL.txt") == ROOT / "resources" / "fonts" / "OFL.txt"
    assert schema_path("") == ROOT / "schema"
    assert resource_path("fonts/OFL.txt").is_file()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, without a network."""
    base = tmp_path_factory.mktemp("wheel")
    source = base / "source"
    source.mkdir()
    for folder in ("src", "resources", "schema"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip(["wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(base), str(source)])
    return next(base.glob("*.whl"))


def pip(arguments: list[str]) -> None:
    """Run pip without a network."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments, "--no-index"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_an_installed_wheel_carries_them_inside(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip(["install", "--no-deps", "--target", str(site), str(wheel)])
    program = f"import sys; sys.path.insert(0, {str(site)!r})\n{PRINT_PATHS}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    inside = site / "reform_desktop" / "_data"
    assert [Path(line).is_relative_to(inside) for line in done.stdout.splitlines()] == [True] * 3


def test_an_installed_wheel_makes_a_file_and_prints_it_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip(["install", "--no-deps", "--target", str(site), str(wheel)])
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONWARNINGS": "error"}
    for words in (
        ["new", "a.reform", "--outline", "annaka-4", "--department", "財政課"],
        ["report", "a.reform", "list", "--format", "pdf", "-o", "a.pdf"],
        ["report", "a.reform", "list", "--format", "xlsx", "-o", "a.xlsx"],
    ):
        subprocess.run([sys.executable, "-m", "reform_desktop", *words], cwd=tmp_path, env=environment, check=True)
    where = subprocess.run(
        [sys.executable, "-c", "import reform_desktop; print(reform_desktop.__file__)"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_wheel_holds_every_resource_and_every_sql_step(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("resources", "schema"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert {f"reform_desktop/_data/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    steps = (ROOT / "src").rglob("*.sql")
    assert {path.relative_to(ROOT / "src").as_posix() for path in steps} <= names


def test_a_frozen_build_finds_them_where_it_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource_path("fonts/OFL.txt") == tmp_path / "reform_desktop/_data/resources/fonts/OFL.txt"
    assert resources.schema_path("a.json") == tmp_path / "reform_desktop/_data/schema/a.json"


def characters(name: str) -> dict[int, str]:
    """Return the characters a shipped font can show."""
    with TTFont(resource_path(f"fonts/{name}")) as font:
        assert "glyf" in font
        cmap: dict[int, str] = font.getBestCmap()
        return cmap


def test_the_two_typefaces_together_show_the_names_of_people() -> None:
    regular, fallback = characters("BIZUDPGothic-Regular.ttf"), characters("ReformDesktopFallback-Regular.ttf")
    assert set(regular) == set(characters("BIZUDPGothic-Bold.ttf"))
    assert not set(regular) & set(fallback)
    assert {ord(character) for character in "髙﨑德栁濵①㈱㎡"} <= set(regular)
    assert {ord(character) for character in "𠮷槗\U0002b746\U000e0100"} <= set(fallback)


def test_a_character_nobody_can_draw_shows_a_box() -> None:
    with TTFont(resource_path("fonts/ReformDesktopFallback-Regular.ttf")) as font:
        assert font["glyf"][".notdef"].numberOfContours > 0
