"""Sending work on: the division asks and sends back, a department hands in. Record and bundle go together.

The state is written first, since it travels inside the bundle; when the bundle cannot be written the state becomes
again what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reform_desktop.bundle.header import Comment
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import Submission
from reform_desktop.domain.text import clean_input
from reform_desktop.domain.values import JsonValue, to_values
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import checked_edit, creation
from reform_desktop.services.exchange.exporting import (
    CancelCheck,
    ExportOrder,
    Progress,
    Purpose,
    WithEvidence,
    export_bundle,
)
from reform_desktop.services.submissions import ACCEPTED, CONFIRMED, DRAFT, HANDED_IN, RETURNED, SUBMITTED
from reform_desktop.store import records
from reform_desktop.store.write import Edit, Saved


@dataclass(frozen=True, slots=True)
class Answers:
    """Whose answers, of which year and period."""

    department_id: str
    fiscal_year: int
    period: str

    @property
    def row(self) -> str:
        """The id of the submission's record."""
        return child_row_id(KINDS["submission"], self.department_id, (self.fiscal_year, self.period))

    @property
    def key(self) -> dict[str, JsonValue]:
        """The values that name the record."""
        return {"department_id": self.department_id, "fiscal_year": self.fiscal_year, "period": self.period}


@dataclass(frozen=True, slots=True)
class Request:
    """What the division asks of departments."""

    department_ids: Sequence[str]
    fiscal_year: int
    period: str
    deadline: date | None = None
    message: str = ""
    with_evidence: WithEvidence = WithEvidence.ALL
    passphrase: str | None = None
    only_missing: bool = False


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What travels with a department's answers: words to the division, files, and all changes or only new ones."""

    message: str = ""
    with_evidence: WithEvidence = WithEvidence.ALL
    only_missing: bool = False


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why answers go back, with remarks on single fields."""

    reason: str
    comments: Sequence[Comment] = ()
    passphrase: str | None = None
    only_missing: bool = False


def send_requests(
    desk: Desk,
    request: Request,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> list[Path]:
    """Record the request with every department and write its bundles, one a department into a folder.

    For one department ``target`` may be the file itself. ``progress`` counts departments. Raises as `export_bundle`
    does; then nothing is recorded and no file is left behind.
    """
    asked = [Answers(one, request.fiscal_year, request.period) for one in request.department_ids]
    if not asked:
        raise InputError("照会する課がありません。何も書き出していません。")
    deadline = request.deadline.isoformat() if request.deadline else None
    values: dict[str, JsonValue] = {"deadline": deadline, "message": request.message}
    name = "照会の記録" if len(asked) == 1 else f"照会の記録（{len(asked)}課）"
    written: list[Path] = []
    with _recorded(desk, {one: values | _begun(desk, one) for one in asked}, name):
        try:
            for done, one in enumerate(asked):
                if progress:
                    progress(done, len(asked))
                order = ExportOrder(
                    Purpose.REQUEST,
                    one.department_id,
                    request.fiscal_year,
                    request.with_evidence,
                    request.message,
                    request.deadline,
                    passphrase=request.passphrase,
                    only_missing=request.only_missing,
                )
                written += export_bundle(desk, order, target, cancelled=cancelled)
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
    return written


def submit(
    desk: Desk,
    answers: Answers,
    what: HandedIn,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> list[Path]:
    """Hand a department's answers in: the manager's confirmation and the submission are recorded, then written."""
    if _state(desk, answers) not in (CONFIRMED, *HANDED_IN):
        desk.save([_edit(desk, answers, {"state": CONFIRMED})], "課長確認の記録")
    order = ExportOrder(
        Purpose.SUBMISSION,
        None,
        answers.fiscal_year,
        what.with_evidence,
        what.message,
        only_missing=what.only_missing,
    )
    with _recorded(desk, {answers: {"state": SUBMITTED}}, "提出の記録"):
        return export_bundle(desk, order, target, progress=progress, cancelled=cancelled)


def send_back(
    desk: Desk,
    answers: Answers,
    why: SentBack,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> list[Path]:
    """Send a department's answers back with the reason; raises `InputError` when there is none."""
    reason = clean_input(why.reason, multiline=True).strip()
    if not reason:
        raise InputError("差戻しの理由が空です。何も書き出していません。理由を入力してください。")
    order = ExportOrder(
        Purpose.RETURN,
        answers.department_id,
        answers.fiscal_year,
        WithEvidence.MISSING,
        reason,
        comments=tuple(why.comments),
        passphrase=why.passphrase,
        only_missing=why.only_missing,
    )
    with _recorded(desk, {answers: {"state": RETURNED, "return_reason": reason}}, "差戻しの記録"):
        return export_bundle(desk, order, target, progress=progress, cancelled=cancelled)


def accept(desk: Desk, answers: Answers) -> Saved:
    """Record that a department's answers are accepted; it learns so from what the division sends next."""
    return desk.save([_edit(desk, answers, {"state": ACCEPTED})], "受理の記録")


@contextmanager
def _recorded(desk: Desk, wanted: Mapping[Answers, Mapping[str, JsonValue]], name: str) -> Iterator[None]:
    """Keep the records only when the block succeeds."""
    before = {one: _found(desk, one) for one in wanted}
    desk.save([_edit(desk, one, values) for one, values in wanted.items()], name)
    try:
        yield
    except BaseException:
        desk.save([_restoring(one, before[one], values) for one, values in wanted.items()], f"{name}の取りやめ")
        raise


def _edit(desk: Desk, answers: Answers, values: Mapping[str, JsonValue]) -> Edit:
    return checked_edit(desk, creation("submission", answers.key | dict(values)))


def _restoring(answers: Answers, before: Submission | None, values: Mapping[str, JsonValue]) -> Edit:
    if before is None:
        return Edit("submission", answers.row, delete=True)
    old = to_values(before)
    return Edit("submission", answers.row, {name: old[name] for name in values})


def _begun(desk: Desk, answers: Answers) -> dict[str, JsonValue]:
    """Return the state of a first request; a second one leaves the state as it is."""
    return {} if _found(desk, answers) else {"state": DRAFT}


def _state(desk: Desk, answers: Answers) -> str:
    found = _found(desk, answers)
    return (found.state or DRAFT) if found else DRAFT


def _found(desk: Desk, answers: Answers) -> Submission | None:
    with desk.store.reading() as connection:
        return records.find_record(connection, Submission, answers.row)
