"""行革デスクについて: what it is made of, under which licences, and where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reform_desktop.services.program_log import log_folder
from reform_desktop.ui.about import AboutDialog
from reform_desktop.ui.icons import program_icon
from reform_desktop.ui.settings import settings_path
from reform_desktop.ui.widgets.headings import ProseLabel


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def words(dialog: AboutDialog) -> str:
    return "\n".join(label.accessibleName() for label in dialog.findChildren(ProseLabel))


def test_every_component_is_listed_with_version_and_licence(parent: QWidget) -> None:
    dialog = AboutDialog(parent)
    rows = {one.name: one for one in dialog.model.rows}
    assert rows["Qt"].licence == "LGPL-3.0-only"
    assert rows["Qt"].version == rows["Shiboken"].version
    assert rows["SQLAlchemy"].version.startswith("2.")
    assert "BIZ UDPGothic" in rows
    assert [one.name for one in rows.values() if not one.version and one.use != "書体"] == []


def test_the_lgpl_notice_is_shown(parent: QWidget) -> None:
    text = words(AboutDialog(parent))
    assert "LGPL" in text
    assert "置き換えられます" in text
    assert "licences フォルダー" in text


def test_it_tells_where_settings_keys_and_log_lie(parent: QWidget) -> None:
    text = words(AboutDialog(parent))
    assert str(settings_path()) in text
    assert str(log_folder()) in text
    assert "鍵：" in text


def test_the_folder_of_licences_is_offered_where_there_is_one(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "README.txt").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "reform-desktop"))
    dialog = AboutDialog(parent)
    assert str(tmp_path / "licences") in words(dialog)
    (button,) = (one for one in dialog.findChildren(QPushButton) if "ライセンス" in one.text())
    assert not button.isHidden()


def test_without_the_folder_no_button_promises_it(parent: QWidget) -> None:
    dialog = AboutDialog(parent)
    (button,) = (one for one in dialog.findChildren(QPushButton) if "ライセンス" in one.text())
    assert button.isHidden()


def test_the_program_has_an_icon(qapp: QApplication) -> None:
    assert not program_icon().pixmap(48, 48).isNull()
    assert qapp is not None
