"""Where the frozen program begins: the command line, and three modules that are run by name as ``python -m`` would.

The main job without a window draws its picture, and a workbook from outside is read, in a process of its own, which is
started as ``sys.executable -m``.
"""

from __future__ import annotations

import sys
from typing import Final

RUN_BY_NAME: Final = (
    "reform_desktop.main_job",
    "reform_desktop.ui.screenshot",
    "reform_desktop.services.sheet_import.reader_process",
)


def start(words: list[str]) -> int:
    """Do what the words ask for and return the exit status."""
    if words[:1] == ["-m"] and len(words) > 1 and words[1] in RUN_BY_NAME:
        return run_by_name(words[1], words[2:])
    from reform_desktop.cli import run_command_line  # noqa: PLC0415 -- a picture does without it

    return run_command_line(words)


def run_by_name(module: str, words: list[str]) -> int:
    """Run one of them; their parsers and Qt find the usual program name."""
    if module == "reform_desktop.services.sheet_import.reader_process":
        from reform_desktop.services.sheet_import.reader_process import main as read  # noqa: PLC0415 -- one of them

        return read()
    if module == "reform_desktop.main_job":
        from reform_desktop.main_job import main  # noqa: PLC0415 -- another
    else:
        from reform_desktop.ui.screenshot import main  # noqa: PLC0415 -- the third
    return main(words)


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
