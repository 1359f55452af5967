"""Layouts of reports other than lists: which sections, breakdowns and fields are printed, in what order, how headed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.model import Document, Heading, Table, Tone
from reform_desktop.reports.sections import SECTIONS
from unit.reports.test_layouts import columns, document, write


def words_of(one: Document) -> list[str]:
    """Return headings, heads and labels in their order."""
    found: list[str] = []
    for part in one.parts:
        found.append(part.title)
        for block in part.blocks:
            if isinstance(block, Heading):
                found.append(block.text)
            elif isinstance(block, Table):
                found += [str(cell.value) for row in block.rows for cell in row.cells[:1] if cell.tone is Tone.LABEL]
    return found


@pytest.mark.parametrize("report", SECTIONS)
def test_naming_the_usual_sections_changes_nothing(report: str, tmp_path: Path) -> None:
    layout = LayoutSettings(columns=columns(report, *(one.name for one in SECTIONS[report])))
    for kind in REPORTS[report].formats:
        made = [write(document(report, chosen), kind, tmp_path).read_bytes() for chosen in (LayoutSettings(), layout)]
        assert made[0] == made[1]


@pytest.mark.parametrize("report", SECTIONS)
def test_every_section_alone_and_all_in_reverse_print_under_their_captions(report: str, tmp_path: Path) -> None:
    names = [one.name for one in SECTIONS[report]]
    for name in names:
        assert words_of(document(report, LayoutSettings(columns=columns(report, name))))
    for kind in REPORTS[report].formats:
        write(document(report, LayoutSettings(columns=columns(report, *reversed(names)))), kind, tmp_path)


def test_sections_stand_in_the_order_of_the_layout_under_its_captions() -> None:
    layout = LayoutSettings(columns=columns("handover", "changes", "handover", "approach", handover="後任への申し送り"))
    found = words_of(document("handover", layout))
    first = found.index("後任への申し送り")
    assert found[first + 1] == "取組内容"
    assert not {"これまでの状況", "証拠資料", "担当課", "引継ぎ事項"} & set(found)


def test_the_summary_and_the_effects_show_the_chosen_breakdowns_and_rows() -> None:
    layout = LayoutSettings(columns=columns("summary", "by_department", "counts", counts="取組の件数"))
    titles = words_of(document("summary", layout))
    assert titles[0] == "総括表　計画全体"
    assert {"取組の件数", "総括表　課別"} <= set(titles)
    assert not {"割合", "達成状況の推移", "総括表　方針別"} & set(titles)
    alone = words_of(document("summary", LayoutSettings(columns=columns("summary", "by_policy"))))
    assert alone[0] == "総括表　方針別"
    chosen = columns("effects", "by_policy", "total", total="合わせて")
    effects = words_of(document("effects", LayoutSettings(columns=chosen)))
    assert effects[0] == "効果額集計　方針別"
    assert set(effects[1:]) == {"合わせて"}


def test_what_a_layout_does_not_publish_is_in_none_of_the_formats(tmp_path: Path) -> None:
    names = [one.name for one in SECTIONS["public"] if one.name not in {"reason", "next_step", "lead_department"}]
    hidden = LayoutSettings(columns=columns("public", *names, result="したこと"))
    one = document("public", hidden)
    usual = document("public", LayoutSettings())
    reasons = [str(row[usual.data.captions.index("理由・課題")]) for row in usual.data.rows]
    reason = max(reasons, key=len)
    assert len(reason) > 10
    assert set(usual.data.captions) - set(one.data.captions) == {"理由・課題", "次年度の取組", "担当課"}
    assert all(len(row) == len(one.data.captions) for row in one.data.rows)
    assert "したこと" in words_of(one)
    for kind in (ReportFormat.HTML, ReportFormat.CSV):
        assert reason in write(usual, kind, tmp_path).read_text("utf-8-sig")
        assert reason not in write(one, kind, tmp_path).read_text("utf-8-sig")
    book = openpyxl.load_workbook(write(one, ReportFormat.EXCEL, tmp_path), read_only=True)
    assert all(reason not in row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    book.close()


def test_leaving_out_everything_leaves_the_usual() -> None:
    for report in SECTIONS:
        layout = LayoutSettings(columns=columns(report, "of_a_newer_program"))
        assert words_of(document(report, layout)) == words_of(document(report, LayoutSettings()))
