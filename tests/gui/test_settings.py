"""What a PC remembers, and Qt's words in Japanese."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget

from reform_desktop.ui.settings import Settings
from reform_desktop.ui.translation import install_japanese

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "設定" / "settings.ini"


def test_recent_files_are_remembered_newest_first(path: Path) -> None:
    settings = Settings(path)
    assert settings.recent_files == []
    for number in range(12):
        settings.add_recent_file(Path(f"/計画/{number}, 写し.reform"))
    settings.add_recent_file(Path("/計画/5, 写し.reform"))
    settings.flush()
    names = [one.name for one in Settings(path).recent_files]
    assert names[:2] == ["5, 写し.reform", "11, 写し.reform"]
    assert len(names) == 10
    settings.forget_recent_file(Path("/計画/5, 写し.reform"))
    assert Settings(path).recent_files[0].name == "11, 写し.reform"


def test_one_recent_file_is_a_list_too(path: Path) -> None:
    settings = Settings(path)
    settings.add_recent_file(Path("/a.reform"))
    settings.flush()
    assert Settings(path).recent_files == [Path("/a.reform")]


def test_theme_scale_role_and_pages_are_remembered(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    assert (settings.theme, settings.scale, settings.role, settings.last_folder) == ("system", 1.0, "", None)
    settings.theme, settings.scale, settings.role, settings.last_folder = "dark", 1.25, "division", tmp_path
    settings.set_text("measures/year", "2025")
    settings.save_bytes("splitter", QByteArray(b"abc"))
    settings.flush()
    again = Settings(path)
    assert (again.theme, again.scale, again.role, again.last_folder) == ("dark", 1.25, "division", tmp_path)
    assert again.text("measures/year") == "2025"
    assert again.bytes("splitter") == QByteArray(b"abc")
    assert again.bytes("other") is None


@pytest.mark.parametrize(("written", "scale"), [("nonsense", 1.0), ("9", 2.0), ("0.1", 0.9), ("nan", 1.0)])
def test_a_damaged_settings_file_does_no_harm(path: Path, written: str, scale: float) -> None:
    path.parent.mkdir()
    lines = "[General]", f"scale={written}", "recent_files=@Invalid()", "[windows]", "main=nonsense", ""
    path.write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(path)
    assert settings.scale == scale
    assert settings.recent_files == []


def test_a_window_comes_back_where_it_was(path: Path, qtbot: QtBot) -> None:
    settings, window, again = Settings(path), QWidget(), QWidget()
    for one in (window, again):
        qtbot.addWidget(one)
    assert not settings.restore_window("main", window)
    window.setGeometry(QRect(40, 50, 300, 200))
    settings.save_window("main", window)
    assert settings.restore_window("main", again)
    assert again.geometry() == window.geometry()


def test_a_window_of_a_screen_that_is_gone_comes_into_view(path: Path, qtbot: QtBot) -> None:
    settings, window = Settings(path), QWidget()
    qtbot.addWidget(window)
    window.setGeometry(QRect(9000, 9000, 300, 200))
    settings.save_window("main", window)
    settings.restore_window("main", window)
    assert QGuiApplication.primaryScreen().availableGeometry().intersects(window.geometry())


def test_nothing_is_written_outside_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = Settings()
    settings.theme = "dark"
    settings.flush()
    assert (tmp_path / "reform-desktop" / "settings.ini").is_file()


def test_qts_own_buttons_are_japanese(qapp: QApplication, qtbot: QtBot) -> None:
    assert install_japanese(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "キャンセル"
    assert QCoreApplication.translate("QPlatformTheme", "Close") == "閉じる"
