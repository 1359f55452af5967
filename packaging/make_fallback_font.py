r"""Make ``resources/fonts/ReformDesktopFallback-Regular.ttf``, the face for characters that BIZ UDPGothic lacks.

Run by hand when a source font changes, never at build or run time; needs fontTools and four Debian packages
(``fonts-morisawa-bizud-gothic``, ``fonts-noto-cjk``, ``fonts-hanazono``, ``fonts-ipamj-mincho``, ``unicode-data``)::

    python packaging/make_fallback_font.py --biz BIZUDPGothic-Regular.ttf --noto NotoSansCJK-Regular.ttc \
        --hanazono HanaMinA.ttf HanaMinB.ttf --mj ipamjm.ttf --unihan Unihan_IRGSources.txt.bz2 --output OUT.ttf

What goes in is decided by coverage, not by taste:

* every ideograph of the national personal-name base (文字情報基盤: the code points of IPAmj明朝) that Noto Sans CJK JP
  can draw, and every other sign of Noto except Hangul, in Noto's outlines turned from CFF into TrueType (reportlab
  embeds TrueType outlines only);
* the remaining ideographs that Unicode attributes to a Japanese source (kIRG_JSource), in Hanazono's outlines;
* the zero-width characters (variation selectors, joiners), blank, so that 葛󠄀 prints as 葛 and not as 葛□.

IPAmj明朝 is read for its list of code points only; no outline of it is used.
"""

from __future__ import annotations

import argparse
import bz2
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Scale
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY: Final = "Reform Desktop Fallback"
UNITS_PER_EM: Final = 1000
CURVE_ERROR: Final = 2.5
"""Largest distance, in thousandths of an em, between Noto's cubic curve and our quadratic one."""
BLANK: Final = frozenset(
    [*range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)
HANGUL: Final = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xA960, 0xA980), range(0xAC00, 0xD800))
IDEOGRAPHS: Final = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))
EPOCH: Final = 3786912000
"""Creation and change date written into the font (2024, in seconds since 1904): same input, same file."""


def among(code: int, ranges: Iterable[range]) -> bool:
    """Whether the code point lies in one of the ranges."""
    return any(code in span for span in ranges)


def japanese_sources(unihan: Path) -> set[int]:
    """Code points that Unihan attributes to a Japanese source (kIRG_JSource)."""
    found: set[int] = set()
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, _, rest = line.partition("\t")
            if rest.startswith("kIRG_JSource\t"):
                found.add(int(code.removeprefix("U+"), 16))
    return found


def quadratic(font: TTFont, name: str) -> Glyph:
    """One glyph as TrueType outlines in our em, whatever outlines its font has."""
    pen = TTGlyphPen(None)
    scale = UNITS_PER_EM / font["head"].unitsPerEm
    glyphs = font.getGlyphSet()
    if "CFF " in font:
        glyphs[name].draw(TransformPen(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True), Scale(scale)))
    else:
        glyphs[name].draw(TransformPen(pen, Scale(scale)))
    return pen.glyph()


def width(font: TTFont, name: str) -> int:
    """Advance width of a glyph in our em."""
    return round(font["hmtx"][name][0] * UNITS_PER_EM / font["head"].unitsPerEm)


class Outlines:
    """The glyphs gathered so far, their widths and the code points that show them."""

    def __init__(self) -> None:
        """Start with the visible .notdef still to come and one blank glyph for zero-width characters."""
        self.glyphs: dict[str, Glyph] = {}
        self.widths: dict[str, int] = {}
        self.codes: dict[int, str] = {}

    def take(self, font: TTFont, glyph: str, name: str) -> None:
        """Add one glyph of a font under our own name."""
        self.glyphs[name] = quadratic(font, glyph)
        self.widths[name] = width(font, glyph)

    def take_codes(self, font: TTFont, wanted: set[int]) -> None:
        """Add the wanted code points that the font has and that are not there yet; shared glyphs stay shared."""
        shown: dict[str, str] = {}
        cmap: dict[int, str] = font.getBestCmap()
        for code in sorted(wanted & cmap.keys() - self.codes.keys()):
            glyph = cmap[code]
            if glyph not in shown:
                shown[glyph] = f"u{code:05X}"
                self.take(font, glyph, shown[glyph])
            self.codes[code] = shown[glyph]

    def blank(self, codes: Iterable[int]) -> None:
        """Let these code points show nothing and take no room."""
        self.glyphs["blank"], self.widths["blank"] = TTGlyphPen(None).glyph(), 0
        self.codes.update(dict.fromkeys(codes, "blank"))


def gather(args: argparse.Namespace) -> Outlines:
    """Choose the code points and collect their outlines, Noto's before Hanazono's."""
    biz = set(TTFont(args.biz).getBestCmap())
    names = set(TTFont(args.mj).getBestCmap()) - biz
    noto: TTFont = TTCollection(args.noto).fonts[0]
    drawable = set(noto.getBestCmap()) - biz
    signs = {c for c in drawable if not among(c, IDEOGRAPHS) and not among(c, HANGUL)}

    outlines = Outlines()
    outlines.take(noto, ".notdef", ".notdef")
    outlines.blank(BLANK - biz)
    outlines.take_codes(noto, signs | {c for c in names if among(c, IDEOGRAPHS)} | japanese_sources(args.unihan) - biz)
    for path in args.hanazono:
        outlines.take_codes(TTFont(path), japanese_sources(args.unihan) - biz)
    return outlines


def build(outlines: Outlines, biz: TTFont, output: Path) -> None:
    """Write the font, with the line height of BIZ UDPGothic so that a fallback character moves no line."""
    scale = UNITS_PER_EM / biz["head"].unitsPerEm
    ascent, descent = round(biz["hhea"].ascent * scale), round(biz["hhea"].descent * scale)
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(list(outlines.glyphs))
    builder.setupCharacterMap(outlines.codes)
    builder.setupGlyf(outlines.glyphs)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics({n: (w, getattr(table[n], "xMin", 0)) for n, w in outlines.widths.items()})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable(
        {
            "copyright": "Outlines: (c) 2014-2021 Adobe; (c) 2008-2011 GlyphWiki Project.",
            "familyName": FAMILY,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{FAMILY} Regular 1.0",
            "fullName": FAMILY,
            "psName": "ReformDesktopFallback-Regular",
            "version": "Version 1.0",
            "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        },
        mac=False,
    )
    builder.setupOS2(
        sTypoAscender=ascent, sTypoDescender=descent, usWinAscent=ascent, usWinDescent=-descent, fsSelection=0x40
    )
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    builder.save(output)


def main() -> None:
    """Read the command line, make the font, say how many characters it has."""
    parser = argparse.ArgumentParser(description="Make the fallback font that is shipped in resources/fonts.")
    for name in ("--biz", "--noto", "--mj", "--unihan", "--output"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--hanazono", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    outlines = gather(args)
    build(outlines, TTFont(args.biz), args.output)
    print(f"{len(outlines.codes)} characters, {args.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
