"""The program opens no connection: it works without any network, and asks the system for no socket to one.

The window's part of this is in ``tests/e2e``: everything driven there runs without a network and is watched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clean_machine.silence import families, watched, without_network

QUIET = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
SCRIPT = """
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError as error:
    print(type(error).__name__, error.errno)
"""


def run(log: Path, *words: str) -> str:
    if not without_network():
        pytest.skip("this machine gives no network namespaces")
    command = [*without_network(), *watched(log), sys.executable, *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=QUIET, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_main_job_needs_no_network_and_asks_for_no_socket(tmp_path: Path) -> None:
    told = run(tmp_path / "calls", "-m", "reform_desktop.main_job", str(tmp_path / "out"))
    assert "画面の画像を作りました" in told
    assert not families(tmp_path / "calls")


def test_exchange_asks_for_no_socket(tmp_path: Path) -> None:
    whole, request, own = tmp_path / "全体.reform", tmp_path / "照会.zip", tmp_path / "財政課.reform"
    for number, words in enumerate(
        (
            ["new", str(whole), "--outline", "sample"],
            ["bundle", "export", str(whole), "-o", str(request), "--department", "財政課"],
            ["new", str(own), "--from-bundle", str(request)],
            ["bundle", "import", str(whole), str(own), "--accept-key"],
        )
    ):
        log = tmp_path / f"calls{number}"
        run(log, "-m", "reform_desktop", *words)
        assert not families(log), words


def test_there_is_no_network_where_this_is_tested_and_the_watch_would_notice(tmp_path: Path) -> None:
    assert "OSError 101" in run(tmp_path / "calls", "-c", SCRIPT)  # ENETUNREACH: not even loopback is up
    assert families(tmp_path / "calls")["AF_INET"] >= 1


@pytest.mark.parametrize("module", ["ssl", "smtplib", "ftplib", "http.client", "urllib.request"])
def test_no_line_of_ours_imports_what_talks_to_networks(module: str) -> None:
    source = Path(__file__).parents[2] / "src"
    lines = (line.strip() for path in source.rglob("*.py") for line in path.read_text("utf-8").splitlines())
    assert [line for line in lines if line.startswith((f"import {module}", f"from {module} "))] == []
