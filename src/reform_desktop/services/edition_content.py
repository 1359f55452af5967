"""What an edition keeps, made and printed: the same command gives the same bytes, whatever became of the plan since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from msgspec import structs

from reform_desktop import __version__
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.practice import is_practice
from reform_desktop.domain.records import Department, Edition
from reform_desktop.domain.text import fold, quoted
from reform_desktop.reports import frozen
from reform_desktop.reports.arranging import arranged
from reform_desktop.reports.catalogue import ReportFormat, report_named
from reform_desktop.reports.frozen import FrozenEdition, FrozenFigures, FrozenLayout
from reform_desktop.reports.model import Document, PrintOptions
from reform_desktop.reports.practice import as_practice
from reform_desktop.reports.request import Extra, ReportRequest
from reform_desktop.reports.ticker import CancelCheck, Progress
from reform_desktop.reports.writing import write_report
from reform_desktop.services.checking import open_plan
from reform_desktop.services.departments import named_among
from reform_desktop.services.desk import Desk
from reform_desktop.services.layouts import list_layouts, logo_bytes, options_with, settings_of
from reform_desktop.services.report_extras import findings_of, with_extras

_KEPT = frozenset({Extra.PREVIOUS, Extra.LAST_CHANGES, Extra.STATE_DAYS})
"""What is read from the log or from another plan. Findings follow from the figures and the day."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What part of an edition is printed, and by which of its layouts; nothing named is the whole in its year."""

    fiscal_year: int | None = None
    department: str | None = None
    measure_ids: Collection[str] | None = None
    layout: str | None = None


WHOLE = Narrowing()


def make_content(
    desk: Desk, edition: Edition, *, progress: Progress | None = None, cancelled: CancelCheck | None = None
) -> FrozenEdition:
    """Freeze the plan as it is now, then write the finished files out of what was frozen, as it will be printed."""
    assert edition.date is not None  # noqa: S101 -- an order has a day
    request = ReportRequest(plan=open_plan(desk), options=PrintOptions(print_date=edition.date))
    figures = frozen.figures_from(with_extras(desk, request, _KEPT), _layouts(desk))
    content = frozen.freeze(edition, figures, __version__)
    return frozen.with_finished(content, _finished(content, progress, cancelled))


def _layouts(desk: Desk) -> tuple[FrozenLayout, ...]:
    shared = (one for one in list_layouts(desk) if one.department_id is None)
    return tuple(FrozenLayout(dict(one.values), logo_bytes(desk, one.settings.logo_sha256)) for one in shared)


def _finished(
    content: FrozenEdition, progress: Progress | None, cancelled: CancelCheck | None
) -> Mapping[tuple[str, str], bytes]:
    figures = frozen.figures_of(content)
    files: dict[tuple[str, str], bytes] = {}
    for place, (name, form) in enumerate(frozen.FINISHED):
        stream = BytesIO()
        told = _Share(progress, place, len(frozen.FINISHED)) if progress else None
        document = build_from(content, figures, name)
        write_report(document, ReportFormat(form), stream, progress=told, cancelled=cancelled)
        files[name, form] = stream.getvalue()
    return files


class _Share:
    """Tells the progress of one file as its share of all, in hundredths."""

    def __init__(self, progress: Progress, place: int, count: int) -> None:
        self._progress = progress
        self._place = place
        self._count = count

    def __call__(self, done: int, total: int) -> None:
        self._progress(100 * self._place + 100 * done // max(1, total), 100 * self._count)


def build_edition_report(content: FrozenEdition, name: str, narrowing: Narrowing = WHOLE) -> Document:
    """Return a report of an edition as a document.

    Raises `UnknownReportError`, `NotFoundError`, or `DamagedFileError` when this program cannot read the figures.
    """
    return build_from(content, frozen.figures_of(content), name, narrowing)


def build_from(content: FrozenEdition, figures: FrozenFigures, name: str, narrowing: Narrowing = WHOLE) -> Document:
    """Return a report of figures that are at hand."""
    report = report_named(name)
    base = frozen.request_from(content, figures)
    department = _department(figures, narrowing.department)
    if department is not None:
        base = replace(base, plan=structs.replace(base.plan, measures=base.plan.of_department(department.id)))
    _refuse_unknown(base, narrowing.measure_ids)
    request = replace(
        base,
        fiscal_year=narrowing.fiscal_year or (None if report.all_years else content.fiscal_year),
        department=department,
        measure_ids=None if narrowing.measure_ids is None else frozenset(narrowing.measure_ids),
        previous=base.previous if Extra.PREVIOUS in report.extras else None,
        options=_options(figures, base.options, narrowing.layout),
    )
    if Extra.FINDINGS in report.extras:
        request = replace(request, findings=findings_of(request))
    document = arranged(report.build(request), request.options.layout)
    return as_practice(document) if is_practice(base.plan.plan) else document


def finished_bytes(content: FrozenEdition, name: str, form: str, narrowing: Narrowing) -> bytes | None:
    """Return the report as it was written when the edition was made, if it is kept and the whole of it is asked for."""
    in_its_year = narrowing.fiscal_year in (None, content.fiscal_year)
    if not in_its_year or replace(narrowing, fiscal_year=None) != WHOLE:
        return None
    return frozen.finished_file(content, name, form)


def _department(figures: FrozenFigures, named: str | None) -> Department | None:
    if named is None:
        return None
    departments = figures.plan.departments
    return next((one for one in departments if one.id == named), None) or named_among(departments, named)


def _options(figures: FrozenFigures, usual: PrintOptions, layout: str | None) -> PrintOptions:
    if layout is None:
        return usual
    there = [(settings_of(one.values), one.logo) for one in figures.layouts]
    found = next((one for one in there if fold(one[0].name).strip() == fold(layout).strip()), None)
    if found is None:
        known = "、".join(settings.name for settings, _logo in there) or "（ありません）"
        raise NotFoundError(
            f"この確定版に{quoted(layout)}というレイアウトはありません。確定したときにあったのは、{known}です。"
        )
    return options_with(usual, *found)


def _refuse_unknown(request: ReportRequest, measure_ids: Collection[str] | None) -> None:
    known = {one.measure.id for one in request.plan.measures}
    if measure_ids is not None and not known.issuperset(measure_ids):
        raise NotFoundError("選んだ取組に、この確定版にはないものがあります。選び直してください。")
