"""The three steps from the division's request to a file of one's own: look at it, say who one is, begin."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.japanese_date import days_left_words, format_date_both
from reform_desktop.domain.practice import PRACTICE, PRACTICE_PLAN_ID, file_name_among_practice
from reform_desktop.store.store import SUFFIX
from reform_desktop.ui.file_dialogs import REFORM_FILES, ask_where_to_save
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.who_form import WhoForm
from reform_desktop.ui.widgets.headings import ProseLabel
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.services.exchange.invitation import Invitation
    from reform_desktop.ui.settings import Settings

STEPS: Final = ("依頼を確かめる", "所属と氏名", "記入を始める")
_WORDS: Final = "推進課から届いた照会をもとに、あなたの課のファイルを作ります。届いたファイルは、そのまま残ります。"
_KEY: Final = "推進課の案内にある番号と見比べてください。違うときは、始める前に推進課に確かめてください。"
_PRACTISES: Final = f"{PRACTICE}の照会です。作るファイルも{PRACTICE}で、本番のファイルとは内容をやり取りできません。"
_WHO: Final = (
    "変更の履歴や、ほかの人への「使用中」の表示に使います。氏名は書かなくてもかまいません。あとから変えられます。"
)
_FILE: Final = (
    "この1つのファイルに、入力した内容も、証拠資料も、変更の履歴も入ります。"
    "入力した内容は自動で保存します。記入が済んだら「提出・取りまとめ」から提出します。"
)
THERE: Final = (
    "このファイルは、もうあります。前に作ったものなら、開いてこの照会を取り込めます。"
    "新しく作るときは、別の場所か名前を選んでください。"
)


class RequestStep(QWidget):
    """What the request says. ``facts`` is what is shown, by heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.facts: dict[str, str] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(sizes.px(10))
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("進み具合")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.px(12))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self._progress)
        column.addLayout(self._rows)
        column.addStretch(1)

    def stop_waiting(self) -> None:
        """Take the bar away that says that the request is being read."""
        self._progress.hide()

    def show_request(self, found: Invitation) -> None:
        """Show what a verified request says."""
        day = date.fromisoformat(found.deadline) if found.deadline else None
        due = f"{format_date_both(day)}（{days_left_words((day - date.today()).days)}）" if day else ""
        self._add("課", found.department)
        self._add("計画", found.plan, _PRACTISES if found.plan_id == PRACTICE_PLAN_ID else "")
        self._add("提出期限", due)
        self._add("照会文", found.message)
        self._add("推進課の鍵の番号", found.fingerprint, _KEY)

    def _add(self, name: str, text: str, note: str = "") -> None:
        if not text:
            return
        self.facts[name] = text
        group = QVBoxLayout()
        group.setSpacing(active_sizes().tight)
        label = QLabel(name, self)
        set_look(label, Look.LABEL)
        group.addWidget(label)
        group.addWidget(ProseLabel(text, self))
        if note:
            words = ProseLabel(note, self)
            set_look(words, Look.SMALL)
            group.addWidget(words)
        self._rows.addLayout(group)


class WhoStep(QWidget):
    """Who fills it in; the department is the one that was asked."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = WhoForm(settings, self, with_person=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_sizes().px(12))
        column.addWidget(ProseLabel(_WHO, self))
        column.addWidget(self.form)
        column.addStretch(1)

    def suggest(self, department: str) -> None:
        """Fill in the department that was asked."""
        self.form.department.setText(department)


class PlaceStep(QWidget):
    """Where the file goes: a place is suggested. ``open_wanted`` asks to open the file that lies there already."""

    open_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.target = Path()
        self._settings = settings
        self._shown = ProseLabel("", self)
        self._there = ProseLabel(THERE, self)
        self.other_button = QPushButton("別の場所を選ぶ(&O)…", self)
        self.open_button = QPushButton("そのファイルを開いて取り込む(&F)", self)
        self.other_button.clicked.connect(lambda *_: self._choose())
        self.open_button.clicked.connect(lambda *_: self.open_wanted.emit())
        set_look(self._there, Look.ERROR)
        label = QLabel("作るファイル", self)
        set_look(label, Look.LABEL)
        row = QHBoxLayout()
        row.setSpacing(sizes.gap)
        row.addWidget(self.other_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(label)
        column.addWidget(self._shown)
        column.addWidget(self._there)
        column.addLayout(row)
        column.addSpacing(sizes.px(12))
        column.addWidget(ProseLabel(_FILE, self))
        column.addStretch(1)
        self.show_target(Path())

    def suggest(self, found: Invitation) -> None:
        """Suggest a file in the folder used last, or among the user's own documents."""
        name = file_name_among_practice(found.plan_id, f"{found.department}_実施計画{SUFFIX}")
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._settings.last_folder or Path(documents)
        self.show_target((folder if folder.is_dir() else Path.home()) / name)

    def show_target(self, target: Path) -> None:
        """Show where the file would go, and whether one lies there already."""
        self.target = target
        there = target != Path() and target.exists()
        self._shown.set_text(f"{target.name}\n{target.parent}" if target != Path() else "")
        self._there.setVisible(there)
        self.open_button.setVisible(there)

    @property
    def is_free(self) -> bool:
        """Whether a file can be made there."""
        return not self.target.exists()

    def _choose(self) -> None:
        ask_where_to_save(self, "課のファイルの保存先", self.target.name, REFORM_FILES, self.show_target)
