"""The faces we print with, and what is printed for a character that none of them has.

BIZ UDPGothic first; a character it lacks (𠮷) is taken from the fallback face; one that none has is spelled out
by its code point, ［U+1F600］, never left as an empty box.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from reportlab.pdfbase.ttfonts import TTFontFile

from reform_desktop.domain.text import visible_controls
from reform_desktop.resources import resource_path

REGULAR_FILE: Final = "fonts/BIZUDPGothic-Regular.ttf"
BOLD_FILE: Final = "fonts/BIZUDPGothic-Bold.ttf"
FALLBACK_FILE: Final = "fonts/ReformDesktopFallback-Regular.ttf"

_COMBINED: Final = re.compile(r".[\u0300-\u036f\u3099\u309a]+")
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SHOWN_AS: Final = {"\t": "\u3000", "\u00a0": " ", "\u2011": "-"}


class Typeface:
    """One font file: which characters it has, how wide they are (in em), and subsets of it."""

    def __init__(self, path: Path) -> None:
        self._file = TTFontFile(str(path))
        self._lock = threading.Lock()
        self.name = self._file.name.decode("ascii")
        self.advances: dict[str, float] = {
            chr(code): width / 1000
            for code, width in self._file.charWidths.items()
            if code >= 0x20  # noqa: PLR2004
        }
        self.characters = frozenset(self.advances)

    @property
    def descriptor(self) -> str:
        """The metrics of a font descriptor (ISO 32000-1, 9.8), in thousandths of an em."""
        face = self._file
        box = " ".join(f"{edge:.0f}" for edge in face.bbox)
        return (
            f"/Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {face.ascent:.0f} /Descent {face.descent:.0f} "
            f"/CapHeight {face.capHeight:.0f} /StemV {face.stemV:.0f}"
        )

    def subset(self, characters: Sequence[str]) -> tuple[bytes, list[int]]:
        """Return a font file with only those characters' glyphs, and each one's glyph number in it."""
        codes = [ord(character) for character in characters]
        with self._lock:  # the file keeps a reading position
            return self._file.makeSubset(codes), self._glyph_numbers(codes)

    def _glyph_numbers(self, codes: Sequence[int]) -> list[int]:
        """Number glyphs as `makeSubset` does: in order of first use, 0 being the missing one."""
        seen = {0: 0}
        return [seen.setdefault(self._file.charToGlyph.get(code, 0), len(seen)) for code in codes]


class Typefaces:
    """The faces of a document and the text they can print."""

    def __init__(self, regular: Path, bold: Path, fallback: Path) -> None:
        self.regular = Typeface(regular)
        self.bold = Typeface(bold)
        self._fallback_path = fallback
        self.main = self.regular.characters & self.bold.characters
        self._plain = self.main | {"\n"}
        self._advances: dict[bool, dict[str, float]] = {}

    @cached_property
    def fallback(self) -> Typeface:
        """The face for rare characters; read only when a text needs it."""
        return Typeface(self._fallback_path)

    def advances(self, *, bold: bool) -> dict[str, float]:
        """Return the widths of printable characters in em, by character; rare ones are looked up when they are met."""
        if bold not in self._advances:
            self._advances[bold] = _Advances(self, self.bold if bold else self.regular)
        return self._advances[bold]

    def printable(self, text: str) -> str:
        """Return ``text`` in characters that can be printed, with LF between its lines."""
        if self._plain.issuperset(text):
            return text
        lines = visible_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
        lines = _VARIATION_SELECTORS.sub("", _COMBINED.sub(_composed, lines))
        if self._plain.issuperset(lines):
            return lines
        return "".join(self._shown(character) for character in lines)

    def _shown(self, character: str) -> str:
        character = _SHOWN_AS.get(character, character)
        if character in self._plain or character in self.fallback.characters:
            return character
        if unicodedata.category(character) == "Zs":
            return " "  # a space of another width, as word processors leave them: nothing to be seen on paper
        return f"［U+{ord(character):04X}］"


class _Advances(dict[str, float]):
    """Widths of one face, and of the fallback face for what it lacks, looked up there once."""

    def __init__(self, faces: Typefaces, face: Typeface) -> None:
        super().__init__(face.advances)
        self._faces = faces

    def __missing__(self, character: str) -> float:
        width = self[character] = self._faces.fallback.advances[character]
        return width


def _composed(found: re.Match[str]) -> str:
    """Join a letter and its marks where one character exists for them; only there, since NFC changes 神."""
    joined = unicodedata.normalize("NFC", found[0])
    return joined if len(joined) == 1 else found[0]


@cache
def shipped_typefaces() -> Typefaces:
    """Return the faces shipped with the program, read once."""
    return Typefaces(resource_path(REGULAR_FILE), resource_path(BOLD_FILE), resource_path(FALLBACK_FILE))
