"""Web pages in a real browser: axe-core finds nothing, nor do our own checks of what its version does not know.

JIS X 8341-3 and WCAG 2.2 AA as far as a program can judge. Chromium opens a copy of the page with axe-core in it.
"""

from __future__ import annotations

import html
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from unit.reports.conftest import Made
from unit.reports.plans import request_of

FAST = [("public", "sample"), ("public", "crowded"), ("public", "empty"), ("list", "sample"), ("errata", "crowded")]
REST = [(name, "sample") for name in REPORTS if (name, "sample") not in FAST]
CASES = [*FAST, *(pytest.param(*case, marks=pytest.mark.slow) for case in REST)]

CHECKS = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")


BAD = """<!DOCTYPE html><html><head><title></title><style>a:focus-visible { outline: none }</style></head><body>
<h1>一</h1><h3>三</h3><p style="color:#ccc">薄い字</p><a href="#a">a</a><a href="#b">b</a>
<table><thead><tr><td>x</td></tr></thead><tbody><tr><td><p style="width:900px">あ</p></td></tr></tbody></table>
<p style="overflow-x:hidden" id="t">x</p><p id="t" style="position:sticky" aria-labelledby="none">y</p></body></html>
"""


class Found(Struct):
    violations: list[str]
    passes: int
    small: int
    twice: int
    dangling: int
    nameless: int
    headless: int
    rowless: int
    jumps: int
    sideways: int
    clipped: int
    sticky: int
    unframed: int


def look_at(page: Path, folder: Path) -> Found:
    """Open a copy of the page in Chromium and return what was found there."""
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    codes = (code.replace("</script", r"<\/script") for code in (axe, CHECKS))
    scripts = "".join(f"<script>{code}</script>" for code in codes)
    copy = folder / "copy.html"
    copy.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,900",
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=120000", "--dump-dom", copy.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    said = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode("utf-8"), re.DOTALL)
    assert said is not None, "the page's checks did not come to an end"
    return msgspec.json.decode(html.unescape(said[1]), type=Found)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_nobody_is_kept_from_reading_a_page(made: Made, tmp_path: Path, name: str, kind: str) -> None:
    found = look_at(made(name, ReportFormat.HTML, request_of(kind)), tmp_path)
    assert found.violations == []
    assert found.passes >= 15
    assert found.small == 0, "links that are hard to hit (2.5.8)"
    assert found.sideways <= 0, "the page scrolls sideways on a narrow screen (1.4.10)"
    assert (found.twice, found.dangling) == (0, 0), "ids"
    assert (found.nameless, found.headless, found.rowless) == (0, 0, 0), "tables without name or headings (1.3.1)"
    assert found.jumps == 0, "headings that leave out a level"
    assert found.clipped == 0, "text that is cut off when it is spaced out (1.4.12)"
    assert found.sticky == 0, "what could cover the focus (2.4.11)"
    assert found.unframed == 0, "a focus that is not seen (2.4.7)"


def test_the_browser_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(BAD, encoding="utf-8")
    found = look_at(page, tmp_path)
    assert {one.split(":")[0] for one in found.violations} >= {"html-has-lang", "color-contrast", "document-title"}
    numbers = msgspec.structs.asdict(found)
    silent = [name for name, value in numbers.items() if name not in ("violations", "passes") and not value]
    assert silent == []
