"""The other peer: typst compiling the same tables and texts from a source file, with the same fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typst

from benchmarks.printed_content import PlainCell, PlainPart, PlainTable
from reform_desktop.reports.pdf.typeface import REGULAR_FILE
from reform_desktop.resources import resource_path

_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]/=+\-~\"'])")


def write_typst_source(parts: list[PlainPart], path: Path) -> None:
    """Write the source that says the same."""
    path.write_text("\n".join(_lines(parts)), encoding="utf-8")


def compile_typst(source: Path, target: Path) -> None:
    """Compile the source with the fonts that we print with."""
    fonts = resource_path(REGULAR_FILE).parent
    typst.compile(str(source), output=str(target), font_paths=[str(fonts)], ignore_system_fonts=True)


def _lines(parts: list[PlainPart]) -> Iterator[str]:
    yield '#set text(font: ("BIZ UDPGothic", "Reform Desktop Fallback"), size: 9pt, lang: "ja")'
    yield "#set table(stroke: 0.4pt + gray, inset: 3pt)"
    for part in parts:
        turned = "true" if part.landscape else "false"
        yield f'#page(paper: "a4", flipped: {turned}, margin: 15mm)['
        for words in (part.overline, part.title):
            yield f"#strong[{_marked(words)}]\n"
        for block in part.blocks:
            yield from _table(block) if isinstance(block, PlainTable) else (_marked(block) + "\n",)
        yield "]"


def _table(table: PlainTable) -> Iterator[str]:
    widths = ", ".join(f"{one:g}fr" for one in table.grid)
    yield f"#table(columns: ({widths},),"
    if table.heads:
        heads = " ".join(_cell(cell) for row in table.rows[: table.heads] for cell in row)
        yield f"table.header({heads}),"
    for row in table.rows[table.heads :]:
        yield " ".join(map(_cell, row))
    yield ")\n"


def _cell(cell: PlainCell) -> str:
    words = f"*{_marked(cell.words)}*" if cell.bold and cell.words.strip() else _marked(cell.words)
    if cell.span == 1 and cell.align == "left":
        return f"[{words}],"
    return f"table.cell(colspan: {cell.span}, align: {cell.align})[{words}],"


def _marked(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words).replace("\n", " \\\n")
