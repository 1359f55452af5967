"""取り込む: what people see before, while and after bundles go into their file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gui.exchange_files import YEAR, fill, finance, own_keys, own_measure, send
from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.bundle.keys import PassphraseError
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.conflicts import list_conflicts
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import keys
from reform_desktop.ui.exchange import taking
from reform_desktop.ui.exchange.import_dialog import ImportDialog
from reform_desktop.ui.exchange.imports_dialog import ImportsDialog
from reform_desktop.ui.exchange.keys_dialog import KeysDialog
from reform_desktop.ui.exchange.offered import Step
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "finance", "own_keys", "sample_file", "sample_original", "window"]

SLOW = 20_000


def offer(window: MainWindow, paths: list[Path], qtbot: QtBot) -> ImportDialog:
    dialog = taking.offer(window.session, window, paths)
    qtbot.waitUntil(lambda: not dialog.queue.is_busy, timeout=SLOW)
    return dialog


def steps(dialog: ImportDialog) -> list[Step]:
    return [one.step for one in dialog.queue.offered]


def result(desk: Desk) -> str:
    return next(one for one in open_plan(desk).measures if one.measure.id == own_measure(desk)).years[YEAR].result


def take_all(dialog: ImportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog.take_button.click()


def take_with_key(dialog: ImportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog.keys.compared.setChecked(True)
        dialog.keys.button.click()


def test_an_unknown_key_is_compared_before_the_file_goes_in(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(finance, result="課で入力した実績です。")
    before = result(window.session.desk)
    dialog = offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot)
    assert steps(dialog) == [Step.UNKNOWN_KEY]
    assert result(window.session.desk) == before
    assert len(dialog.keys.number.text().split("　")[1].split()) == 6
    assert not dialog.take_button.isEnabled()
    assert not dialog.keys.button.isEnabled()
    assert unnamed_controls(dialog) == []
    take_with_key(dialog, qtbot)
    assert result(window.session.desk) == "課で入力した実績です。"
    assert "「財政課.zip」を取り込みました。" in window.notices.text


def test_an_import_is_taken_back_from_the_notice_and_applied_again(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = result(window.session.desk)
    fill(finance, result="課で入力した実績です。")
    take_with_key(offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot), qtbot)
    window.notices._button.click()
    qtbot.waitUntil(lambda: result(window.session.desk) == before, timeout=SLOW)
    qtbot.waitUntil(lambda: window.notices.text == "取込みを取り消しました。", timeout=SLOW)
    window.notices._button.click()
    qtbot.waitUntil(lambda: result(window.session.desk) == "課で入力した実績です。", timeout=SLOW)


def test_later_edits_that_would_wait_are_told_before_undoing(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(finance, result="課で入力した実績です。")
    take_with_key(offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot), qtbot)
    fill(window.session.desk, result="推進課が言い回しを直しました。")
    window.notices._button.click()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=SLOW)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "あとからの入力1件が保留になります" in box.text()
    box.close()
    assert result(window.session.desk) == "推進課が言い回しを直しました。"


def test_a_changed_key_takes_two_steps(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_with_key(offer(window, [send(finance, "1回目.zip", monkeypatch)], qtbot), qtbot)
    fill(finance, result="新しいPCで入力しました。")
    dialog = offer(window, [send(finance, "2回目.zip", monkeypatch, keys="new-pc")], qtbot)
    assert steps(dialog) == [Step.CHANGED_KEY]
    assert dialog.keys.earlier.text().startswith("前に確かめた番号")
    dialog.keys.compared.setChecked(True)
    dialog.keys.button.click()
    assert steps(dialog) == [Step.READY]
    assert result(window.session.desk) != "新しいPCで入力しました。"
    take_all(dialog, qtbot)
    assert result(window.session.desk) == "新しいPCで入力しました。"


def test_a_refused_file_says_why_and_the_others_go_in(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "壊れた.zip"
    broken.write_bytes(b"PK nothing")
    fill(finance, result="課で入力した実績です。")
    dialog = offer(window, [broken, send(finance, "財政課.zip", monkeypatch)], qtbot)
    assert steps(dialog) == [Step.REFUSED, Step.UNKNOWN_KEY]
    dialog.view.choose(0)
    assert "「壊れた.zip」は取り込めません" in dialog.details.accessibleName()
    dialog.view.choose(1)
    dialog.keys.compared.setChecked(True)
    dialog.keys.button.click()
    qtbot.waitUntil(lambda: steps(dialog) == [Step.REFUSED, Step.TAKEN], timeout=SLOW)
    assert result(window.session.desk) == "課で入力した実績です。"
    assert dialog.isVisible()
    dialog.close_button.click()
    assert "「財政課.zip」を取り込みました。" in window.notices.text


def test_conflicts_are_counted_before_and_kept_after(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(window.session.desk, result="推進課の文です。")
    fill(finance, result="課の文です。")
    dialog = offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot)
    assert dialog.model.index(0, 4).data() == "1"
    assert "内容が食い違う項目が1件" in dialog.details.accessibleName()
    take_with_key(dialog, qtbot)
    assert len(list_conflicts(window.session.desk)) == 1
    assert "競合1件は「競合・保留」で確かめられます" in window.notices.text


def test_a_copy_of_the_file_is_offered_or_opened_as_the_user_says(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    copy = tmp_path / "控え.reform"
    window.session.desk.store.copy_to(copy)
    other = Desk.open(copy)
    editing.set_values(other, "measure", own_measure(other), {"handover": "控えで書き足しました。"})
    other.close()
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(copy))])
    how = Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(window, QDropEvent(QPoint(5, 5), *how))
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text().startswith("このファイルに取り込む")).click()
    dialog = window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    qtbot.waitUntil(lambda: steps(dialog) == [Step.READY], timeout=SLOW)
    assert "署名のないファイルです" in dialog.details.accessibleName()
    take_all(dialog, qtbot)
    desk = window.session.desk
    found = next(one for one in open_plan(desk).measures if one.measure.id == own_measure(desk))
    assert found.measure.handover == "控えで書き足しました。"


def test_the_list_of_imports_undoes_and_applies_again(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(finance, result="課で入力した実績です。")
    take_with_key(offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot), qtbot)
    dialog = ImportsDialog(window.session, window)
    dialog.show()
    assert dialog.model.rowCount() == 1
    assert unnamed_controls(dialog) == []
    qtbot.waitUntil(lambda: dialog.consequence.text().startswith("この取込みを取り消しても"), timeout=SLOW)
    dialog.undo_button.click()
    qtbot.waitUntil(dialog.redo_button.isEnabled, timeout=SLOW)
    assert dialog.model.index(0, 4).data() == "取り消しました"
    assert result(window.session.desk) != "課で入力した実績です。"
    dialog.redo_button.click()
    qtbot.waitUntil(dialog.undo_button.isEnabled, timeout=SLOW)
    assert result(window.session.desk) == "課で入力した実績です。"
    dialog.reject()


def test_the_number_of_the_own_key_can_be_read_out_and_accepted_keys_are_listed(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_with_key(offer(window, [send(finance, "財政課.zip", monkeypatch)], qtbot), qtbot)
    dialog = KeysDialog(window.session, window)
    dialog.show()
    assert len(dialog.number.text().split()) == 6
    assert [one.name for one in dialog.model.rows] == ["財政課"]
    assert dialog.model.rows[0].number != dialog.number.text()
    assert unnamed_controls(dialog) == []
    dialog.reject()


def test_the_divisions_passphrase_is_set_and_changed_in_the_window(window: MainWindow) -> None:
    desk, dialog = window.session.desk, KeysDialog(window.session, window)
    dialog.show()
    number = dialog.number.text()
    assert dialog.passphrase_button.isVisible()
    first = dialog.ask_passphrase()
    assert first is not None
    assert not first.old.isVisible()
    assert unnamed_controls(first) == []
    first.action_button.click()
    assert "新しい合言葉を入力" in first.message.text()
    first.new.setText("最初の合言葉です")
    first.again.setText("最初の合言葉だ")
    first.action_button.click()
    assert "2回の入力が違います" in first.message.text()
    first.again.setText("最初の合言葉です")
    first.action_button.click()
    assert not first.isVisible()
    with pytest.raises(PassphraseError):
        keys.own_key(desk)
    second = dialog.ask_passphrase()
    assert second is not None
    second.remove_button.click()
    assert "今の合言葉を入力" in second.message.text()
    second.old.setText("最初の合言葉です")
    second.remove_button.click()
    assert keys.fingerprint(keys.own_key(desk).public) == number
    dialog.reject()
