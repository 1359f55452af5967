"""バックアップ: the list, making one, going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services.backups import list_backups, make_backup
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_view import show_whole_rows

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.services.desk import Desk
    from reform_desktop.store.backup import Backup
    from reform_desktop.ui.tasks import TaskRunner

Index = QModelIndex | QPersistentModelIndex

_WORDS: Final = (
    "新しいものから10個と、毎月の最後のもの12か月分を、ファイルと同じ場所に残しています。"
    "戻す前の状態も、バックアップに残します。"
)
_HEADS: Final = ("日時", "作った時")


class BackupsModel(QAbstractTableModel):
    """When and before what each backup was made."""

    def __init__(self, backups: list[Backup], parent: QWidget) -> None:
        super().__init__(parent)
        self._backups = backups

    def show(self, backups: list[Backup]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._backups = backups
        self.endResetModel()

    def backup(self, row: int) -> Backup:
        """Return the backup of a row."""
        return self._backups[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._backups)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return time and occasion."""
        return len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self._backups[index.row()]
        at = one.at
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" if index.column() == 0 else one.label

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None


class BackupsDialog(Dialog):
    """``restoring`` carries the `Backup` that the user wants back, after having been asked."""

    help_topic = "backup"

    restoring = Signal(object)

    def __init__(
        self, path: Path, parent: QWidget | None, *, desk: Desk | None = None, runner: TaskRunner | None = None
    ) -> None:
        """Without ``desk`` and ``runner`` the file is not open (damaged), so none can be made."""
        super().__init__(parent)
        self._path = path
        self._desk = desk
        self._runner = runner
        self.setWindowTitle(f"「{path.name}」のバックアップ")
        self._model = BackupsModel(list_backups(path), self)
        self.table = QTableView(self)
        self.make_button = QPushButton("今の状態をバックアップ", self)
        self.restore_button = QPushButton("この状態に戻す…", self)
        self._close = QPushButton("閉じる", self)
        self._dress_table()
        self._arrange()
        self.make_button.setVisible(desk is not None)
        self.make_button.setEnabled(desk is not None and not desk.read_only)
        self.make_button.clicked.connect(self._make)
        self.restore_button.clicked.connect(self._ask)
        self._close.clicked.connect(self.reject)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._select_first()

    def _make(self) -> None:
        if self._desk is None or self._runner is None:
            return
        desk = self._desk
        self.make_button.setEnabled(False)
        self._runner.run(
            "バックアップを作成しています",
            lambda _context: make_backup(desk),
            ended=lambda _task: self._refresh(),
            owner=self,
        )

    def _refresh(self) -> None:
        self._model.show(list_backups(self._path))
        self.make_button.setEnabled(True)
        self._select_first()

    def _select_first(self) -> None:
        if self._model.rowCount():
            self.table.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        readable = self._desk is None or not self._desk.read_only
        self.restore_button.setEnabled(readable and self.table.currentIndex().isValid())

    def _ask(self) -> None:
        chosen = self._model.backup(self.table.currentIndex().row())
        at = f"{chosen.at.month}月{chosen.at.day}日 {chosen.at:%H:%M}"
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            "バックアップから戻す",
            f"「{self._path.name}」の内容を、{at} の状態に戻します。\n"
            "そのあとに入力した内容は画面から消えますが、今の状態もバックアップに残るので、また戻せます。",
            parent=self,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        go = box.addButton("戻す", QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton("やめる", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        go.clicked.connect(lambda: self._restore(chosen))
        box.open()

    def _restore(self, chosen: Backup) -> None:
        self.accept()
        self.restoring.emit(chosen)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setAccessibleName("バックアップの一覧")
        show_whole_rows(table)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.restore_button, Look.DANGER)
        set_look(self._close, Look.QUIET)
        row = QHBoxLayout()
        row.addWidget(self.make_button)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self.restore_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.px(12))
        layout.addWidget(heading("バックアップ", Look.HEADING, self))
        layout.addWidget(ProseLabel(_WORDS, self))
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.resize(sizes.px(620), sizes.px(460))
