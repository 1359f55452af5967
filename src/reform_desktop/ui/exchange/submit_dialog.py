"""提出する: the manager's confirmation, a message, where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.practice import file_name_for
from reform_desktop.services import submissions
from reform_desktop.ui.exchange.send_dialog import SendDialog
from reform_desktop.ui.file_dialogs import BUNDLES, ask_where_to_save
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.domain.records import Submission
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_WORDS = "提出ファイルを作ります。できたファイルを、ファイルサーバーやメールで政策・デジタル推進課に渡してください。"


class SubmitDialog(SendDialog):
    """A department hands its answers of a period in; again and again, if need be."""

    help_topic = "exchange#課：提出する"

    def __init__(
        self, session: Session, period: str, submission: Submission | None, findings: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, "提出する", _WORDS, "保存先を選んで提出する(&S)…", parent)
        self._period = period
        state = submission.state if submission else submissions.DRAFT
        self._confirmed = state in (submissions.CONFIRMED, *submissions.HANDED_IN)
        self.confirmed = QCheckBox("課長の確認を受けました(&K)", self)
        self.text = TextField(self)
        self.text.status.set_name("推進課への連絡")
        self.with_evidence = QCheckBox("証拠資料のファイルも入れる(&E)", self)
        self.take_up_draft(f"submit/{session.fiscal_year}/{period}", {"": self.text})
        self._fill(findings)
        self.text.setFocus()

    def commit_fields(self) -> None:
        """Commit what is typed, text in composition too."""
        self.text.commit_pending()

    def choose_target(self) -> None:
        """Ask for the file, once the confirmation is ticked."""
        if not self.confirmed.isChecked():
            self.say("課長の確認を受けてから提出します。確認を受けたら、印を付けてください。")
            self.confirmed.setFocus()
            return
        desk, year = self.session.desk, self.session.fiscal_year
        name = "_".join(
            (
                self.session.department_name(desk.department_id),
                format_fiscal_year_short(year),
                submissions.period_label(self._period),
                "提出.zip",
            )
        )
        name = file_name_for(self.session.plan, name)
        ask_where_to_save(self, "提出ファイルの保存先", name, BUNDLES, self._write_to)

    def _write_to(self, target: Path) -> None:
        desk, year, period, message = self.session.desk, self.session.fiscal_year, self._period, self.text.value()
        evidence = self.chosen_evidence(wanted=self.with_evidence.isChecked())
        spare = self.only_missing.isChecked()

        def work(context: TaskContext) -> list[Path]:
            # ruff: noqa: PLC0415 -- cryptography loads late
            from reform_desktop.services.exchange.sending import Answers, HandedIn, submit

            return submit(
                desk,
                Answers(desk.department_id or "", year, period),
                HandedIn(message, evidence, spare),
                target,
                progress=context.progress,
                cancelled=context.cancelled,
            )

        self.write("提出ファイルを作成しています", work)

    def _fill(self, findings: int) -> None:
        about = QLabel(
            f"{format_fiscal_year(self.session.fiscal_year)}　{submissions.period_label(self._period)}", self
        )
        set_look(about, Look.SECTION)
        self.form.addWidget(about)
        if findings:
            note = QLabel(f"入力チェックの指摘が{findings:,}件残っています。このままでも提出できます。", self)
            note.setWordWrap(True)
            set_look(note, Look.ERROR)
            self.form.addWidget(note)
        self.form.addWidget(LabeledField("推進課への連絡", self.text, self))
        self.with_evidence.setChecked(True)
        self.form.addWidget(self.with_evidence)
        self.form.addWidget(self.only_missing)
        self.confirmed.setChecked(self._confirmed)
        self.confirmed.setVisible(not self._confirmed)
        self.form.addWidget(self.confirmed)
