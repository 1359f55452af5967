"""差し戻す: the reason, the remarks on single fields, and where the file for the department goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.domain.practice import file_name_for
from reform_desktop.services import submissions
from reform_desktop.ui.exchange.send_dialog import SendDialog
from reform_desktop.ui.file_dialogs import BUNDLES, ask_where_to_save
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.headings import ProseLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.ui.exchange.review_dialog import Comments
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_WORDS: Final = (
    "差戻しファイルを作ります。ファイルサーバーやメールで課に渡してください。課では、コメントが直す項目の一覧になります。"
)


class ReturnDialog(SendDialog):
    """Sends one department's answers of a period back."""

    help_topic = "exchange#推進課：届いた回答を確かめる"

    def __init__(
        self,
        session: Session,
        answers: DepartmentAnswers,
        period: str,
        comments: Comments,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            session, f"{answers.department.name}に差し戻す", _WORDS, "保存先を選んで差し戻す(&S)…", parent
        )
        self._answers = answers
        self._period = period
        self._comments = dict(comments)
        self.reason = labeled(field_named("submission", "return_reason"), self)
        self.take_up_draft(f"return/{answers.department.id}/{session.fiscal_year}/{period}", {"": self.reason.field})
        self.form.addWidget(self.reason)
        self.form.addWidget(ProseLabel(_comment_words(len(comments)), self))
        self.form.addWidget(self.only_missing)
        self.reason.field.widget().setFocus()

    def commit_fields(self) -> None:
        """Commit what is typed, text in composition too."""
        self.reason.field.commit_pending()

    def choose_target(self) -> None:
        """Ask for the file, once there is a reason."""
        if not str(self.reason.field.value() or "").strip():
            self.say("差戻しの理由を入力してください。")
            self.reason.field.widget().setFocus()
            return
        name = "_".join(
            (
                self._answers.department.name,
                format_fiscal_year_short(self.session.fiscal_year),
                submissions.period_label(self._period),
                "差戻し.zip",
            )
        )
        name = file_name_for(self.session.plan, name)
        ask_where_to_save(self, "差戻しファイルの保存先", name, BUNDLES, self._write_to)

    def _write_to(self, target: Path) -> None:
        desk, year, period = self.session.desk, self.session.fiscal_year, self._period
        department, reason = self._answers.department.id, str(self.reason.field.value() or "")
        comments, passphrase = self._comments, self.given_passphrase()
        spare = self.only_missing.isChecked()

        def work(context: TaskContext) -> list[Path]:
            # ruff: noqa: PLC0415 -- cryptography loads late
            from reform_desktop.bundle.header import Comment
            from reform_desktop.services.exchange.sending import Answers, SentBack, send_back

            given = [
                Comment(row=row, kind=kind, field=field, text=text) for (kind, row, field), text in comments.items()
            ]
            return send_back(
                desk,
                Answers(department, year, period),
                SentBack(reason, given, passphrase, spare),
                target,
                progress=context.progress,
                cancelled=context.cancelled,
            )

        self.write("差戻しファイルを作成しています", work)


def _comment_words(count: int) -> str:
    if count:
        return f"項目へのコメント{count:,}件を付けます。"
    return "項目へのコメントはありません。「変更点を確かめる」で、項目ごとに書けます。"
