"""Fonts inside the file: only the glyphs a document uses, as Type 0 fonts with two-byte codes (9.7.4).

Codes are given in the order of first use, so that the same document always makes the same bytes; ToUnicode maps
every code back to its character, so that text can be searched and copied.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

from reform_desktop.reports.pdf.objects import PdfFile
from reform_desktop.reports.pdf.typeface import Typeface, Typefaces

_MAPPINGS_A_BLOCK: Final = 100
_TO_UNICODE: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class _Codes(dict[str, str]):
    """Gives each character its code, four hexadecimal digits, when it is first asked for."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """One face in one document. ``resource`` is the name by which pages select it."""

    def __init__(self, face: Typeface, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._codes = _Codes()

    @property
    def used(self) -> bool:
        """Whether any text was set in it."""
        return bool(self._codes)

    def encode(self, text: str) -> str:
        """Return ``text`` as hexadecimal codes for a ``Tj`` operator."""
        return "".join(map(self._codes.__getitem__, text))

    def write(self, pdf: PdfFile) -> int:
        """Write the font with the glyphs used so far and return its object's number."""
        characters = list(self._codes)
        data, glyphs = self.face.subset(characters)
        name = f"{_tag(self.resource)}+{self.face.name}"
        font_file = pdf.add_stream(data, f"/Length1 {len(data)}")
        descriptor = pdf.add(
            f"<< /Type /FontDescriptor /FontName /{name} {self.face.descriptor} /FontFile2 {font_file} 0 R >>"
        )
        glyph_map = pdf.add_stream(b"".join(glyph.to_bytes(2, "big") for glyph in [0, *glyphs]))
        widths = " ".join(f"{1000 * self.face.advances[character]:.0f}" for character in characters)
        descendant = pdf.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {descriptor} 0 R /DW 1000 /W [1 [{widths}]] /CIDToGIDMap {glyph_map} 0 R >>"
        )
        to_unicode = pdf.add_stream(self._to_unicode().encode("ascii"))
        return pdf.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {to_unicode} 0 R >>"
        )

    def _to_unicode(self) -> str:
        lines = [f"<{code}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in self._codes.items()]
        blocks = (lines[start : start + _MAPPINGS_A_BLOCK] for start in range(0, len(lines), _MAPPINGS_A_BLOCK))
        return _TO_UNICODE.format(
            blocks="\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        )


class DocumentFonts:
    """The fonts of one document: widths for the layout, codes for the pages, and their objects at the end.

    ``broken_lines`` keeps the lines of short texts by text, width, size and weight (see `rows`).
    """

    def __init__(self, faces: Typefaces) -> None:
        self._faces = faces
        self.printable = faces.printable
        self.broken_lines: dict[tuple[str, float, float, bool], list[str]] = {}
        self._regular = EmbeddedFont(faces.regular, "F1")
        self._bold = EmbeddedFont(faces.bold, "F2")
        self._fallback: EmbeddedFont | None = None
        self._advances = {bold: faces.advances(bold=bold) for bold in (False, True)}

    def advances(self, *, bold: bool) -> dict[str, float]:
        """Return the widths of printable characters in em, by character."""
        return self._advances[bold]

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a printable line in points."""
        return size * sum(map(self._advances[bold].__getitem__, text))

    def runs(self, line: str, *, bold: bool) -> list[tuple[str, str, str]]:
        """Return a printable line as runs of one font each: font resource, codes, and the text itself."""
        main = self._bold if bold else self._regular
        if self._faces.main.issuperset(line):
            return [(main.resource, main.encode(line), line)]
        found = []
        for is_main, characters in groupby(line, self._faces.main.__contains__):
            font = main if is_main else self._fallback_font()
            text = "".join(characters)
            found.append((font.resource, font.encode(text), text))
        return found

    def write(self, pdf: PdfFile) -> str:
        """Write every font that was used and return the entries of a font resource dictionary."""
        fonts = (self._regular, self._bold, self._fallback)
        return " ".join(f"/{font.resource} {font.write(pdf)} 0 R" for font in fonts if font is not None and font.used)

    def _fallback_font(self) -> EmbeddedFont:
        if self._fallback is None:
            self._fallback = EmbeddedFont(self._faces.fallback, "F3")
        return self._fallback


def _tag(resource: str) -> str:
    """Return the six letters that mark a subset (9.6.4), one for each font of the document."""
    return f"REFOR{chr(ord('A') + int(resource[1:]))}"
