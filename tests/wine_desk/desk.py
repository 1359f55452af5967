"""A Windows PC of its own, made of Wine 8, whose user is called テスト 太郎; and how programs on it are run.

Two small libraries that Wine 8 lacks are compiled into it (``tests/packaging/wine/``); they are never shipped. Standard
streams are always pipes, since Wine 8 cannot tell Python what kind of file a redirected one is, and the server of Wine
is started before, so that it does not hold our pipes open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

USER = "テスト 太郎"
SHIMS = Path(__file__).parents[1] / "packaging" / "wine"
COMPILER = "x86_64-w64-mingw32-gcc"
_CLASS = r"HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.UI.ViewManagement.UISettings"
_AS_USER = 'mount --bind "$1" /etc/passwd; shift; exec "$@"'


class WineDesk:
    """One PC. ``display`` is an X display's name, or nothing."""

    def __init__(self, folder: Path, display: str = "") -> None:
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self._passwd = folder / "passwd"
        home = folder / "home"
        home.mkdir(parents=True)
        names = Path("/etc/passwd").read_text(encoding="utf-8").splitlines(keepends=True)
        own = f":{os.getuid()}:"
        renamed = [USER + line[line.index(":") :] if own in line else line for line in names]
        self._passwd.write_text("".join(renamed), encoding="utf-8")
        wine = {"WINEPREFIX": str(folder / "prefix"), "WINEDEBUG": "-all", "WINEARCH": "win64", "HOME": str(home)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("REFORM_", "QT_", "PYTHON"))}
        self.environment = {**kept, **wine, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
        self._quietly("wineserver", "-p")
        self._quietly("wineboot", "-i")
        self._add_shims()
        self._keeper = self._keep_desktop() if display else None

    @property
    def profile(self) -> Path:
        """The user's folder."""
        return self.drive / "users" / USER

    def at(self, windows: str) -> Path:
        """Return where a path on C: lies for us."""
        return self.drive.joinpath(*PureWindowsPath(windows).parts[1:])

    def windows(self, path: Path) -> str:
        """Return a path below drive C: as the PC knows it."""
        return "C:\\" + "\\".join(path.relative_to(self.drive).parts)

    def start(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        """Start a program; the first word is its path on the PC."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self._as_user("wine", *words), stdin=pipe, stdout=pipe, stderr=pipe, env={**self.environment, **more}
        )

    def run(self, *words: str, seconds: float = 180, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        running = self.start(*words, **more)
        try:
            out, error = running.communicate(b"", timeout=seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
        return subprocess.CompletedProcess(words, running.returncode, text_of(out), text_of(error))

    def registry(self, key: str, name: str = "", *, interpreter: str) -> str | None:
        """Return a value below HKEY_CURRENT_USER, or ``None``; ``reg.exe`` would print Japanese as question marks."""
        script = (
            "import sys, winreg\n"
            "try:\n"
            "    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]) as key:\n"
            "        print('=' + str(winreg.QueryValueEx(key, sys.argv[2])[0]))\n"
            "except FileNotFoundError:\n"
            "    print('-')\n"
        )
        told = self.run(interpreter, "-X", "utf8", "-c", script, key, name).stdout.strip()
        return told[1:] if told.startswith("=") else None

    def restart(self) -> None:
        """Switch the PC off and on, so that it reads its settings anew."""
        self.close()
        self._quietly("wineserver", "-p")
        self._keeper = self._keep_desktop() if self.environment["DISPLAY"] else None

    def close(self) -> None:
        """Switch the PC off."""
        self._quietly("wineserver", "-k")
        if self._keeper is not None:
            self._keeper.wait()

    def _keep_desktop(self) -> subprocess.Popen[bytes]:
        """Keep Wine's desktop alive: started by one of our programs, it would hold that program's pipes open."""
        nothing = subprocess.DEVNULL
        words = self._as_user("wine", "start", "/min", "/wait", "notepad")
        keeper = subprocess.Popen(words, stdin=nothing, stdout=nothing, stderr=nothing, env=self.environment)
        time.sleep(3)
        return keeper

    def _add_shims(self) -> None:
        system = self.drive / "windows" / "system32"
        for source, library, needs in (
            ("process_prng.c", "bcryptprimitives.dll", ["-ladvapi32"]),
            ("ui_settings.c", "ui_settings.dll", []),
        ):
            command = [COMPILER, "-O1", "-Wall", "-shared", "-o", str(system / library), str(SHIMS / source), *needs]
            subprocess.run(command, check=True)
        for name, kind, value in (
            ("DllPath", "REG_SZ", r"C:\windows\system32\ui_settings.dll"),
            ("ActivationType", "REG_DWORD", "0"),
            ("Threading", "REG_DWORD", "0"),
        ):
            self.run("reg", "add", _CLASS, "/v", name, "/t", kind, "/d", value, "/f")

    def _quietly(self, *words: str) -> None:
        nothing = subprocess.DEVNULL
        subprocess.run(
            self._as_user(*words), stdin=nothing, stdout=nothing, stderr=nothing, env=self.environment, check=False
        )

    def _as_user(self, *words: str) -> list[str]:
        """Let Wine find the name of the user: it asks for the one of the account."""
        return ["unshare", "-m", "sh", "-c", _AS_USER, "sh", str(self._passwd), *words]


def can_be_set_up() -> bool:
    """Whether this machine has what is needed: Wine, mingw-w64, NSIS, and the right to rename the account."""
    tools = all(shutil.which(tool) for tool in ("wine", "wineserver", COMPILER, "makensis", "Xvfb", "xdotool"))
    return tools and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


def text_of(output: bytes) -> str:
    """Return what a program printed, with the line ends of Python."""
    return output.decode("utf-8").replace("\r\n", "\n")


def wait_until(true: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)
