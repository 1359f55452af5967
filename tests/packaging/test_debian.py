"""The Debian package: installed, started and purged on a clean Debian 12."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clean_machine.display import Display
from clean_machine.root import BareRoot, bare_root
from releasing import facts

pytestmark = [pytest.mark.slow, pytest.mark.xvfb]
PICTURES = facts.WORK / "pictures"


@pytest.fixture
def machine(debian_package: Path, layer: Path) -> BareRoot:
    made = BareRoot(bare_root("minimal"), layer)
    made.take_in(debian_package, f"/srv/{debian_package.name}")
    made.take_in(Path("/etc/resolv.conf"), "/etc/resolv.conf")
    return made


def test_it_is_installed_started_and_purged(
    machine: BareRoot,
    debian_package: Path,
    display: Display,
    window_in: Callable[..., subprocess.Popen[bytes]],
) -> None:
    machine.run("apt-get", "install", "-y", "-q", f"/srv/{debian_package.name}", network=True)
    machine.run("sh", "-c", "! command -v python3")
    machine.run("reform-desktop", "-m", "reform_desktop.main_job", "/root/出力")
    assert "application/x-reform-desktop" in machine.run(
        "sh", "-c", "cat /usr/share/mime/globs2 | grep reform; cat /usr/share/applications/reform-desktop.desktop"
    )
    window_in(machine, "reform-desktop", "/root/出力/見本.reform")
    display.wait_for_window("見本.reform")
    display.wait_for_window("課と役割")
    time.sleep(2)
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert display.picture(PICTURES / "debian-window.png").stat().st_size > 30_000


def test_purging_leaves_nothing_of_the_program_and_everything_of_the_person(
    machine: BareRoot, debian_package: Path
) -> None:
    machine.run("apt-get", "install", "-y", "-q", f"/srv/{debian_package.name}", network=True)
    machine.run("reform-desktop", "new", "/root/計画.reform", "--outline", "annaka-4", "--department", "財政課")
    machine.run("dpkg", "--verify", "reform-desktop")
    machine.run("dpkg", "--purge", "reform-desktop")
    left = machine.run("find", "/usr", "/etc", "/opt", "/var/lib/dpkg/info", "-xdev", "-name", "*reform*")
    assert left == ""
    assert machine.run("ls", "/root").strip() == "計画.reform"


def test_lintian_finds_no_error(debian_package: Path) -> None:
    command = ["lintian", "--fail-on", "error", "--tag-display-limit", "0", str(debian_package)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_the_desktop_file_is_valid() -> None:
    source = facts.ROOT / "packaging" / "debian" / "reform-desktop.desktop"
    subprocess.run(["desktop-file-validate", str(source)], check=True)
