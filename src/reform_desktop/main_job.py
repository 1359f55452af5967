"""The main job without a window: make files from outlines, fill in a year, attach, check, print, back up.

``python -m reform_desktop.main_job OUT_DIR`` does on a machine without a display what a department does at its
desk, with the same services, and prints what it made, each line in Japanese and English. Running it again in the
same folder changes nothing in the files that are there, and checks and prints them anew.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reform_desktop.cli import streams
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.errors import FileError
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.resources import resource_path
from reform_desktop.services import arrangement, attachments, checking, editing, reporting
from reform_desktop.services.creating import create_desk
from reform_desktop.services.departments import department_named
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import keys
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, export_bundle

FISCAL_YEAR: Final = 2025
"""令和7年度, the first year of the 4th outline and the one that the sample has results for."""

SAMPLE: Final = "見本"
REAL: Final = "第4次大綱"
ASKED: Final = "財政課"
LEAD: Final = "政策・デジタル推進課"
EVIDENCE: Final = "sample/evidence/counter-times.csv"
PICTURE_MODULE: Final = "reform_desktop.ui.screenshot"


def run_main_job(folder: Path) -> None:
    """Do the main job in ``folder``; raises `UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"「{folder}」というフォルダーを作れません（{reason_of(error)}）。何も作っていません。別の場所を指定してください。"
        ) from error
    _work_on_sample(folder)
    _work_on_outline(folder)
    _take_picture(folder / f"{SAMPLE}.reform", folder / "画面.png")


def main(words: Sequence[str] | None = None) -> int:
    """Run from the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reform_desktop.main_job", description=__doc__)
    parser.add_argument("folder", metavar="OUT_DIR", type=Path)
    folder: Path = parser.parse_args(words).folder
    streams.prepare()

    def run() -> int:
        run_main_job(folder)
        return 0

    return streams.status_of(run)


def _work_on_sample(folder: Path) -> None:
    """Answer for the first measure of the sample whose result is missing."""
    path = folder / f"{SAMPLE}.reform"
    fresh = not path.exists()
    desk = _desk(path, "sample")
    try:
        if fresh:
            measures = checking.open_plan(desk).measures
            _fill_in(desk, next(one.measure.id for one in measures if _is_unanswered(one)))
        _check(desk)
        _print(desk, folder, SAMPLE)
        _back_up(desk, folder / f"{SAMPLE}の控え.reform")
        _bundle(desk, folder / f"{SAMPLE}_{ASKED}への照会.zip")
    finally:
        desk.close()


def _work_on_outline(folder: Path) -> None:
    """Give the real outline, which holds policies and items alone, a measure, and answer for its first year."""
    path = folder / f"{REAL}.reform"
    fresh = not path.exists()
    desk = _desk(path, "annaka-4")
    try:
        if fresh:
            _fill_in(desk, _add_measure(desk, checking.open_plan(desk).items[0].id))
        _check(desk)
        _print(desk, folder, REAL)
    finally:
        desk.close()


def _desk(path: Path, outline: str) -> Desk:
    """Make the file, or open the one of the last run, in which somebody may have gone on working."""
    if path.exists():
        _tell("前回のファイルを使います", "using the file of the last run", path)
        return Desk.open(path)
    desk = create_desk(path, outline)
    _tell("ファイルを作りました", "created", desk.path)
    return desk


def _add_measure(desk: Desk, item_id: str) -> str:
    measure_id, _saved = arrangement.add(
        desk,
        "measure",
        item_id,
        {
            "title": "（例）窓口の待ち時間を短くする",
            "lead_department_id": department_named(desk, LEAD).id,
            "first_fiscal_year": FISCAL_YEAR,
            "current_state": "昼前と月初めに来庁が集中し、待ち時間が長くなっている。",
            "approach": "手続きの予約と、混み具合の知らせを始める。",
        },
    )
    indicator_id, _saved = arrangement.add(
        desk,
        "indicator",
        measure_id,
        {"name": "平均の待ち時間", "unit": "分", "direction": "decrease", "baseline": "15"},
    )
    editing.set_indicator_value(desk, indicator_id, FISCAL_YEAR, {"target": "12", "actual": "11.5"})
    editing.set_in_year(desk, measure_id, FISCAL_YEAR, {"stage": "trial", "plan": "二つの窓口で予約を試行する。"})
    return measure_id


def _fill_in(desk: Desk, measure_id: str) -> None:
    """Type a result, choose a grade and attach a file: three operations, each of which could be undone."""
    answer = "二つの窓口で予約を試行し、待ち時間の変化を測った。"
    editing.set_in_year(desk, measure_id, FISCAL_YEAR, {"result": answer})
    editing.set_in_year(desk, measure_id, FISCAL_YEAR, {"grade": "year_partly_achieved"})
    (dossier,) = (one for one in checking.open_plan(desk).measures if one.measure.id == measure_id)
    paper = resource_path(EVIDENCE)
    attachments.attach_file(desk, measure_id, FISCAL_YEAR, paper, title="窓口の待ち時間の記録")
    _tell(f"{dossier.number} の取組実績・達成状況・証拠資料を入力しました", "filled in and attached", desk.path)


def _check(desk: Desk) -> None:
    findings = checking.check(desk, FISCAL_YEAR, phase=Phase.RESULT)
    sound = desk.store.verify().is_sound
    state, english = ("傷みなし", "file sound") if sound else ("傷みあり", "FILE DAMAGED")
    _tell(f"入力チェック {len(findings)}件・{state}", f"{len(findings)} findings, {english}", desk.path)


def _print(desk: Desk, folder: Path, stem: str) -> None:
    for name, title in (("sheet", "取組シート"), ("list", "取組一覧")):
        for report_format in ("pdf", "xlsx"):
            target = folder / f"{stem}_{title}.{report_format}"
            reporting.write_report(desk, name, report_format, target, fiscal_year=FISCAL_YEAR)
            _tell(f"{title}を印刷しました", f"printed the {name}", target)


def _back_up(desk: Desk, target: Path) -> None:
    desk.store.copy_to(target)
    _tell("控えを作りました", "backed up", target)


def _bundle(desk: Desk, target: Path) -> None:
    """Ask a department for its results, with a key that stays beside the files and speaks for nobody else."""
    os.environ.setdefault(keys.FOLDER_VARIABLE, str(target.parent / "鍵"))
    order = ExportOrder(Purpose.REQUEST, department=ASKED, fiscal_year=FISCAL_YEAR, message="実績を入力してください。")
    for path in export_bundle(desk, order, target):
        _tell(f"{ASKED}への照会を書き出しました", "wrote a signed bundle", path)


def _take_picture(store: Path, target: Path) -> None:
    """Let a process of its own draw the real window off screen; Qt stays out of this one."""
    if importlib.util.find_spec(PICTURE_MODULE) is None:
        streams.say("画面の部品がまだないため、画面の画像は作っていません / no window yet, hence no picture of it")
        return
    command = [sys.executable, "-m", PICTURE_MODULE, str(store), str(target)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 -- ourselves
    if done.returncode or not target.exists():
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["?"]
        raise FileError(
            f"画面の画像を作れませんでした（{reason[0]}）。ほかのファイルはできています。"
            "python3 dev.py run で画面の部品を入れてください。"
        )
    _tell("画面の画像を作りました", "drew the window", target)


def _is_unanswered(dossier: MeasureDossier) -> bool:
    year = dossier.years.get(FISCAL_YEAR)
    return dossier.runs_in(FISCAL_YEAR) and not (year and year.result)


def _tell(japanese: str, english: str, path: Path) -> None:
    streams.say(f"{japanese} / {english}: {path}")


if __name__ == "__main__":
    sys.exit(main())
