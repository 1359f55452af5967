from __future__ import annotations

from dataclasses import replace

import pypdfium2

from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import LONG, Made, pdf_text, squeezed
from unit.reports.plans import request_of

PDF = ReportFormat.PDF


def test_the_successor_finds_notes_open_points_evidence_and_last_changes(made: Made) -> None:
    request = replace(request_of("sample"), measure_ids=frozenset({"measure-1-1-1"}))
    found = squeezed(pdf_text(made("handover", PDF, request), "-raw"))
    dossier = request.measures[0]
    for words in (dossier.measure.handover, dossier.years[2025].reason, dossier.years[2025].next_step):
        assert squeezed(words)[:30] in found
    for words in (
        "効果額の根拠を示すこと。",
        "最近の変更",
        "受付を一列から二列にした。",
        "税務課担当者",
        "前任",
        "後任",
    ):
        assert words in found
    for evidence in dossier.evidence:
        assert squeezed(evidence.title) in found


def test_the_overview_comes_first_and_every_measure_has_a_bookmark_below_it(made: Made) -> None:
    request = request_of("sample")
    with pypdfium2.PdfDocument(made("handover", PDF, request)) as pdf:
        marks = [(bookmark.level, bookmark.get_title()) for bookmark in pdf.get_toc()]
    assert marks[0] == (0, "引き継ぐ取組")
    assert [level for level, _ in marks[1:]] == [1] * len(request.measures)


def test_long_notes_are_printed_in_full(made: Made) -> None:
    found = squeezed(pdf_text(made("handover", PDF, request_of("crowded")), "-raw"))
    assert all(f"第{number}に、" in found for number in range(0, LONG[:10_000].count("第"), 20))
