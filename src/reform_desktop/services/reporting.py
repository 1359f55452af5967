"""Writing a report of the open file: what is read for it, how it is printed, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.errors import InputError, NotFoundError
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.domain.practice import file_name_for, is_practice
from reform_desktop.reports.arranging import arranged
from reform_desktop.reports.catalogue import ReportFormat, format_named, report_named
from reform_desktop.reports.errors import UnknownReportError
from reform_desktop.reports.frozen import figures_of
from reform_desktop.reports.model import Document
from reform_desktop.reports.practice import as_practice
from reform_desktop.reports.request import Extra, ReportRequest
from reform_desktop.reports.writing import write_report as write_document
from reform_desktop.services import entry_sheets
from reform_desktop.services.checking import default_fiscal_year, open_plan
from reform_desktop.services.departments import chosen_department
from reform_desktop.services.desk import Desk
from reform_desktop.services.edition_content import Narrowing, build_edition_report, finished_bytes
from reform_desktop.services.editions import find_edition, open_edition
from reform_desktop.services.layouts import print_options
from reform_desktop.services.report_extras import with_extras

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


def build_report(  # noqa: PLR0913 -- each is one thing that the user chooses, by name
    desk: Desk,
    name: str,
    *,
    fiscal_year: int | None = None,
    department: str | None = None,
    measure_ids: Collection[str] | None = None,
    printed_on: date | None = None,
    layout: LayoutSettings | None = None,
    edition: int | None = None,
) -> Document:
    """Return a report as a document. ``department`` is an id or a name; default the file's own department.

    Without a year, a report that shows the years side by side shows all of them; any other is about the year
    that is being worked on.

    ``layout`` is how it is to look; the usual look for none. What of it was not understood stands in the document's
    ``options.layout.warnings``. Out of an ``edition``, by its number, the report is made of what was frozen; one about
    editions (正誤表) is narrowed down to it.

    Raises `UnknownReportError` or `NotFoundError`.
    """
    report = report_named(name)
    if edition is not None and Extra.CORRECTIONS not in report.extras:
        narrowing = Narrowing(fiscal_year, department, measure_ids, layout.name or None if layout else None)
        return build_edition_report(open_edition(desk, edition), name, narrowing)
    chosen = chosen_department(desk, department)
    plan = open_plan(desk, chosen.id if chosen else None)
    _refuse_unknown(plan, measure_ids)
    year = fiscal_year or (None if report.all_years else default_fiscal_year(desk))
    request = ReportRequest(
        plan=plan,
        options=print_options(desk, layout or LayoutSettings(), printed_on or date.today()),
        fiscal_year=year,
        department=chosen,
        measure_ids=None if measure_ids is None else frozenset(measure_ids),
    )
    request = with_extras(desk, request, report.extras)
    if edition is not None:
        wanted = find_edition(desk, edition)
        request = replace(request, corrections=tuple(one for one in request.corrections if one[0].id == wanted.id))
    document = arranged(report.build(request), request.options.layout)
    return as_practice(document) if is_practice(plan.plan) else document


def write_report(  # noqa: PLR0913 -- each is one thing that the user chooses, by name
    desk: Desk,
    name: str,
    report_format: str,
    path: Path,
    *,
    fiscal_year: int | None = None,
    department: str | None = None,
    measure_ids: Collection[str] | None = None,
    layout: LayoutSettings | None = None,
    edition: int | None = None,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
    warn: Callable[[str], object] | None = None,
) -> Path:
    """Write a report to a file and return its path; the file is whole or not there at all.

    Out of an edition, by its number, the report is about the whole plan unless a department is named, so that every
    file that has the edition writes the same bytes; of a ``layout`` only the name counts, since the edition has its
    own. ``warn`` is told what of the layout was not understood.

    Raises `UnknownReportError`, `NotFoundError`, `FileError`, or `Cancelled`.
    """
    if name == entry_sheets.NAME:
        _refuse_but_excel(report_format, edition)
        return entry_sheets.write_entry_sheets(
            desk,
            path,
            fiscal_year=fiscal_year,
            department=department,
            measure_ids=measure_ids,
            progress=progress,
            cancelled=cancelled,
        )
    chosen: ReportFormat = format_named(report_named(name), report_format)
    narrowing = Narrowing(fiscal_year, department, measure_ids, layout.name or None if layout else None)
    kept = _finished(desk, edition, name, chosen, narrowing) if edition is not None else None
    if kept is not None:
        with atomic_write(path) as stream:
            stream.write(kept)
        return path
    document = build_report(
        desk,
        name,
        fiscal_year=fiscal_year,
        department=department,
        measure_ids=measure_ids,
        layout=layout,
        edition=edition,
    )
    write_document(document, chosen, path, progress=progress, cancelled=cancelled)
    if warn is not None:
        for sentence in document.options.layout.warnings:
            warn(sentence)
    return path


def _refuse_but_excel(report_format: str, edition: int | None) -> None:
    """Refuse what a 記入用シート cannot be: it is filled in, so it is a workbook of what the file says now."""
    if report_format.lower() != ReportFormat.EXCEL.value:
        message = f"{entry_sheets.TITLE}は「{report_format}」では作れません。xlsx を指定してください。"
        raise UnknownReportError(message)
    if edition is not None:
        message = f"{entry_sheets.TITLE}は確定版からは作れません。--edition を付けずに作ってください。"
        raise UnknownReportError(message)


def _finished(desk: Desk, edition: int, name: str, chosen: ReportFormat, narrowing: Narrowing) -> bytes | None:
    """Return the file that an edition keeps of just this report, if it keeps one."""
    if Extra.CORRECTIONS in report_named(name).extras:
        return None
    return finished_bytes(open_edition(desk, edition), name, chosen.value, narrowing)


def write_every_year(  # noqa: PLR0913 -- what `write_report` is asked for, for each year
    desk: Desk,
    name: str,
    report_format: str,
    folder: Path,
    *,
    fiscal_year: int | None = None,
    department: str | None = None,
    layout: LayoutSettings | None = None,
    edition: int | None = None,
    warn: Callable[[str], object] | None = None,
) -> list[Path]:
    """Write a report of one year once for each year of the plan up to a year, into a folder; return the paths.

    Raises `InputError` for a report that shows the years side by side, besides what `write_report` raises.
    """
    report = report_named(name)
    if report.all_years:
        raise InputError(
            f"{report.title}は年度を並べて示す帳票のため、年度ごとには作れません。ファイル名を指定してください。"
        )
    frozen = None if edition is None else open_edition(desk, edition)
    plan = desk.plan() if frozen is None else figures_of(frozen).plan.plan
    last = fiscal_year or (frozen.fiscal_year if frozen else default_fiscal_year(desk))
    paths = []
    for year in range(plan.first_fiscal_year or last, last + 1):
        path = folder / f"{report.title}_{format_fiscal_year_short(year)}.{report_format.lower()}"
        made = write_report(
            desk,
            name,
            report_format,
            path,
            fiscal_year=year,
            department=department,
            layout=layout,
            edition=edition,
            warn=warn,
        )
        paths.append(made)
    return paths


def suggested_name(desk: Desk, name: str, report_format: str, *, subject: str = "") -> str:
    """Return a file name for the save dialog: 「取組シート_財政課_20260420.pdf」."""
    department = desk.department()
    title = entry_sheets.TITLE if name == entry_sheets.NAME else report_named(name).title
    words = [title, subject or (department.name if department else ""), f"{date.today():%Y%m%d}"]
    stem = "_".join(word for word in words if word)
    safe = "".join("＿" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in stem)
    return file_name_for(desk.plan(), f"{safe}.{report_format}")


def _refuse_unknown(plan: PlanDossier, measure_ids: Collection[str] | None) -> None:
    if measure_ids is None:
        return
    known = {one.measure.id for one in plan.measures}
    if not known.issuperset(measure_ids):
        raise NotFoundError("印刷する取組が見つかりません。画面を更新してから、もう一度行ってください。")
