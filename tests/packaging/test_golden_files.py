"""Files that every released version made open in this one, show what they showed, and can be worked on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RELEASES = Path(__file__).parents[1] / "fixtures" / "releases"
VERSIONS = sorted(path.name for path in RELEASES.iterdir())
KINDS = ("whole", "department")
EDITION = ("--edition", "1")


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of what a version left behind."""
    folder = tmp_path / str(request.param)
    shutil.copytree(RELEASES / str(request.param), folder)
    return folder


def run(folder: Path, *words: str, text: str = "") -> str:
    command = [sys.executable, "-m", "reform_desktop", *words]
    environment = {**os.environ, "REFORM_DESKTOP_KEYS": str(folder / "keys")}
    done = subprocess.run(
        command, cwd=folder, env=environment, input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(lines: str) -> dict[tuple[str, str], dict[str, Any]]:
    records = (json.loads(line) for line in lines.splitlines())
    return {(one["kind"], one["id"]): one["fields"] for one in records}


def test_there_is_a_file_of_every_version_that_the_change_log_lists() -> None:
    text = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
    listed = {line.split()[1] for line in text.splitlines() if line.startswith("## ")}
    assert listed == set(VERSIONS)


@pytest.mark.parametrize("name", KINDS)
def test_it_shows_what_it_showed_then(kept: Path, name: str) -> None:
    then, now = shown((kept / f"{name}.jsonl").read_text("utf-8")), shown(run(kept, "dump", f"{name}.reform"))
    assert set(now) == set(then)
    for key, fields in then.items():
        assert {field: now[key][field] for field in fields} == fields


def test_it_is_sound_and_its_reports_can_be_printed(kept: Path) -> None:
    assert json.loads(run(kept, "check", "whole.reform", "--fiscal-year", "R7", "--json"))
    run(kept, "report", "whole.reform", "sheet", "--format", "pdf", "-o", "a.pdf", "--fiscal-year", "R7")
    assert (kept / "a.pdf").read_bytes().startswith(b"%PDF")


def test_its_editions_and_layouts_are_printed_as_they_were_frozen(kept: Path) -> None:
    then = json.loads((kept / "editions.json").read_text("utf-8"))
    assert json.loads(run(kept, "editions", "whole.reform", "--json")) == then != []
    run(kept, "report", "whole.reform", "sheet", "--format", "html", "-o", "frozen.html", *EDITION)
    frozen = (kept / "frozen.html").read_text("utf-8")
    assert ("窓口を予約制にする。" in frozen, "表を見直す。" in frozen) == (True, False)
    run(kept, "report", "whole.reform", "errata", "--format", "html", "-o", "errata.html", *EDITION)
    assert "記載の誤り" in (kept / "errata.html").read_text("utf-8")
    laid_out = ("--fiscal-year", "R7", "--layout", "審議会用")
    run(kept, "report", "whole.reform", "sheet", "--format", "pdf", "-o", "b.pdf", *laid_out)
    assert b"/Image" in (kept / "b.pdf").read_bytes()


def test_its_conflicts_stand_until_they_are_settled(kept: Path) -> None:
    then = json.loads((kept / "conflicts.json").read_text("utf-8"))
    now = json.loads(run(kept, "conflicts", "whole.reform", "--json"))
    assert [one["conflict"] for one in now] == [one["conflict"] for one in then] != []
    run(kept, "resolve", "whole.reform", now[0]["conflict"], "--take", "mine")
    assert json.loads(run(kept, "conflicts", "whole.reform", "--json")) == []


def test_its_import_can_still_be_taken_back(kept: Path) -> None:
    before = run(kept, "dump", "whole.reform")
    run(kept, "undo-import", "whole.reform")
    assert run(kept, "dump", "whole.reform") != before
    run(kept, "redo-import", "whole.reform")
    assert run(kept, "dump", "whole.reform") == before


def test_its_bundle_is_read_and_brings_nothing_new(kept: Path) -> None:
    assert json.loads(run(kept, "bundle", "inspect", "submission.zip", "--json"))
    before = run(kept, "dump", "whole.reform")
    run(kept, "bundle", "import", "whole.reform", "submission.zip", "--accept-key")
    assert run(kept, "dump", "whole.reform") == before


def test_it_can_be_edited(kept: Path) -> None:
    (year,) = (key[1] for key in shown((kept / "department.jsonl").read_text("utf-8")) if key[0] == "year_record")
    change = {"kind": "year_record", "id": year, "set": {"result": "書き直した。"}}
    run(kept, "edit", "department.reform", "-", text=json.dumps(change, ensure_ascii=False))
    assert shown(run(kept, "dump", "department.reform"))["year_record", year]["result"] == "書き直した。"
