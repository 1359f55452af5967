"""A minimal Debian 12 without Python and, when asked, without any network: where what is handed out must run.

The root is made once by debootstrap (``build/roots``); each test works in a layer over it that goes away. Needs to be
root, since only root may mount and change roots.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from releasing import facts

ROOTS = facts.WORK / "roots"
SUITE = "bookworm"
DRIVERS = ("libegl1", "libgl1", "libxcb1")
"""What every desktop has and the frozen folder does not bring."""

_ENTER = r"""
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --rbind /dev "$2/root/dev"
mkdir -p "$2/root/tmp/.X11-unix"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$2/root/tmp/.X11-unix"; fi
root="$2/root"; shift 2
path=/usr/sbin:/usr/bin:/sbin:/bin
exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 "PATH=$path" DEBIAN_FRONTEND=noninteractive "$@"
"""


class BareRoot:
    """One layer over a root. What is written in it stays until the test ends, and never reaches the root."""

    def __init__(self, base: Path, layer: Path) -> None:
        self._base = base
        self._layer = layer
        for name in ("upper", "work", "root"):
            (layer / name).mkdir()

    @property
    def written(self) -> Path:
        """What was written in the layer, as seen from outside."""
        return self._layer / "upper"

    def command(self, *words: str, network: bool = False, **variables: str) -> list[str]:
        """Return the command line that runs words inside, without a network unless one is asked for."""
        apart = ["unshare", "--mount", "--pid", "--fork", *([] if network else ["--net"])]
        assigned = [f"{name}={value}" for name, value in variables.items()]
        return [*apart, "sh", "-ec", _ENTER, "sh", str(self._base), str(self._layer), *assigned, *words]

    def run(self, *words: str, network: bool = False, status: int = 0, **variables: str) -> str:
        """Run words inside, expect the exit status, and return what was printed."""
        command = self.command(*words, network=network, **variables)
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=900)
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def take_in(self, source: Path, place: str) -> None:
        """Copy a file or folder of the machine to a place inside."""
        target = self.written / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy(source, target)


def bare_root(name: str, packages: tuple[str, ...] = ()) -> Path:
    """Return a root with these packages beside the minimal ones, making it when it is not there."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip("needs root and debootstrap (dev.py package installs it)")
    target = ROOTS / name
    if not (target / "made").exists():
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        include = [f"--include={','.join(packages)}"] if packages else []
        command = ["debootstrap", "--variant=minbase", *include, SUITE, str(target), mirror()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (target / "made").touch()
    return target


def mirror() -> str:
    """Return the mirror that this machine's own apt uses."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)|$(RELEASE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return next(line.split("|")[0] for line in told.splitlines() if line.endswith(f"|{SUITE}"))
