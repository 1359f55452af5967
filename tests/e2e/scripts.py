"""What other people's scripts do: start the real program, look at its status, its output and its one line of error."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

ENVIRONMENT = {
    **os.environ,
    "PYTHONIOENCODING": "ascii",
    "PYTHONWARNINGS": "error",
    "REFORM_DESKTOP_KEYS": os.devnull,
}
"""With an encoding that cannot hold Japanese, as a Windows console may have: the program must not mind. Keys have no
place here: whoever signs is a `Person` with a folder of its own."""


class Record(Struct):
    """One dumped line."""

    kind: str
    id: str
    fields: dict[str, msgspec.Raw]

    def value(self, field: str) -> object:
        return msgspec.json.decode(self.fields[field])


class Done(Struct):
    """How a process ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True)
class Person:
    """Somebody at a PC, whose keys lie in a folder that nobody else has."""

    key_folder: Path | None = None

    def run(self, *words: str | Path, given: bytes = b"", folder: Path | None = None) -> Done:
        command = [sys.executable, "-m", "reform_desktop", *map(str, words)]
        environment = ENVIRONMENT | ({"REFORM_DESKTOP_KEYS": str(self.key_folder)} if self.key_folder else {})
        done = subprocess.run(
            command, input=given, capture_output=True, env=environment, cwd=folder, timeout=120, check=False
        )
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def succeed(self, *words: str | Path, given: bytes = b"") -> Done:
        done = self.run(*words, given=given)
        assert done.status == 0, done.err
        assert done.err == ""
        return done

    def fail(self, *words: str | Path, given: bytes = b"", shown: bool = False) -> str:
        """Run what must end with status 1, and return its one sentence; ``shown`` allows output before it."""
        done = self.run(*words, given=given)
        assert done.status == 1, done
        assert shown or done.out == ""
        assert done.err.count("\n") == 1
        assert "Traceback" not in done.err
        assert "不具合" not in done.err
        assert done.err.endswith("。\n")
        return done.err

    def records(self, store: Path, kind: str) -> list[Record]:
        dumped = self.succeed("dump", store, "--kind", kind).out
        return [msgspec.json.decode(line, type=Record) for line in dumped.split("\n") if line]

    def edit(self, store: Path, *edits: object) -> list[str]:
        return self.succeed("edit", store, "-", given=as_lines(edits)).lines


ANYBODY = Person()
run, succeed, fail, records = ANYBODY.run, ANYBODY.succeed, ANYBODY.fail, ANYBODY.records


def as_lines(edits: Iterable[object]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in edits)
