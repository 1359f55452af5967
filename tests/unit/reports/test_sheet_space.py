"""The space that a text takes on the sheet is counted by what prints it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import set_in_year, set_values
from reform_desktop.services.paper_space import space_words, text_space
from reform_desktop.services.reporting import write_report

YEAR = 2026


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = create_desk(tmp_path / "plan.reform", "sample")
    yield made
    made.close()


def printed_lines(desk: Desk, measure: str, sign: str, folder: Path) -> int:
    """Count the lines of the printed sheet that are made of one sign only."""
    path = write_report(desk, "sheet", "pdf", folder / "sheet.pdf", measure_ids=[measure])
    with pypdfium2.PdfDocument(path) as document:
        words = "\n".join(page.get_textpage().get_text_range() for page in document)
    return sum(line.count(sign) > 0 for line in words.replace(" ", "\n").splitlines())


@pytest.mark.parametrize(("kind", "field"), [("measure", "issues"), ("measure", "approach"), ("year_record", "result")])
@pytest.mark.parametrize("length", [1, 40, 333, 900])
def test_the_count_is_what_the_printed_sheet_shows(
    desk: Desk, tmp_path: Path, kind: str, field: str, length: int
) -> None:
    text = "鬱" * length
    measure = open_plan(desk).measures[0].measure.id
    if kind == "measure":
        set_values(desk, kind, measure, {field: text})
    else:
        set_in_year(desk, measure, YEAR, {field: text})
    plan = open_plan(desk)
    use = text_space(plan.measures[0], plan.fiscal_years, kind, field, YEAR, text)
    assert use is not None
    assert use.lines == printed_lines(desk, measure, "鬱", tmp_path)


def test_lines_over_the_room_are_named_and_what_is_not_printed_is_not_counted(desk: Desk) -> None:
    plan = open_plan(desk)
    dossier = plan.measures[0]
    use = text_space(dossier, plan.fiscal_years, "year_record", "plan", YEAR, "あ" * 200)
    assert use is not None
    assert space_words(use) == f"紙面で {use.lines - use.room} 行はみ出します"
    short = text_space(dossier, plan.fiscal_years, "year_record", "plan", YEAR, "あ")
    assert short is not None
    assert space_words(short) == f"紙面 1／{use.room} 行"
    assert text_space(dossier, plan.fiscal_years, "measure", "handover", YEAR, "あ") is None
    assert text_space(dossier, plan.fiscal_years, "opinion", "response", YEAR, "あ") is None
    beyond = text_space(dossier, plan.fiscal_years, "year_record", "plan", 2033, "あ")
    assert beyond is not None
    assert beyond.lines == 1
