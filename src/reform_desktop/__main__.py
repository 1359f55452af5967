"""``python -m reform_desktop`` and the ``reform-desktop`` script: the command line, which also opens the window."""

from __future__ import annotations

import sys

from reform_desktop.cli import run_command_line


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
