"""A report as one web page that stands alone: no script, no picture, no address of anywhere else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import BinaryIO, Final

from reform_desktop.domain.practice import PRACTICE
from reform_desktop.reports.html_bars import bars_as_svg
from reform_desktop.reports.html_tables import table_as_html
from reform_desktop.reports.logos import decoded_logo
from reform_desktop.reports.model import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    PrintOptions,
    StackedBars,
    Table,
)
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import day_line, shown_text

_STYLE: Final = """
body { font-family: "BIZ UDPGothic", "BIZ UDPゴシック", "Yu Gothic UI", sans-serif; color: #333; background: #fff;
  line-height: 1.6; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { white-space: pre-wrap; margin: .5rem 0; } .note, .overline, footer { color: #595959; font-size: .875rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; line-height: 1.4; font-size: .875rem; }
th, td { border: 1px solid #949494; padding: .25rem .4rem; text-align: left; vertical-align: top;
  white-space: pre-wrap; overflow-wrap: anywhere; font-weight: normal; }
thead th { background: #e6e6e6; font-weight: bold; text-align: center; }
.label { background: #f2f2f2; } .current { background: #d9def0 !important; }
.group { background: #e3e8f2; font-weight: bold; } .subgroup { background: #f2f2f2; }
.center { text-align: center; } .end { text-align: right; } .bold { font-weight: bold; }
.green_strong { background: #e6f5ec; color: #115a36; } .green { background: #e6f5ec; color: #197a4b; }
.yellow { background: #fbf5e0; color: #6e5600; } .blue { background: #e8f1fe; color: #0017c1; }
.gray { background: #f2f2f2; color: #4d4d4d; } .red { background: #fdeeee; color: #ce0000; }
a { color: #0017c1; } nav ul { list-style: none; padding: 0; }
.level-1 { padding-left: 1.5rem; } svg { max-width: 100%; min-width: 42rem; height: auto; }
.scroll { overflow-x: auto; } .box { border: 1px solid #949494; padding: .25rem .4rem; font-size: .875rem; }
.wide { min-width: 42rem; table-layout: auto; } .wide .end { white-space: nowrap; } .wide td { min-width: 2.5em; }
.wide tbody th[scope="row"] { min-width: 5.5em; } abbr { text-decoration: none; }
:focus-visible { outline: 3px solid #0017c1; outline-offset: 2px; }
section + section { border-top: 1px solid #949494; margin-top: 3rem; padding-top: 2rem; }
@media print { body { margin: 0; max-width: none; } .scroll { overflow: visible; }
  .wide, svg { min-width: 0; } section + section { break-before: page; border: 0; }
  thead { display: table-header-group; } tr { break-inside: avoid; } }
""".strip()


_PRACTICE_STYLE: Final = """
.practice-note { background: repeating-linear-gradient(135deg, #fbf5e0 0 12px, #fff 12px 24px);
  border: 3px double #6e5600; padding: .5rem 1rem; font-weight: bold; }
.practice-mark { position: fixed; inset: 0; display: flex; align-items: center; justify-content: center; z-index: 1;
  pointer-events: none; font-size: 22vmin; font-weight: bold; color: transparent; -webkit-text-stroke: 1px #949494;
  transform: rotate(-35deg); white-space: nowrap; }
""".rstrip()


def write_html(document: Document, stream: BinaryIO, ticker: Ticker) -> None:
    """Write the page part by part."""
    stream.writelines(piece.encode("utf-8") for piece in _page(document, ticker))


def _page(document: Document, ticker: Ticker) -> Iterator[str]:
    options = document.options
    title = _text(f"{document.title}　{document.subtitle}")
    style = f"{_STYLE}{_PRACTICE_STYLE}" if options.practice else _STYLE
    yield (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n<main>\n"
        f"{_practice(options)}{_logo(options)}<h1>{title}</h1>\n"
    )
    for number, part in enumerate(document.parts, 1):
        ticker.advance(part.steps)
        yield from _section(part, number, ticker)
    foot = "　".join(words for words in (*_foot_words(options), day_line(options, "作成日")) if words)
    yield f"</main>\n<footer>{_text(foot)}</footer>\n</body>\n</html>\n"


def _practice(options: PrintOptions) -> str:
    """Return what says that the page is of a practice plan: a note to be read, and the word across the window."""
    if not options.practice:
        return ""
    return (
        f'<p class="practice-note" role="note">{PRACTICE}です。架空の内容で、実際の計画ではありません。</p>\n'
        f'<div class="practice-mark" aria-hidden="true">{PRACTICE}</div>\n'
    )


def _logo(options: PrintOptions) -> str:
    """Return the city's emblem within the page itself; nothing when there is none that a browser would show."""
    logo = decoded_logo(options.logo) if options.logo else None
    if logo is None:
        return ""
    name = _text(f"{options.city}の市章")
    source = f"data:{logo.media_type};base64,{b64encode(options.logo).decode()}"
    return f'<img style="max-height:4rem" alt="{name}" src="{source}">\n'


def _foot_words(options: PrintOptions) -> tuple[str, ...]:
    return (options.footer or options.city, options.edition)


def _section(part: Part, number: int, ticker: Ticker) -> Iterator[str]:
    if part.title:
        over = f'<p class="overline">{_text(part.overline)}</p>\n' if part.overline else ""
        name = f"part-{number}-0"
        yield f'<section id="part-{number}" aria-labelledby="{name}">\n{over}<h2 id="{name}">{_text(part.title)}</h2>\n'
    else:
        words = _text(part.name)
        yield f'<section id="part-{number}" aria-label="{words}">\n<span id="part-{number}-0" hidden>{words}</span>\n'
    headings = 0
    for block in part.blocks:
        headings += isinstance(block, Heading)
        yield from _block(block, part, (number, headings), ticker)
    yield "</section>\n"


def _cover(cover: Cover) -> Iterator[str]:
    """Say the lines at a cover's foot; its titles are those that the page begins with."""
    yield from (f"<p>{_text(line)}</p>\n" for line in cover.lines)


def _contents(contents: Contents, part_number: int) -> Iterator[str]:
    """Link to the parts that follow, in their order."""
    yield '<nav aria-label="目次">\n<ul>\n'
    for number, entry in enumerate(contents.entries, part_number + 1):
        yield f'<li class="level-{entry.level}"><a href="#part-{number}">{_text(entry.words)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _block(block: Block, part: Part, place: tuple[int, int], ticker: Ticker) -> Iterator[str]:
    """Yield one block; ``place`` counts the part, and the heading in it under which the block stands."""
    name = f"part-{place[0]}-{place[1]}"
    match block:
        case Heading():
            yield f'<h3 id="{name}">{_text(block.text)}</h3>\n'
        case Paragraph():
            kind = ' class="note"' if block.note else ""
            yield f"<p{kind}>{_text(block.text)}</p>\n"
        case Table():
            yield from table_as_html(block, part.grid, name, ticker)
        case StackedBars():
            chart = bars_as_svg(block)
            yield f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{name}">\n{chart}</div>\n'
        case Cover():
            yield from _cover(block)
        case Contents():
            yield from _contents(block, place[0])
        case PageBreak():
            return


def _text(words: str) -> str:
    return escape(shown_text(words))
