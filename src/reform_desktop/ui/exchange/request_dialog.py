"""照会を送る: to one department or many, with a deadline and a message, one bundle each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.practice import file_name_for
from reform_desktop.domain.records import PERIODS
from reform_desktop.ui.exchange.send_dialog import SendDialog
from reform_desktop.ui.file_dialogs import BUNDLES, ask_for_folder, ask_where_to_save
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.labeled_field import LabeledField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_WORDS = "課ごとに1つの照会ファイルを作ります。ファイルサーバーやメールで、それぞれの課に渡してください。"


class RequestDialog(SendDialog):
    """``chosen`` is the department that was chosen on the board, or nothing: then many are asked in one go."""

    help_topic = "exchange#推進課：照会を送る"

    def __init__(
        self,
        session: Session,
        rows: Sequence[DepartmentAnswers],
        chosen: DepartmentAnswers | None = None,
        parent: QWidget | None = None,
        *,
        period: str = "",
    ) -> None:
        """``period`` is shown first; default the first that was not asked of everybody."""
        title = f"{chosen.department.name}に照会を送る" if chosen else "照会を送る"
        super().__init__(session, title, _WORDS, "保存先を選んで照会を作る(&S)…", parent)
        self._rows = [chosen] if chosen else list(rows)
        self._single = chosen
        self.period = ChoiceField([Option(one.identifier, one.label) for one in PERIODS], None, nothing=None)
        self.period.status.set_name("時期")
        self.deadline = labeled(field_named("submission", "deadline"), self)
        self.text = labeled(field_named("submission", "message"), self)
        self.unasked = QRadioButton(self)
        self.everybody = QRadioButton(self)
        self.with_evidence = QCheckBox("証拠資料のファイルも入れる(&E)", self)
        self._group = QButtonGroup(self)
        self._fill(period)
        self.period.committed.connect(lambda _value: self._show_period())
        self._show_period()
        whom = chosen.department.id if chosen else "all"
        fields = {"deadline": self.deadline.field, "text": self.text.field}
        self.take_up_draft(f"request/{whom}/{session.fiscal_year}", fields)
        self.period.setFocus()

    def commit_fields(self) -> None:
        """Commit what is typed, text in composition too."""
        self.period.commit_pending()
        self.deadline.field.commit_pending()
        self.text.field.commit_pending()

    def choose_target(self) -> None:
        """Ask for a folder, or for one department for a file."""
        day = self.deadline.field.value()
        if self.deadline.field.status.error:
            return
        if not day:
            self.say("提出期限を入力してください。")
            self.deadline.field.widget().setFocus()
            return
        asked = self._asked()
        if not asked:
            self.say("まだ照会していない課はありません。「すべての課」を選ぶと、もう一度照会できます。")
            return
        if self._single is None:
            ask_for_folder(self, "照会ファイルを保存するフォルダー", self._write_to)
        else:
            name = file_name_for(self.session.plan, f"{self._single.department.name}_照会.zip")
            ask_where_to_save(self, "照会ファイルの保存先", name, BUNDLES, self._write_to)

    def _write_to(self, target: Path) -> None:
        desk, year, period = self.session.desk, self.session.fiscal_year, str(self.period.value())
        asked = [one.department.id for one in self._asked()]
        day = date.fromisoformat(str(self.deadline.field.value()))
        message = str(self.text.field.value() or "")
        evidence, passphrase = self.chosen_evidence(wanted=self.with_evidence.isChecked()), self.given_passphrase()
        spare = self.only_missing.isChecked()

        def work(context: TaskContext) -> list[Path]:
            # ruff: noqa: PLC0415 -- cryptography loads late
            from reform_desktop.services.exchange.sending import Request, send_requests

            request = Request(asked, year, period, day, message, evidence, passphrase, spare)
            return send_requests(desk, request, target, progress=context.progress, cancelled=context.cancelled)

        self.write("照会を作成しています", work)

    def _asked(self) -> list[DepartmentAnswers]:
        if self._single is not None or self.everybody.isChecked():
            return self._rows
        return self._unasked()

    def _unasked(self) -> list[DepartmentAnswers]:
        return [one for one in self._rows if str(self.period.value()) not in one.by_period]

    def _show_period(self) -> None:
        """Show whom the period is still to be asked of, and what was asked before."""
        count = len(self._unasked())
        self.unasked.setText(f"まだ照会していない課（{count:,}課）(&U)")
        self.everybody.setText(f"すべての課（{len(self._rows):,}課）(&A)")
        self.unasked.setEnabled(count > 0)
        (self.unasked if count else self.everybody).setChecked(True)
        period = str(self.period.value())
        known = [one.by_period[period] for one in self._rows if period in one.by_period]
        last = known[-1] if known else None
        self.deadline.field.load_value(last.deadline.isoformat() if last and last.deadline else None)
        self.text.field.load_value(last.message if last else "")

    def _fill(self, period: str) -> None:
        periods = [one.identifier for one in PERIODS]
        open_periods = [one for one in periods if any(one not in row.by_period for row in self._rows)]
        self.period.load_value(period or (open_periods or periods[-1:])[0])
        self.with_evidence.setChecked(True)
        self.form.addWidget(LabeledField(f"時期（{format_fiscal_year(self.session.fiscal_year)}）", self.period, self))
        for button in (self.unasked, self.everybody):
            self._group.addButton(button)
            button.setVisible(self._single is None)
            if self._single is None:
                self.form.addWidget(button)
        self.form.addWidget(self.deadline)
        self.form.addWidget(self.text)
        self.form.addWidget(self.with_evidence)
        self.form.addWidget(self.only_missing)
