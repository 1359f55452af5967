"""Running a program without any network, and watching which sockets it asks the system for."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

LOCAL = frozenset({"AF_UNIX"})
"""Sockets that lead to programs of the same machine only: display, message bus, a second window's knock."""

_ASKED = re.compile(r"\b(?:socket|socketpair)\((AF_[A-Z0-9_]+|PF_[A-Z0-9_]+|0x[0-9a-f]+[^,]*)")


@cache
def without_network() -> tuple[str, ...]:
    """Return the words before a command that give it a network namespace in which not even loopback is up.

    None at all where the machine gives no such thing.
    """
    for words in (("unshare", "--net", "--"), ("unshare", "--net", "--map-root-user", "--")):
        try:
            if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
                return words
        except FileNotFoundError:
            break
    return ()


def watched(log: Path) -> list[str]:
    """Return the words before a command that write every socket it or its children ask for into ``log``.

    The command keeps its own process number (``-D``), and is stopped at calls about the network only.
    """
    return ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=network", "-e", "signal=none", "-o", str(log)]


def families(log: Path) -> Counter[str]:
    """Return how many sockets of each family were asked for."""
    return Counter(_ASKED.findall(log.read_text("utf-8", "replace")))
