"""Settings and keys lie in the account, or beside a program that is carried about."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reform_desktop import places
from reform_desktop.services.exchange import keys

PACKAGE = Path(places.__file__).parent
REMEMBER = (
    "from pathlib import Path\n"
    "from reform_desktop.services.exchange.keys import key_folder\n"
    "from reform_desktop.ui.settings import Settings\n"
    "from reform_desktop.bundle.keys import load_or_make_key\n"
    "load_or_make_key(key_folder(), 'division')\n"
    "settings = Settings()\n"
    "settings.add_recent_file(Path('計画.reform'))\n"
    "settings.flush()\n"
)


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """The program as the Windows zip has it: ``app/`` below the folder of the launchers, and a marker."""
    program = tmp_path / "行革デスク 持ち運び"
    shutil.copytree(PACKAGE, program / "app" / "reform_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    (program / places.MARKER).write_text("", encoding="utf-8")
    return program


def remember(program: Path, home: Path) -> list[str]:
    """Let the program make a key and remember a file; return what came to lie in the account's folders."""
    account = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "APPDATA": str(home / "config")}
    home.mkdir()
    environment = {**os.environ, **account, "PYTHONPATH": str(program / "app"), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop(keys.FOLDER_VARIABLE, None)
    command = [sys.executable, "-c", REMEMBER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return sorted(path.name for path in home.rglob("*") if path.is_file() and path.suffix in (".ini", ".key"))


def test_a_carried_program_keeps_settings_and_keys_beside_itself(carried: Path, tmp_path: Path) -> None:
    assert remember(carried, tmp_path / "home") == []
    assert "計画.reform" in (carried / "data" / "settings.ini").read_text(encoding="utf-8")
    (key,) = (carried / "data" / "keys").rglob("*.key")
    assert key.parent.name.startswith(socket.gethostname()), "Windows binds a key to the account of one PC"


def test_without_the_marker_they_lie_in_the_account(carried: Path, tmp_path: Path) -> None:
    (carried / places.MARKER).unlink()
    left = remember(carried, tmp_path / "home")
    assert "settings.ini" in left
    assert any(name.endswith(".key") for name in left)
    assert not (carried / "data").exists()


def test_a_folder_that_cannot_be_written_leaves_the_account_in_charge(tmp_path: Path) -> None:
    (tmp_path / places.MARKER).write_text("", encoding="utf-8")
    (tmp_path / "data").write_text("in the way", encoding="utf-8")  # root writes into read-only folders
    assert places.folder_beside(tmp_path) is None


def test_this_checkout_is_not_carried_about() -> None:
    assert places.portable_folder() is None


def test_a_frozen_program_looks_beside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / places.MARKER).write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "reform-desktop"))
    assert places.portable_folder() == tmp_path / "data"
