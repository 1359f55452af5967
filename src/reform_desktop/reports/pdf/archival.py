"""What makes the file PDF/A-2b (ISO 19005-2): it says so and what it is about, and what its colours mean.

The rest of the standard is kept by how pages are written: fonts embedded with all their glyphs' widths and Unicode
values, nothing encrypted, no script, no action but links within the file, no transparency but an emblem's mask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from reform_desktop.reports.pdf.objects import STREAM_END, PdfFile, text_string
from reform_desktop.reports.pdf.srgb import IDENTIFIER, srgb_profile
from reform_desktop.reports.wording import shown_text

PROGRAM: Final = "行革デスク"
LANGUAGE: Final = "ja-JP"

_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{time}</xmp:CreateDate>
<xmp:ModifyDate>{time}</xmp:ModifyDate>
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Description:
    """What the file says of itself, in its metadata and in its older information dictionary alike."""

    title: str
    subject: str
    author: str
    day: date

    def write_information(self, pdf: PdfFile) -> int:
        """Write the information dictionary and return its number."""
        stamp = f"(D:{self.day:%Y%m%d}000000+09'00')"
        words = {
            "Title": self.title,
            "Subject": self.subject,
            "Author": self.author,
            "Creator": PROGRAM,
            "Producer": PROGRAM,
        }
        entries = " ".join(f"/{name} {text_string(shown_text(text))}" for name, text in words.items())
        return pdf.add(f"<< {entries} /CreationDate {stamp} /ModDate {stamp} >>")

    def write_metadata(self, pdf: PdfFile) -> int:
        """Write the metadata, readable without unpacking, and return their number."""
        packet = _PACKET.format(
            language=LANGUAGE,
            title=escape(shown_text(self.title)),
            subject=escape(shown_text(self.subject)),
            author=escape(shown_text(self.author)),
            program=PROGRAM,
            time=f"{self.day:%Y-%m-%d}T00:00:00+09:00",
        ).encode()
        number = pdf.reserve()
        head = f"<< /Type /Metadata /Subtype /XML /Length {len(packet)} >>\nstream\n".encode("ascii")
        pdf.write(number, head + packet + STREAM_END)
        return number


def write_output_intent(pdf: PdfFile) -> str:
    """Write the colour space that plain colours stand for, and return the catalogue's entry for it."""
    profile = pdf.add_stream(srgb_profile(), "/N 3")
    name = f"({IDENTIFIER})"
    intent = pdf.add(
        f"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier {name} /Info {name} "
        f"/DestOutputProfile {profile} 0 R >>"
    )
    return f"/OutputIntents [{intent} 0 R]"
