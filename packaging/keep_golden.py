"""Keep files made by this version as fixtures that every later version must open: run once when a version is released.

    .venv/bin/python packaging/keep_golden.py

Writes ``tests/fixtures/releases/VERSION/``: the division's file, a department's, a signed bundle, and what they showed.
Everything is done by the command line, as a user's script would: a plan with measures, a year filled in, evidence, an
exchange, two answers that contradict each other, an import that was undone and done again, an edition with a
correction, and a layout with an emblem. A kept version is never made anew; before a release it may, with ``--again``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from releasing import facts

RELEASES: Final = facts.ROOT / "tests" / "fixtures" / "releases"
DEPARTMENT: Final = "財政課"
YEAR: Final = 2025
KINDS: Final = ("whole", "department")
LAYOUT: Final = "審議会用"


class Keeper:
    """Works in a folder of its own, with keys of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.whole = folder / "whole.reform"
        self.own = folder / "department.reform"
        self._environment = {**os.environ, "REFORM_DESKTOP_KEYS": str(folder / "keys")}

    def run(self, *words: str | Path, text: str = "") -> str:
        """Run a command of the program and return what it printed."""
        command = [sys.executable, "-m", "reform_desktop", *map(str, words)]
        done = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", env=self._environment, check=False
        )
        if done.returncode:
            raise SystemExit(f"{words}: {done.stderr}")
        return done.stdout

    def edit(self, store: Path, *lines: object) -> list[str]:
        """Change records, and return the ids."""
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return self.run("edit", store, "-", text=text).split()

    def records(self, store: Path, kind: str) -> list[dict[str, str]]:
        """Return the records of a kind."""
        lines = self.run("dump", store, "--kind", kind).splitlines()
        found: list[dict[str, str]] = [json.loads(line) for line in lines]
        return found


def main() -> int:
    """Make the fixtures of this version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="replace what is kept of a version not released yet")
    target = RELEASES / facts.version()
    if target.exists() and not parser.parse_args().again:
        print(f"{target} is kept already")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(Path(folder))
        measure = plan(keeper)
        answer(keeper, measure)
        exchange(keeper, measure)
        publish(keeper, measure)
        keep(keeper, target)
    return 0


def plan(keeper: Keeper) -> str:
    """Lay out a plan with two measures, and return the id of the department's."""
    keeper.run("new", keeper.whole, "--outline", "annaka-4", "--division")
    items = keeper.records(keeper.whole, "item")
    departments = keeper.records(keeper.whole, "department")
    (department,) = keeper.edit(keeper.whole, {"kind": "department", "set": {"name": DEPARTMENT, "code": "20"}})
    fields = {"first_fiscal_year": YEAR, "last_fiscal_year": 2029, "priority": True}
    texts = {"current_state": "髙﨑 𠮷 ①㈱㎡\n二行目", "approach": "窓口を予約制にする。"}
    own, _other = keeper.edit(
        keeper.whole,
        {"kind": "measure", "set": {"item_id": items[0]["id"], "number": 1, "title": "待ち時間を短くする",
                                    "lead_department_id": department, **fields, **texts}},
        {"kind": "measure", "set": {"item_id": items[1]["id"], "number": 1, "title": "使われない施設をまとめる",
                                    "lead_department_id": departments[0]["id"], **fields}},
    )  # fmt: skip
    return own


def answer(keeper: Keeper, measure: str) -> None:
    """Fill in a year in the division's file, with an indicator and evidence."""
    (indicator,) = keeper.edit(
        keeper.whole,
        {"kind": "indicator", "set": {"measure_id": measure, "name": "待ち時間", "unit": "分",
                                      "direction": "decrease", "baseline": "15.50"}},
    )  # fmt: skip
    keeper.edit(
        keeper.whole,
        {"kind": "indicator_value", "set": {"indicator_id": indicator, "fiscal_year": YEAR, "target": "12"}},
        {"kind": "year_record", "set": {"measure_id": measure, "fiscal_year": YEAR, "stage": "trial",
                                        "plan": "二つの窓口で試す。", "cost_cut_planned": 1200}},
    )  # fmt: skip
    paper = keeper.folder / "待ち時間.csv"
    paper.write_bytes("月,分\n4,18\n5,12\n".encode("utf-8-sig"))
    keeper.run("attach", keeper.whole, measure, str(YEAR), paper, "--title", "待ち時間の調査")


def exchange(keeper: Keeper, measure: str) -> None:
    """Ask the department, let both sides answer differently, and take the answer in."""
    request, submission = keeper.folder / "request.zip", keeper.folder / "submission.zip"
    period = ("--fiscal-year", str(YEAR), "--period", "year_end")
    keeper.run("bundle", "export", keeper.whole, "-o", request, "--department", DEPARTMENT, *period)
    keeper.run("new", keeper.own, "--from-bundle", request)
    (year,) = (one["id"] for one in keeper.records(keeper.own, "year_record"))
    answered = {"result": "12分になった。", "grade": "year_achieved"}
    keeper.edit(keeper.own, {"kind": "year_record", "id": year, "set": answered})
    keeper.edit(keeper.whole, {"kind": "year_record", "id": year, "set": {"result": "11分になった。"}})
    keeper.edit(keeper.own, {"kind": "measure", "id": measure, "set": {"handover": "予約の表は共有フォルダーにある。"}})
    keeper.run("bundle", "export", keeper.own, "-o", submission, "--purpose", "submission", *period)
    keeper.run("bundle", "import", keeper.whole, submission, "--accept-key")
    keeper.run("undo-import", keeper.whole)
    keeper.run("redo-import", keeper.whole)


def publish(keeper: Keeper, measure: str) -> None:
    """Freeze an edition, correct it afterwards, and lay reports out with an emblem."""
    keeper.run("freeze", keeper.whole, "--fiscal-year", str(YEAR), "--date", "2026-06-01", "--meeting", "推進本部会議")
    keeper.edit(keeper.whole, {"kind": "measure", "id": measure, "set": {"approach": "窓口を予約制にし、表を見直す。"}})
    (difference,) = keeper.run("differences", keeper.whole, "--edition", "1").splitlines()
    reason = ("--edition", "1", "--reason", "記載の誤り", "--date", "2026-06-10")
    keeper.run("correct", keeper.whole, difference.split("\t")[0], *reason)
    layout = {"name": LAYOUT, "stamps": ["課長", "係長"], "margin_left": 25, "grouping": "department"}
    keeper.edit(keeper.whole, {"kind": "layout", "set": layout})
    emblem = keeper.folder / "市章.png"
    Image.new("RGB", (64, 64), (0, 23, 193)).save(emblem)
    keeper.run("emblem", keeper.whole, LAYOUT, emblem)


def keep(keeper: Keeper, target: Path) -> None:
    """Copy the files, with what they show, into the fixtures."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in KINDS:
        store = keeper.folder / f"{name}.reform"
        keeper.run("backup", store, "-o", target / store.name)
        (target / f"{name}.jsonl").write_text(keeper.run("dump", store), encoding="utf-8", newline="\n")
    for told in ("conflicts", "editions"):
        text = keeper.run(told, keeper.whole, "--json")
        (target / f"{told}.json").write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(keeper.folder / "submission.zip", target)
    for path in sorted(target.iterdir()):
        print(path.relative_to(facts.ROOT), path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main())
