"""One person's part in the benchmark of evidence, in a process of its own, so that its memory is its own.

``evidence_worker.py send STORE FOLDER`` writes a submission, ``take STORE FILE…`` takes one in. Prints one JSON object:
seconds, and the megabytes at the peak above those before.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, export_bundle
from reform_desktop.services.exchange.importing import import_several


def main() -> None:
    """Do what the command line says."""
    action, store, *words = sys.argv[1:]
    desk = Desk.open(Path(store), who="計測")
    idle = _megabytes("VmRSS")
    start = time.perf_counter()
    if action == "send":
        export_bundle(desk, ExportOrder(Purpose.SUBMISSION), Path(words[0]))
    else:
        outcome = import_several(desk, [Path(one) for one in words], accept_keys=True)
        if outcome.refusals:
            raise SystemExit(str(outcome.refusals[0]))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": _megabytes("VmHWM") - idle}))
    desk.close()


def _megabytes(name: str) -> float:
    """Return a figure of /proc: the peak of getrusage would begin with that of the process that started this one."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {name}")


if __name__ == "__main__":
    main()
