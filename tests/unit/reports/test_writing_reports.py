from __future__ import annotations

import io
from pathlib import Path

import pytest

from reform_desktop.reports.catalogue import REPORTS, ReportFormat, format_named, report_named
from reform_desktop.reports.errors import Cancelled, UnknownReportError
from reform_desktop.reports.writing import write_report
from unit.reports.sample_plan import request_for

EACH = [(name, one) for name, report in REPORTS.items() for one in report.formats]


@pytest.mark.parametrize(("name", "report_format"), EACH)
def test_progress_runs_from_the_first_measure_to_the_last(name: str, report_format: ReportFormat) -> None:
    seen: list[tuple[int, int]] = []
    document = report_named(name).build(request_for())
    write_report(document, report_format, io.BytesIO(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (document.steps, document.steps)
    assert seen == sorted(seen)


@pytest.mark.parametrize(("name", "report_format"), EACH)
def test_a_cancelled_report_leaves_no_file_and_keeps_the_older_one(
    name: str, report_format: ReportFormat, tmp_path: Path
) -> None:
    document = report_named(name).build(request_for())
    older = tmp_path / "older"
    older.write_bytes(b"older")
    for path in (tmp_path / "fresh", older):
        asked = iter([False, False])
        with pytest.raises(Cancelled, match="中止しました"):
            write_report(document, report_format, path, cancelled=lambda asked=asked: next(asked, True))  # type: ignore[misc]
    assert [path.name for path in tmp_path.iterdir()] == ["older"]
    assert older.read_bytes() == b"older"


def test_an_unknown_report_or_format_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownReportError, match=r"「lst」という帳票はありません。.*list（取組一覧）"):
        report_named("lst")
    with pytest.raises(UnknownReportError, match=r"「docx」では作れません。.*pdf、xlsx、html、csv"):
        format_named(report_named("sheet"), "docx")
    assert format_named(report_named("sheet"), "PDF") is ReportFormat.PDF


def test_every_format_has_a_name_for_the_file_dialog() -> None:
    assert all(one.label for one in ReportFormat)
