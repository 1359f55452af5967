"""What an edition (確定版) keeps: everything that any report reads of a plan, as JSON in one piece.

An edition is printed from these figures and from nothing else: not from the records of the file, which go on, nor
from the day on which it is printed. A report printed twice by the same version of the program is therefore the same
to the byte. What is published or lies on the meeting's table (`FINISHED`) is kept as finished files besides, so that
a newer version, which may draw otherwise, still hands out the very bytes.

The figures are packed JSON inside the JSON, and so are the files: one text without anything that a gateway might
rewrite, as it rewrites PDF and Office files. An older program reads what it knows and leaves out the rest; a newer
one fills in what an older edition does not say by the usual values of its records.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.dossier_shelf import DossierShelf, measures_at_hand
from reform_desktop.domain.errors import DamagedFileError
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.json_value import JsonValue
from reform_desktop.domain.records import Edition
from reform_desktop.reports.model import PrintOptions
from reform_desktop.reports.request import LastChange, ReportRequest

FORMAT: Final = 1
"""Raised only when an older program would misread the figures."""

MOST_BYTES: Final = 1 << 30
"""What packed figures or a packed file may come to: a plan of 10,000 measures takes a tenth of it."""

FINISHED: Final = (("public", "pdf"), ("public", "xlsx"), ("public", "html"), ("public", "csv"), ("book", "pdf"))
"""Reports of the whole plan and the edition's year that are kept as files, too."""


class FinishedFile(Struct, frozen=True):
    """One report as it was written when the edition was made; ``data`` is packed."""

    report: str
    format: str
    data: bytes


class FrozenLayout(Struct, frozen=True):
    """A layout as it was on that day: its stored values, and the bytes of its image."""

    values: dict[str, JsonValue]
    logo: bytes = b""


class FrozenFigures(Struct, frozen=True):
    """What reports read: the plan, the closed plan before it, and what the log told of it on that day.

    ``layouts`` are the division's, so that a layout changed later does not change an edition.
    """

    plan: PlanDossier
    previous: PlanDossier | None = None
    last_changes: Mapping[str, tuple[LastChange, ...]] = {}
    state_days: Mapping[str, date] = {}
    layouts: tuple[FrozenLayout, ...] = ()


class FrozenEdition(Struct, frozen=True):
    """An edition's content as it is kept. ``program`` is the version that made it."""

    format: int
    program: str
    label: str
    printed_on: date
    fiscal_year: int
    figures: bytes
    finished: tuple[FinishedFile, ...] = ()


def edition_label(edition: Edition) -> str:
    """Return how an edition is named on every sheet: 「第2版（行政改革推進会議）」."""
    meeting = f"（{edition.meeting}）" if edition.meeting else ""
    return f"第{edition.number or 0}版{meeting}"


def edition_line(edition: Edition) -> str:
    """Return an edition in one line of a list, with its day."""
    day = format_date_japanese(edition.date) if edition.date else ""
    return "　".join(words for words in (edition_label(edition), day) if words)


def freeze(edition: Edition, figures: FrozenFigures, program: str) -> FrozenEdition:
    """Return the content of an edition whose day and year are known."""
    assert edition.date is not None  # noqa: S101 -- the caller has checked what was typed
    assert edition.fiscal_year is not None  # noqa: S101
    return FrozenEdition(
        format=FORMAT,
        program=program,
        label=edition_label(edition),
        printed_on=edition.date,
        fiscal_year=edition.fiscal_year,
        figures=_packed(msgspec.json.encode(figures, enc_hook=_as_list)),
    )


def with_finished(frozen: FrozenEdition, files: Mapping[tuple[str, str], bytes]) -> FrozenEdition:
    """Return the content with reports as files, by name and format."""
    finished = tuple(FinishedFile(report, form, _packed(data)) for (report, form), data in sorted(files.items()))
    return msgspec.structs.replace(frozen, finished=finished)


def to_bytes(frozen: FrozenEdition) -> bytes:
    """Return the content as it is kept by its hash."""
    return msgspec.json.encode(frozen)


def from_bytes(data: bytes) -> FrozenEdition:
    """Return the content that was kept; `DamagedFileError` when this program cannot read it."""
    try:
        frozen = msgspec.json.decode(data, type=FrozenEdition)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _unreadable() from error
    if frozen.format > FORMAT:
        raise _unreadable()
    return frozen


def figures_of(frozen: FrozenEdition) -> FrozenFigures:
    """Return the figures; `DamagedFileError` when this program cannot read them."""
    try:
        figures = msgspec.json.decode(_unpacked(frozen.figures), type=FrozenFigures)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _unreadable() from error
    previous = figures.previous and _at_hand(figures.previous)
    return msgspec.structs.replace(figures, plan=_at_hand(figures.plan), previous=previous)


def finished_file(frozen: FrozenEdition, report: str, form: str) -> bytes | None:
    """Return the bytes of a report that is kept as a file, or ``None``."""
    found = next((one for one in frozen.finished if (one.report, one.format) == (report, form)), None)
    return _unpacked(found.data) if found else None


def request_from(frozen: FrozenEdition, figures: FrozenFigures) -> ReportRequest:
    """Return the request of which every report of the edition is made; the caller narrows it down."""
    options = PrintOptions(print_date=frozen.printed_on, edition=frozen.label, frozen=True)
    return ReportRequest(
        plan=figures.plan,
        options=options,
        previous=figures.previous,
        last_changes=figures.last_changes,
        state_days=figures.state_days,
    )


def figures_from(request: ReportRequest, layouts: tuple[FrozenLayout, ...] = ()) -> FrozenFigures:
    """Return what a request knows, to be frozen."""
    return FrozenFigures(
        plan=request.plan,
        previous=request.previous,
        last_changes=dict(request.last_changes),
        state_days=dict(request.state_days),
        layouts=layouts,
    )


def _as_list(thing: object) -> object:
    """Turn measures that are kept packed into what JSON has."""
    if isinstance(thing, DossierShelf):
        return list(thing)
    raise NotImplementedError


def _at_hand(plan: PlanDossier) -> PlanDossier:
    """Return the plan with its measures as a plan out of the file keeps them."""
    return msgspec.structs.replace(plan, measures=measures_at_hand(plan.measures, len(plan.measures)))


def _packed(data: bytes) -> bytes:
    return zlib.compress(data, 6)


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise _unreadable() from error
    if not unpacker.eof:
        raise _unreadable()
    return found


def _unreadable() -> DamagedFileError:
    return DamagedFileError(
        "この確定版は、このプログラムでは読めません。新しい版の行革デスクで作られたか、中身が壊れています。"
        "ファイルは変更していません。プログラムを新しくしてから、もう一度行ってください。"
    )
