"""新しく作る: from which outline, for the division or for a department, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services.creating import NewFile
from reform_desktop.services.outlines import department_names, outline_labels
from reform_desktop.store.store import SUFFIX
from reform_desktop.ui.file_dialogs import REFORM_FILES, ask_where_to_save
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.who_form import DEPARTMENT
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

_DIVISION: Final = "取りまとめ（政策・デジタル推進課）のファイル"
_DEPARTMENT: Final = "課のファイル"
_COORDINATOR: Final = "取りまとめ担当"


class NewFileDialog(Dialog):
    """``decided`` carries a `NewFile` when everything was answered."""

    help_topic = "start#ファイルを作る"

    decided = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新しく作る")
        self.outline = ChoiceField([Option(name, label) for name, label in outline_labels()], self, nothing=None)
        self.outline.status.set_name("大綱")
        self.outline.load_value("annaka-4")
        self.division = QRadioButton(_DIVISION, self)
        self.own = QRadioButton(_DEPARTMENT, self)
        self.department = QComboBox(self)
        self.department.setEditable(True)
        self.department.setAccessibleName("課の名前")
        self.department.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.next_button = QPushButton("保存先を選んで作る…", self)
        self._cancel = QPushButton("やめる", self)
        self._group = QButtonGroup(self)
        for button in (self.division, self.own):
            self._group.addButton(button)
        self._fill_departments(settings.text(DEPARTMENT))
        coordinates = settings.role == _COORDINATOR or not settings.role
        (self.division if coordinates else self.own).setChecked(True)
        self._arrange()
        self._connect()
        self._choose_kind()

    def _connect(self) -> None:
        self.outline.activated.connect(self.outline.commit_pending)
        self.outline.committed.connect(lambda _name: self._fill_departments(self.department.currentText()))
        self._group.buttonClicked.connect(lambda _button: self._choose_kind())
        self.next_button.clicked.connect(self._ask_where)
        self._cancel.clicked.connect(self.reject)

    def _fill_departments(self, chosen: str) -> None:
        self.department.clear()
        self.department.addItems(department_names(str(self.outline.value())))
        self.department.setCurrentText(chosen)

    def _choose_kind(self) -> None:
        self.department.setEnabled(self.own.isChecked())
        self.message.hide()

    def _ask_where(self) -> None:
        self.outline.commit_pending()
        department = " ".join(self.department.currentText().split()) if self.own.isChecked() else None
        if department == "":
            self.message.setText("課の名前を入力してください。")
            self.message.show()
            self.department.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        label = self.outline.currentText()
        name = f"{department or label}_実施計画{SUFFIX}" if department else f"{label}{SUFFIX}"
        outline = str(self.outline.value())

        def chosen(path: Path) -> None:
            self.decided.emit(NewFile(path, outline, department))
            self.accept()

        ask_where_to_save(self, "新しいファイルの保存先", name, REFORM_FILES, chosen)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.next_button, Look.PRIMARY)
        set_look(self._cancel, Look.QUIET)
        set_look(self.message, Look.ERROR)
        self.next_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.tight)
        layout.addWidget(heading("新しく作る", Look.HEADING, self))
        layout.addSpacing(sizes.px(12))
        layout.addWidget(heading("大綱", Look.LABEL, self))
        layout.addWidget(self.outline)
        layout.addSpacing(sizes.px(12))
        layout.addWidget(heading("だれのファイルか", Look.LABEL, self))
        layout.addWidget(self.division)
        layout.addWidget(self.own)
        layout.addSpacing(sizes.gap)
        layout.addWidget(heading("課の名前", Look.LABEL, self))
        layout.addWidget(self.department)
        layout.addWidget(self.message)
        layout.addSpacing(sizes.px(20))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self.next_button)
        layout.addLayout(row)
        self.setMinimumWidth(sizes.px(460))
