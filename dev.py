#!/usr/bin/env python3
"""Set up this checkout and run or test the program: ``python3 dev.py run``, ``python3 dev.py test``.

Standard library only (Python 3.11 or later), on Linux and Windows. Makes ``.venv`` from ``requirements.lock``; on
Debian, as root, also installs the libraries of the system that Qt and the tests need. Asks nothing.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "reform-desktop.stamp"
LOCK = ROOT / "requirements.lock"
OUT = ROOT / "out"

FOREIGN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE")
"""Variables of somebody else's Python that must not reach ours."""

QT_LIBRARIES = {
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Shared libraries that Qt's window needs, and Debian's package of each. Fonts are shipped with the program."""

TEST_TOOLS = {
    "Xvfb": "xvfb",
    "dbus-run-session": "dbus-daemon",
    "dbus-launch": "dbus-x11",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "chromium": "chromium",
    "ssh-keygen": "openssh-client",
    "strace": "strace",
    "unzip": "unzip",
    "xdotool": "xdotool",
    "soffice": "libreoffice-calc-nogui",
}
"""Programs that the tests drive or read with, and Debian's package of each."""

CARLITO = Path("/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf")
"""As wide as Excel's Calibri, in whose digits columns are measured: LibreOffice prints a workbook as large as Excel."""

PACKAGING_TOOLS = {
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "import": "imagemagick",
    "lintian": "lintian",
    "makensis": "nsis",
    "objdump": "binutils",
    "osslsigncode": "osslsigncode",
    "wine": "wine",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
}
"""Programs that building and trying the packages needs beside those, and Debian's package of each."""

PACKAGING_TESTS = "tests/packaging"

ATSPI_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
DEBIAN_PYTHON = Path("/usr/bin/python3")


class SetUpError(Exception):
    """Something that must be there is not and cannot be installed; the sentence says what."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for programs that we start."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "PYTHONUTF8": "1", **more}


def succeeds(command: list[str], **more: str) -> bool:
    """Start a program in the checkout and say whether it ended well."""
    return subprocess.run(command, cwd=ROOT, env=environment(**more), check=False).returncode == 0


def python(*arguments: str) -> list[str]:
    """Return the command line of the checkout's own Python."""
    return [str(PYTHON), *arguments]


# The system's packages (Debian and its kin)


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_for_window() -> list[str]:
    """Debian packages that Qt's window still needs here."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in QT_LIBRARIES.items() if not loads(library)]


def missing_for_tests() -> list[str]:
    """Debian packages that the tests still need here, beside Qt's own."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    if not any(launcher.exists() for launcher in ATSPI_LAUNCHERS):
        missing.append("at-spi2-core")
    if not CARLITO.exists():
        missing.append("fonts-crosextra-carlito")
    return missing + [f"python3-{module}" for module in ("gi", "pyatspi") if not debian_python_has(module)]


def debian_python_has(module: str) -> bool:
    """Whether Debian's own Python, which drives the accessibility tree, has a module."""
    if not DEBIAN_PYTHON.exists():
        return False
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return succeeds([str(DEBIAN_PYTHON), "-c", find])


def install(packages: list[str], purpose: str) -> None:
    """Install Debian packages when we are allowed to, else say which ones somebody else must install."""
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SetUpError(f"{purpose}次のパッケージが足りません。管理者に頼んで入れてください: apt-get install {names}")
    say(f"{purpose}パッケージを入れます: {names}")
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if any(Path("/var/lib/apt/lists").glob("*_Packages*")) and succeeds(command, **quiet):
        return
    if not (succeeds(["apt-get", "update", "-q"], **quiet) and succeeds(command, **quiet)):
        raise SetUpError(f"パッケージを入れられませんでした。通信を確かめて、もう一度実行してください: {names}")


# The virtual environment


def wanted_stamp() -> str:
    """What the stamp says when ``.venv`` was made from this lock by this Python at this place."""
    made_of = f"{sys.version}\n{ROOT}\n".encode() + LOCK.read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(made_of).hexdigest()


def make_venv() -> None:
    """Make ``.venv`` from the lock; nothing to do when that was done already."""
    if STAMP.exists() and PYTHON.exists() and STAMP.read_text(encoding="utf-8") == wanted_stamp():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install(["python3-venv"], "仮想環境を作るための")
    say("部品を .venv に入れています（初回は数分かかります）。")
    if not (PYTHON.exists() and succeeds(python("-m", "pip", "--version"))):
        shutil.rmtree(VENV, ignore_errors=True)
        if not succeeds([sys.executable, "-m", "venv", str(VENV)]):
            raise SetUpError("仮想環境を作れませんでした。Python の venv を入れて、もう一度実行してください。")
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK))
    if not succeeds(python(*pip)):
        raise SetUpError("部品を入れられませんでした。通信を確かめて、もう一度実行してください。")
    point_to_checkout()
    STAMP.write_text(wanted_stamp(), encoding="utf-8")


def point_to_checkout() -> None:
    """Let ``.venv`` find the package in ``src/`` and give it the ``reform-desktop`` command, without a build."""
    asked = python("-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    found = subprocess.run(asked, env=environment(), capture_output=True, encoding="utf-8", check=True)
    pointer = Path(found.stdout.strip()) / "reform-desktop-checkout.pth"
    pointer.write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if WINDOWS:
        (SCRIPTS / "reform-desktop.cmd").write_text(f'@"{PYTHON}" -m reform_desktop %*\r\n', encoding="utf-8")
    else:
        command = SCRIPTS / "reform-desktop"
        command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m reform_desktop "$@"\n', encoding="utf-8")
        command.chmod(0o755)


# What can be asked for


def run(arguments: list[str]) -> int:
    """Start the program; without a display and without a command, do its main job without a window."""
    make_venv()
    install(missing_for_window(), "画面を表示するための")
    no_display = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if no_display and not arguments:
        say("画面につながっていないため、ウィンドウを開かずに主な仕事を行います。作ったファイルは次のとおりです。")
        job = python("-m", "reform_desktop.main_job", str(OUT))
        return 0 if succeeds(job, QT_QPA_PLATFORM="offscreen") else 1
    return subprocess.run(python("-m", "reform_desktop", *arguments), env=environment(), check=False).returncode


def lint() -> list[str]:
    """Run every check that needs no test run; return the names of those that failed."""
    checks = {
        "ruff": python("-m", "ruff", "check", "."),
        "mypy": python("-m", "mypy"),
        "lint-imports": [str(SCRIPTS / "lint-imports"), "--no-cache"],
        "check-lock": python("packaging/check_lock.py"),
        "schema": python("-m", "reform_desktop.generate_schema", "--check"),
    }
    failed = []
    for name, command in checks.items():
        say(f"== {name}")
        if not succeeds(command):
            failed.append(name)
    return failed


def pytest(marks: str, *arguments: str, **variables: str) -> bool:
    """Run the tests with these marks, on a message bus of their own where there is one."""
    bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
    return succeeds([*bus, *python("-m", "pytest", "-m", marks, *arguments)], **variables)


def test(arguments: list[str]) -> int:
    """Run all checks, the benchmarks one by one, then the tests side by side; pytest's summary comes last.

    With ``--quick`` only the tests that need no display. Further arguments go to pytest.
    """
    quick = "--quick" in arguments
    rest = [argument for argument in arguments if argument != "--quick"]
    make_venv()
    install(missing_for_window() + ([] if quick else missing_for_tests()), "テストのための")
    side_by_side = ("-n", "2", "--dist", "loadgroup", *rest)
    if quick:
        return 0 if pytest("not (slow or benchmark or xvfb)", *side_by_side) else 1
    failed = lint()
    if not rest:
        say("== benchmarks")
        failed += [] if pytest("benchmark and not slow", "-q", "-s") else ["benchmarks"]
    say(f"== tests（ここまでで失敗した検査: {'、'.join(failed) or 'なし'}）")
    passed = pytest("not (slow or benchmark)", *side_by_side)
    return 0 if passed and not failed else 1


def bench(arguments: list[str]) -> int:
    """Measure times and memory, one test after the other."""
    make_venv()
    install(missing_for_window() + missing_for_tests(), "計測のための")
    return 0 if pytest("benchmark", "-s", "-o", "timeout=0", *arguments, REFORM_BENCH="full") else 1


def soak(arguments: list[str]) -> int:
    """Run the tests that take minutes or hours."""
    make_venv()
    install(missing_for_window() + missing_for_tests(), "テストのための")
    apart = f"--ignore={PACKAGING_TESTS}"
    return 0 if pytest("slow", "-s", "-o", "timeout=0", apart, *arguments, HYPOTHESIS_PROFILE="slow") else 1


def package(arguments: list[str]) -> int:
    """Build what is handed out into ``dist/`` and try it on bare machines; as root, on Debian."""
    make_venv()
    tools = [package for tool, package in PACKAGING_TOOLS.items() if not shutil.which(tool)]
    install(missing_for_window() + missing_for_tests() + tools, "配布物を作るための")
    if not succeeds(python("packaging/build.py", "all")):
        return 1
    return 0 if pytest("slow", "-s", "-o", "timeout=0", PACKAGING_TESTS, *arguments) else 1


def lint_only(_arguments: list[str]) -> int:
    """Run every check that needs no test run."""
    make_venv()
    return 1 if lint() else 0


def pictures(arguments: list[str]) -> int:
    """Draw the pictures of the manual and of README.md anew from the running program; all of them, or those named."""
    make_venv()
    install(missing_for_window(), "画面を描くための")
    return 0 if succeeds(python("packaging/make_pictures.py", *arguments)) else 1


COMMANDS = {
    "run": run,
    "test": test,
    "bench": bench,
    "soak": soak,
    "package": package,
    "lint": lint_only,
    "pictures": pictures,
}


def main() -> int:
    """Read the command line and do it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.version_info < (3, 11):  # noqa: UP036 -- said in a sentence, before anything else fails
        say("Python 3.11 以上が必要です。")
        return 1
    parser = argparse.ArgumentParser(description="行革デスクの準備・起動・テスト", epilog=__doc__)
    meanings = "run 起動 / test 検査とテスト / bench 計測 / soak 長い試験 / package 配布物 / lint 検査のみ"
    meanings += " / pictures 説明書の画像"
    parser.add_argument("command", choices=COMMANDS, help=meanings)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="プログラムまたは pytest に渡す引数")
    given = parser.parse_args()
    try:
        return COMMANDS[given.command](given.arguments)
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
