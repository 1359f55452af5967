"""提出状況表: how far each department has come with a year's answers, with deadlines and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.fiscal_year import fiscal_year_end, fiscal_year_start, format_fiscal_year
from reform_desktop.domain.records import PERIODS, SUBMISSION_STATES, Department, Submission
from reform_desktop.reports.columns import usual_columns
from reform_desktop.reports.model import (
    Align,
    Block,
    Cell,
    DataTable,
    Document,
    Heading,
    Lazy,
    Part,
    Row,
    Table,
    Tone,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import caption, head, nothing_part

TITLE: Final = "提出状況表"
NONE: Final = "課は登録されていません。"
NOT_ASKED: Final = "未照会"
LATE: Final = "期限超過"
_GRID: Final = (42.0, 106.0, 58.0, 94.0, 94.0, 102.0)
_HANDED_IN: Final = frozenset({"submitted", "accepted"})
_TONES: Final = {"accepted": Tone.GREEN, "submitted": Tone.GREEN, "confirmed": Tone.BLUE, "returned": Tone.RED}


def build_submissions(request: ReportRequest) -> Document:
    """Return each department's state in the year in question, first 上半期, then 年度末."""
    year = request.year_in_question
    departments = tuple(one for one in request.departments if year is None or _asked_in(request, one, year))
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=(_part(request, departments, year),),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request, departments, year))),
        options=request.options,
        steps=1,
        author=request.plan.plan.managed_by,
    )


def _asked_in(request: ReportRequest, department: Department, year: int) -> bool:
    """Whether the department exists in that year, or was asked although its dates say otherwise."""
    begun = department.valid_from is None or department.valid_from <= fiscal_year_end(year)
    exists = begun and (department.valid_to is None or department.valid_to >= fiscal_year_start(year))
    return exists or any(one.department_id == department.id for one in request.submissions)


def _part(request: ReportRequest, departments: tuple[Department, ...], year: int | None) -> Part:
    if not departments or year is None:
        return nothing_part(TITLE, request.subject, NONE)
    return Part(
        name=TITLE,
        title=f"{TITLE}　{format_fiscal_year(year)}",
        grid=_GRID,
        blocks=Lazy(partial(_blocks, request, departments, year)),
        overline=request.subject,
        stamps=request.options.stamps,
        steps=1,
        table="submissions",
        columns=tuple(one.name for one in usual_columns("submissions")),
    )


def _found(request: ReportRequest, department: Department, year: int, period: str) -> Submission | None:
    wanted = (department.id, year, period)
    return next(
        (one for one in request.submissions if (one.department_id, one.fiscal_year, one.period) == wanted), None
    )


def _blocks(request: ReportRequest, departments: tuple[Department, ...], year: int) -> Iterator[Block]:
    heads = Row(
        (
            head(caption("department", "code")),
            head(KINDS["department"].label),
            head(caption("submission", "state")),
            head(caption("submission", "deadline")),
            head("状態になった日"),
            head("備考"),
        )
    )
    for period in PERIODS:
        found = [(one, _found(request, one, year, period.identifier)) for one in departments]
        yield Heading(f"{period.label}　{_summary([submission for _, submission in found])}")
        yield Table(tuple(_row(request, *one) for one in found), (heads,))


def _summary(submissions: list[Submission | None]) -> str:
    """Return how many departments are in which state."""
    counts = Counter(_state(one) for one in submissions)
    order = [NOT_ASKED, *(one.label for one in SUBMISSION_STATES)]
    words = "　".join(f"{state} {counts[state]:,}" for state in order if counts[state])
    return f"{len(submissions):,}課　{words}"


def _state(submission: Submission | None) -> str:
    return field_named("submission", "state").choice_label(submission.state) if submission else NOT_ASKED


def _row(request: ReportRequest, department: Department, submission: Submission | None) -> Row:
    tone = _TONES.get(submission.state or "", Tone.PLAIN) if submission else Tone.GRAY
    return Row(
        (
            Cell(department.code),
            Cell(department.name),
            Cell(_state(submission), tone=tone, align=Align.CENTER),
            Cell(submission.deadline if submission else None),
            Cell(request.state_days.get(submission.id) if submission else None),
            Cell(_remark(request, submission)),
        )
    )


def _is_late(request: ReportRequest, submission: Submission) -> bool:
    """Whether the day of printing is past the deadline and nothing was handed in."""
    deadline = submission.deadline
    return deadline is not None and deadline < request.options.print_date and submission.state not in _HANDED_IN


def _remark(request: ReportRequest, submission: Submission | None) -> str:
    if submission is None:
        return ""
    words = [LATE] if _is_late(request, submission) else []
    if submission.state == "returned" and submission.return_reason:
        words.append(submission.return_reason)
    return "\n".join(words)


def _captions() -> tuple[str, ...]:
    return (
        caption("department", "code"),
        caption("department", "name"),
        *(caption("submission", name) for name in ("fiscal_year", "period", "state", "deadline")),
        "状態になった日",
        LATE,
        caption("submission", "return_reason"),
    )


def _data_rows(
    request: ReportRequest, departments: tuple[Department, ...], year: int | None
) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each department and period."""
    if year is None:
        return
    for department in departments:
        for period in PERIODS:
            one = _found(request, department, year, period.identifier)
            rest: tuple[Value, ...] = (None, None, "", "")
            if one is not None:
                late = LATE if _is_late(request, one) else ""
                rest = (one.deadline, request.state_days.get(one.id), late, one.return_reason)
            yield department.code, department.name, Year(year), period.label, _state(one), *rest
