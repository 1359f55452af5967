"""Editions by script: freeze, list, print from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from e2e.scripts import as_lines, fail, records, run, succeed


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "全体.reform"
    succeed("new", path, "--outline", "sample", "--division")
    return path


def test_an_edition_is_frozen_listed_and_printed_from(store: Path, tmp_path: Path) -> None:
    made = succeed("freeze", store, "--fiscal-year", "R7", "--date", "R8.6.20", "--meeting", "行政改革推進会議")
    assert made.lines == ["1"]
    assert succeed("editions", store).lines == [
        "第1版\t令和7(2025)年度\t2026-06-20\t行政改革推進会議\t未公表\t訂正 0件\t"
    ]
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    command = ("report", store, "effects", "--format", "xlsx", "--edition", "第1版")
    succeed(*command, "-o", first)
    years = [one.id for one in records(store, "year_record")]
    changes = [{"kind": "year_record", "id": one, "set": {"cost_cut_actual": 987_654}} for one in years]
    succeed("edit", store, "-", given=as_lines(changes))
    succeed(*command, "-o", second)
    assert first.read_bytes() == second.read_bytes()
    (listed,) = msgspec.json.decode(succeed("editions", store, "--json").out, type=list[dict[str, object]])
    assert listed["here"] is True
    assert succeed("freeze", store).lines == ["2"]


def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(store: Path, tmp_path: Path) -> None:
    before = succeed("dump", store).out
    target = tmp_path / "a.csv"
    report = ("report", store, "list", "--format", "csv", "-o", target, "--edition")
    assert "確定版はまだありません" in fail(*report, "1")
    assert not target.exists()
    assert succeed("editions", store).lines == ["確定版はありません。"]
    for words in (("--date", "R8.6.31"), ("--number", "0")):
        wrong = run("freeze", store, *words)
        assert (wrong.status, wrong.out) == (2, "")
        assert "Traceback" not in wrong.err
    succeed("new", tmp_path / "課", "--outline", "sample", "--department", "財政課")
    assert "推進課のファイルで" in fail("freeze", tmp_path / "課.reform")
    assert succeed("dump", store).out == before


def test_a_correction_is_found_registered_and_printed(store: Path, tmp_path: Path) -> None:
    succeed("freeze", store, "--fiscal-year", "R7")
    assert succeed("differences", store, "--edition", "1").lines == ["違いはありません。"]
    year = next(one for one in records(store, "year_record") if one.value("fiscal_year") == 2025)
    succeed("edit", store, "-", given=as_lines([{"kind": "year_record", "id": year.id, "set": {"hours_saved": 4321}}]))
    (line,) = succeed("differences", store, "--edition", "1").lines
    key, place, _wrong, right, state = line.split("\t")
    assert (right, state) == ("4,321時間", "未登録")
    succeed("correct", store, key, "--edition", "1", "--reason", "集計の誤り", "--date", "R8.7.1")
    assert succeed("differences", store, "--edition", "1").lines[0].endswith("訂正 集計の誤り")
    succeed("report", store, "errata", "--format", "csv", "-o", tmp_path / "正誤表.csv")
    rows = (tmp_path / "正誤表.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "".join(place.split()) in "".join(rows[1].split())
    assert "2026-07-01,集計の誤り" in rows[1]
    assert "違うところに" in fail("correct", store, "x", "--edition", "1", "--reason", "y")


def test_the_public_page_is_made_once_for_each_year(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "公表"
    folder.mkdir()
    made = succeed("report", store, "public", "--format", "html", "-o", folder, "--fiscal-year", "R8")
    assert [Path(line).name for line in made.lines] == ["公表資料_R7.html", "公表資料_R8.html"]
    for line, year in zip(made.lines, ("令和7(2025)年度", "令和8(2026)年度"), strict=True):
        assert f"{year}</title>" in Path(line).read_text(encoding="utf-8")
    assert "年度ごとには作れません" in fail("report", store, "list", "--format", "html", "-o", folder)
    assert len(list(folder.iterdir())) == 2
