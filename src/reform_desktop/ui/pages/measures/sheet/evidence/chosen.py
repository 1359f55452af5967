"""What can be done with the chosen piece of evidence: open, save out, replace, remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.domain.records import Evidence
from reform_desktop.services.attachments import save_evidence_as
from reform_desktop.services.editing import delete_record
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.choosing import choose_files
from reform_desktop.ui.pages.measures.sheet.evidence.opening import Lookout, address_url, open_file
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look


class ChosenEvidence(QWidget):
    """A row of buttons for one piece. ``said`` carries a sentence about what went wrong, ``replaced`` a new file."""

    said = Signal(str)
    replaced = Signal(str, object)

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lookout: Lookout | None = None
        self._one: Evidence | None = None
        self.open_button = self._button("開く", "file", self.open)
        self.save_button = self._button("名前を付けて保存", "save", self.choose_target)
        self.replace_button = self._button("差し替え", "edit", self.choose_replacement)
        self.remove_button = self._button("削除", "remove", self.remove)
        self.buttons = (self.open_button, self.save_button, self.replace_button, self.remove_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(active_sizes().gap)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)

    def show_evidence(self, one: Evidence | None) -> None:
        """Offer what can be done with a piece; nothing when none is chosen."""
        self._one = one
        self.setVisible(one is not None)
        if one is None:
            return
        reason = self._context.lock_reason("evidence", "title")
        self.open_button.setText("場所を見る" if not one.file_sha256 and not one.address else "開く")
        self.save_button.setEnabled(bool(one.file_sha256))
        self.replace_button.setEnabled(bool(one.file_sha256) and not reason)
        self.remove_button.setEnabled(not reason)
        for button in (self.replace_button, self.remove_button):
            button.setToolTip(reason)

    def choose_replacement(self) -> None:
        """Ask for the file that takes the place of the chosen one."""
        one = self._one
        if one is not None:
            choose_files(
                self,
                f"「{one.title}」の新しいファイル",
                QFileDialog.FileMode.ExistingFile,
                lambda paths: self.replaced.emit(one.id, paths[0]),
            )

    def choose_target(self) -> None:
        """Ask where to save the chosen file."""
        one = self._one
        if one is not None and one.file_sha256:
            choose_files(
                self,
                "名前を付けて保存",
                QFileDialog.FileMode.AnyFile,
                lambda paths: self.save_as(one, paths[0]),
                suggested=one.file_name,
            )

    def save_as(self, one: Evidence, target: Path) -> None:
        """Write the attached file out, in a worker."""
        desk = self._context.desk
        self._context.session.runner.run(
            f"「{one.title}」を保存しています",
            lambda _task: save_evidence_as(desk, one.id, target),
            done=lambda _none: self._context.session.noticed.emit(f"「{target.name}」に保存しました。"),
            failed=lambda error: self.said.emit(str(error)),
            owner=self,
        )

    def open(self) -> None:
        """Show the chosen file or address in the program that is made for it; for paper, say where it lies."""
        one = self._one
        if one is None:
            return
        self.said.emit("")
        if one.file_sha256:
            self._open_copy(one)
            return
        try:
            url = address_url(one.address)
        except NotAllowedError as error:
            self.said.emit(str(error))
            return
        if url is not None:
            QDesktopServices.openUrl(url)
        elif one.address:
            self.said.emit("このアドレスは開けません。「https://」か、共有フォルダーの場所で始まる形にしてください。")
        else:
            self._context.session.noticed.emit(f"紙の資料です。保管場所：{one.paper_location}")

    def remove(self) -> None:
        """Remove the chosen piece; one undo brings it back."""
        one = self._one
        if one is None or not self.remove_button.isEnabled():
            return
        gone = self._context.session.perform(lambda: delete_record(self._context.desk, "evidence", one.id))
        if gone is not None:
            self._context.session.noticed.emit(f"証拠資料「{one.title}」を削除しました。「元に戻す」で戻せます。")

    # Inner parts

    def _open_copy(self, one: Evidence) -> None:
        desk = self._context.desk
        lookout = self._lookout = self._lookout or Lookout()
        self._context.session.runner.run(
            f"「{one.title}」を開いています",
            lambda _task: lookout.copy_out(desk, one),
            done=self._opened,
            failed=lambda error: self.said.emit(str(error)),
            owner=self,
        )

    def _opened(self, path: Path) -> None:
        if not open_file(path):
            self.said.emit(f"「{path.name}」を開くプログラムがありません。「名前を付けて保存」で取り出せます。")

    def _button(self, text: str, picture: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(picture), text, self)
        set_look(button, Look.QUIET)
        button.clicked.connect(act)
        return button
