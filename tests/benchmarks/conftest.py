"""What benchmarks share: stores of both sizes, and a book that keeps the ratios.

``REFORM_BENCH=full`` measures with 100,000 measures, judges the ratios and writes RESULTS.md; without it the same
code runs in a short form (CI) that records but does not judge, because the machine is shared and noisy.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from benchmarks.big_store import make_big_store
from reform_desktop.services.creating import create_desk

FULL = os.environ.get("REFORM_BENCH") == "full"
MEASURES = 100_000 if FULL else 3_000
REPEATS = 5 if FULL else 1
RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass
class RatioBook:
    """Ratios measured in this run; ``check`` judges one against its limit in the full form."""

    lines: list[str] = field(default_factory=list)

    def check(self, what: str, ratio: float, limit: float, detail: str = "") -> None:
        """Keep a ratio, and fail when it is over its limit in a full run."""
        self.check_all([(what, ratio, limit, detail)])

    def check_all(self, measured: Sequence[tuple[str, float, float, str]]) -> None:
        """Keep the ratios of one run, and fail when any is over its limit in a full run."""
        for what, ratio, limit, detail in measured:
            self.lines.append(f"| {what} | {ratio:.2f} × | {limit:g} × | {detail} |")
            print(f"\n{what}: {ratio:.2f} × (at most {limit:g} ×) {detail}")
        over = [one for one in measured if one[1] > one[2]]
        told = "; ".join(f"{what}: {ratio:.2f} × is more than {limit:g} ×" for what, ratio, limit, _detail in over)
        assert not (FULL and over), told


    def note(self, what: str, ratio: float, detail: str = "") -> None:
        """Keep a ratio that has no limit."""
        self.lines.append(f"| {what} | {ratio:.2f} × | – | {detail} |")
        print(f"\n{what}: {ratio:.2f} × {detail}")


@pytest.fixture(scope="session")
def ratio_book() -> Iterator[RatioBook]:
    book = RatioBook()
    yield book
    if FULL and book.lines:
        _write_results(book)


@pytest.fixture(scope="session")
def big_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of `MEASURES`; ``REFORM_BENCH_STORE`` names one made before, since a large one takes a minute."""
    kept = os.environ.get("REFORM_BENCH_STORE")
    path = Path(kept) if kept else tmp_path_factory.mktemp("big") / "big.reform"
    if not path.exists():
        make_big_store(path, MEASURES)
    return path


@pytest.fixture(scope="session")
def sample_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.reform"
    create_desk(path, "sample").close()
    return path


def median_of(measure: Callable[[], float], repeats: int = REPEATS) -> float:
    """Return the median of several measurements, after one that warms the caches."""
    measure()
    return statistics.median(measure() for _ in range(repeats))


def _write_results(book: RatioBook) -> None:
    head = (
        "# Benchmark results\n\n"
        "Ratios against a floor or peer measured in the same run, median of 5 "
        "(`python3 dev.py bench`). Absolute times are of one machine and drift.\n\n"
        f"Last full run: {date.today().isoformat()}, {MEASURES:,} measures, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.system()}.\n\n"
        "| what | ratio | at most | measured |\n|---|---|---|---|\n"
    )
    RESULTS.write_text(head + "\n".join(_with_earlier(book.lines)) + "\n", encoding="utf-8")


def _with_earlier(lines: list[str]) -> list[str]:
    """Return the lines of this run, and those of earlier runs for what it did not measure."""
    earlier = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    measured = {line.split("|")[1] for line in lines}
    kept = [line for line in earlier if line.startswith("| ") and " × |" in line and line.split("|")[1] not in measured]
    return [*kept, *lines]
