"""会議資料 of very many measures as PDF: against Platypus and typst with the same content, and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.conftest import FULL, RatioBook
from benchmarks.large_plan import make_large_plan
from benchmarks.print_once import YEAR
from benchmarks.printed_content import PlainPart, content_of, write_content
from benchmarks.typst_peer import write_typst_source
from reform_desktop.services import reporting
from reform_desktop.services.desk import Desk

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc"),
]

MANY = 1_000 if FULL else 24
TIMES_MORE = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """One book: how long it took in seconds, and its process's peak memory in MB."""

    seconds: float
    megabytes: float


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.reform"
    make_large_plan(path, MANY)
    return path


@pytest.fixture(scope="module")
def content(many: Path) -> list[PlainPart]:
    desk = Desk.open(many, read_only=True)
    try:
        return content_of(reporting.build_report(desk, "book", fiscal_year=YEAR))
    finally:
        desk.close()


@pytest.fixture(scope="module")
def ours(many: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    target = tmp_path_factory.mktemp("ours") / "book.pdf"
    return _best([_print_once("ours", many, target) for _ in range(3)])


def test_a_book_takes_a_part_of_the_time_of_platypus(
    content: list[PlainPart], ours: Printed, tmp_path: Path, ratio_book: RatioBook
) -> None:
    source = tmp_path / "content"
    write_content(content, source)
    peer = _print_once("platypus", source, tmp_path / "peer.pdf")
    detail = f"{ours.seconds:.1f} s / {peer.seconds:.1f} s, {MANY:,} measures"
    ratio_book.check("book as PDF / plain Platypus, same content", ours.seconds / peer.seconds, 0.5, detail)


def test_a_book_takes_a_part_of_the_time_and_memory_of_typst(
    content: list[PlainPart], ours: Printed, tmp_path: Path, ratio_book: RatioBook
) -> None:
    source = tmp_path / "book.typ"
    write_typst_source(content, source)
    peer = _best([_print_once("typst", source, tmp_path / "peer.pdf") for _ in range(2)])
    time = f"{ours.seconds:.1f} s / {peer.seconds:.1f} s"
    memory = f"{ours.megabytes:.0f} MB / {peer.megabytes:.0f} MB"
    ratio_book.check("book as PDF / typst, same content", ours.seconds / peer.seconds, 0.5, time)
    ratio_book.check("memory of the book as PDF / typst", ours.megabytes / peer.megabytes, 0.2, memory)


def test_a_book_of_ten_times_the_measures_takes_little_more_memory(
    ours: Printed, tmp_path: Path, ratio_book: RatioBook
) -> None:
    more = tmp_path / "more.reform"
    make_large_plan(more, TIMES_MORE * MANY)
    peak = _print_once("ours", more, tmp_path / "book.pdf").megabytes
    what = "memory of `report book`, ten times the measures"
    detail = f"{peak:.0f} MB / {ours.megabytes:.0f} MB, {TIMES_MORE * MANY:,} / {MANY:,} measures"
    ratio_book.check(what, peak / ours.megabytes, 1.5, detail)


def _best(runs: list[Printed]) -> Printed:
    """Return the shortest time, which other people's work on the machine lengthened least, and the highest peak."""
    return Printed(min(one.seconds for one in runs), max(one.megabytes for one in runs))


def _print_once(who: str, source: Path, target: Path) -> Printed:
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-m", "benchmarks.print_once", who, str(source), str(target)]
    done = subprocess.run(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(tests)}, check=True)
    seconds, kilobytes = done.stdout.decode().split()[-2:]
    return Printed(float(seconds), float(kilobytes) / 1024)
