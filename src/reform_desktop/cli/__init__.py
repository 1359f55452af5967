"""The command line: everything a person can do in the window, for scripts.

Exit status 0; 1 with one line on standard error that says what is wrong and what to do; 2 for wrong usage.
Whatever is slow to load (SQLAlchemy, Qt, openpyxl, reportlab) is imported by the command that needs it, when it
runs: ``--help`` costs nothing, and the window opens without the parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reform_desktop.cli import streams, window
from reform_desktop.domain.errors import UserError
from reform_desktop.services import program_log
from reform_desktop.services.program_log import Event

if TYPE_CHECKING:
    from reform_desktop.cli.command import Command

__all__ = ["run_command_line"]


def run_command_line(words: Sequence[str]) -> int:
    """Run the command that ``words`` name, or open the window, and return the exit status."""
    streams.prepare()
    return streams.status_of(lambda: _run(list(words)))


def _run(words: list[str]) -> int:
    if window.is_asked_for(words):
        return window.open_window(words)
    from reform_desktop.cli.reading import read_command  # noqa: PLC0415 -- the window does without the parser

    return _run_logged(read_command(words))


def _run_logged(command: Command) -> int:
    """Run a command and leave a line in the log: its name and how it ended, never its words."""
    try:
        status = command.run()
    except UserError as error:
        program_log.note(Event.COMMAND, name=type(command), status=1, error=type(error))
        raise
    program_log.note(Event.COMMAND, name=type(command), status=status)
    return status
