"""What stands under a measure's sheet: evidence, opinions with the responses, and the handover when asked for."""

from __future__ import annotations

from collections.abc import Iterator

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.records import Evidence, Opinion
from reform_desktop.reports.model import Block, Cell, Heading, Paragraph, Row, Table, Tone, Year
from reform_desktop.reports.rowmaking import caption, head, label

_KILO = 1024


def evidence_blocks(dossier: MeasureDossier, units: int) -> Iterator[Block]:
    """Yield the list of evidence, by year."""
    yield Heading(KINDS["evidence"].label)
    if not dossier.evidence:
        yield Paragraph("証拠資料は登録されていません。", note=True)
        return
    title, place = (units * 2) // 5, (units * 3) // 10
    note = units - title - place
    heads = Row(
        (
            head(caption("evidence", "fiscal_year")),
            head(caption("evidence", "title"), title),
            head("所在", place),
            head(caption("evidence", "note"), note),
        )
    )
    rows = (
        Row(
            (
                Cell(_year(one.fiscal_year), tone=Tone.LABEL),
                Cell(one.title, span=title),
                Cell(whereabouts(one), span=place),
                Cell(one.note, span=note),
            )
        )
        for one in sorted(dossier.evidence, key=lambda one: one.fiscal_year or 0)
    )
    yield Table(tuple(rows), (heads,))


def whereabouts(evidence: Evidence) -> str:
    """Return where the evidence is: its file and size, its address, the binder of the paper; all there are."""
    places = []
    if evidence.file_name or evidence.file_sha256:
        size = f"（{_size(evidence.file_size)}）" if evidence.file_size is not None else ""
        places.append(f"{evidence.file_name or 'ファイル'}{size}")
    if evidence.address:
        places.append(evidence.address)
    if evidence.paper_location:
        places.append(f"{field_named('evidence', 'paper_location').label}：{evidence.paper_location}")
    return "\n".join(places)


def opinion_blocks(dossier: MeasureDossier, units: int) -> Iterator[Block]:
    """Yield opinions and what the department does about them; nothing where nobody said anything."""
    if not dossier.opinions:
        return
    yield Heading("意見と対応")
    body = max(1, units // 10)
    text = (units - 2 * body) // 2
    response = units - 2 * body - text
    heads = Row(
        (
            head(caption("opinion", "date")),
            head(caption("opinion", "body"), body),
            head(caption("opinion", "fiscal_year"), body),
            head(caption("opinion", "text"), text),
            head(caption("opinion", "response"), response),
        )
    )
    rows = (_opinion_row(one, body, text, response) for one in dossier.opinions)
    yield Table(tuple(rows), (heads,))


def _opinion_row(opinion: Opinion, body: int, text: int, response: int) -> Row:
    return Row(
        (
            Cell(opinion.date, tone=Tone.LABEL),
            Cell(field_named("opinion", "body").choice_label(opinion.body), span=body),
            Cell(Year(opinion.fiscal_year, short=True) if opinion.fiscal_year is not None else None, span=body),
            Cell(opinion.text, span=text),
            Cell(opinion.response, span=response),
        )
    )


def handover_blocks(dossier: MeasureDossier, units: int) -> Iterator[Block]:
    """Yield what the successor has to know."""
    yield Heading("引継ぎ")
    measure = dossier.measure
    texts = ((caption("measure", "handover"), measure.handover), (caption("measure", "contact"), measure.contact))
    yield Table(tuple(Row((label(words), Cell(text, span=units))) for words, text in texts))


def _year(fiscal_year: int | None) -> Year | None:
    return None if fiscal_year is None else Year(fiscal_year)


def _size(length: int) -> str:
    if length < _KILO:
        return f"{length}B"
    if length < _KILO**2:
        return f"{length / _KILO:.0f}KB"
    return f"{length / _KILO**2:.1f}MB"
