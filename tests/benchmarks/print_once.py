"""One book printed in a process of its own: ``python -m benchmarks.print_once WHO SOURCE TARGET``.

Prints the seconds it took and the process's peak memory in KB. What a peer is to print is made into its own input
before the clock starts. The kernel's own count for children (`ru_maxrss`) would hold what the parent took when it
started them, so the process reads its own.
"""

# ruff: noqa: PLC0415 -- each prints without what only the others import
from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Final

YEAR: Final = 2025


def _ours(store: Path, target: Path) -> None:
    """Print as the command line does: open the file, read the plan, build the book and write it."""
    from reform_desktop.cli import run_command_line

    words = ["report", str(store), "book", "--format", "pdf", "--fiscal-year", str(YEAR), "-o", str(target)]
    assert run_command_line(words) == 0


def _platypus(source: Path, target: Path) -> None:
    from benchmarks.platypus_peer import write_with_platypus
    from benchmarks.printed_content import read_content

    write_with_platypus(read_content(source), target)


def _typst(source: Path, target: Path) -> None:
    from benchmarks.typst_peer import compile_typst

    compile_typst(source, target)


def _peak_kilobytes() -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1])


if __name__ == "__main__":
    began = time.perf_counter()
    {"ours": _ours, "platypus": _platypus, "typst": _typst}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    print(time.perf_counter() - began, _peak_kilobytes())
