"""A person who saves without a pause until the program is killed; started by the kill test.

``python kill_worker.py FILE`` imports everything once. For every line on its standard input it forks one worker
that opens the file and saves again and again; the worker reports each thing that was saved in a line of its own,
and the parent says when it is dead and buried.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from reform_desktop.services.attachments import attach_file
from reform_desktop.services.desk import Desk
from reform_desktop.store.store import Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, author, in_year, save


def say(words: str) -> None:
    """Write one whole line at once, past every buffer of this process."""
    os.write(1, f"{words}\n".encode())


def work(path: Path, run: str) -> None:
    """Save for ever; report what is saved only when it is."""
    store = Store.open(path, who="担当者")
    say(f"opened {store.opened.value}")
    for step in count():
        words = f"{run}-{step}"
        if step % 7 == 3:
            paper = path.with_name("写真.jpg")
            paper.write_bytes(f"{words} ".encode() * 40_000)
            attach_file(Desk(store), MEASURE, 2025, paper, title=words)
        elif step % 7 == 5:
            save(store, in_year(2025 + step % 5, plan=words + "あ" * 5_000))
        elif step % 7 == 6:
            store.undo(author(store))
            store.redo(author(store))
            continue
        else:
            save(store, Edit("measure", MEASURE, {"approach": words}))
        say(f"saved {words}")


def main() -> None:
    """Fork a worker for every line that is read."""
    path = Path(sys.argv[1])
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            work(path, line.strip())
        say(f"worker {worker}")
        os.waitpid(worker, 0)
        say("dead")


if __name__ == "__main__":
    main()
