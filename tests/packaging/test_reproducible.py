"""The same commit gives the same bytes: everything is built a second time elsewhere, and compared.

What differs is told by its name, and file by file inside folders. Nothing may: the signature of a developer's build
(``SHA256SUMS.sig``, made with a key that is thrown away) is the one exception, and is not made here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clean_machine import artefacts
from releasing import archives, facts, freeze, sums
from windows import layout

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wine")]

KINDS = ("linux", "debian", "windows", "wheelhouse")


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another checkout of the same commit in another folder."""
    place = tmp_path_factory.mktemp("second") / "別の場所"
    subprocess.run(["git", "clone", "--quiet", "--shared", str(facts.ROOT), str(place)], check=True)
    for name in changed():
        (place / name).unlink(missing_ok=True)
        if (facts.ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(facts.ROOT / name, place / name)
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_built_elsewhere_agrees_to_the_byte(second: Path, kind: str) -> None:
    """Another folder, another order of hashes, another day, other rights and a fresh Wine; the same commit."""
    first = artefacts.made(kind)
    before = {name: sums.sha256_of(first / name) for name in artefacts.files_of(kind)}
    environment = facts.environment(PYTHONPATH=str(second / "src"), PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    command = ["sh", "-c", 'umask 077; exec "$@"', "sh", sys.executable, str(second / "packaging" / "build.py"), kind]
    subprocess.run(command, cwd=second, env=environment, check=True, capture_output=True)
    after = {name: sums.sha256_of(second / "dist" / name) for name in before}
    folders = {"linux": freeze.name(), "windows": layout.name()}
    if kind in folders:
        one, other = contents(first / folders[kind]), contents(second / "dist" / folders[kind])
        assert {name for name in one | other if one.get(name) != other.get(name)} == set()
    assert {name for name in before if before[name] != after[name]} == set()


def changed() -> list[str]:
    """Return what differs from the commit in this checkout, new files included."""
    git = ["git", "-C", str(facts.ROOT)]
    told = [
        subprocess.run([*git, *words], capture_output=True, check=True).stdout.decode().split("\0")
        for words in (["diff", "--name-only", "-z", "HEAD"], ["ls-files", "-z", "--others", "--exclude-standard"])
    ]
    return [name for names in told for name in names if name]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else sums.sha256_of(path)
        for path in archives.files_below(folder)
    }
