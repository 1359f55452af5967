"""Bytecode for ``app/``, compiled under Wine by the very interpreter that is shipped.

With it a start from a read-only folder is as quick as any. Python compares it with nothing when it starts ("unchecked
hash"), since times of files do not survive every way of copying.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from releasing import facts

_COMPILE: Final = (
    "import compileall, py_compile, sys; app = sys.argv[1]; "
    "mode = py_compile.PycInvalidationMode.UNCHECKED_HASH; "
    "done = compileall.compile_dir(app, quiet=1, stripdir=app, prependdir='app', invalidation_mode=mode); "
    "sys.exit(not done)"
)


class WineMissingError(Exception):
    """Wine is not installed."""


def compile_all(folder: Path, prefix: Path) -> None:
    """Compile everything below ``app/`` of the program's folder."""
    if shutil.which("wine") is None:
        raise WineMissingError("apt-get install wine wine64")
    prefix.mkdir(parents=True, exist_ok=True)
    surroundings = facts.environment(WINEPREFIX=str(prefix), WINEDEBUG="-all", WINEARCH="win64", DISPLAY="")
    interpreter = str(folder / "python" / "python.exe")
    app = "Z:" + str(folder / "app").replace("/", "\\")
    command = ["wine", interpreter, "-B", "-X", "utf8", "-c", _COMPILE, app]
    # All three streams are pipes: Wine 8 cannot tell the interpreter what kind of file a redirected one is.
    done = subprocess.run(command, input=b"", capture_output=True, env=surroundings, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace"))
