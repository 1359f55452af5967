"""PDF/A-2b, as far as it can be read from the objects of the file; the names of tests follow ISO 19005-2.

The independent validator ``page`` judges the same files.
"""

from __future__ import annotations

import importlib
import io
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageCms

from reform_desktop.reports.catalogue import REPORTS, ReportFormat, report_named
from reform_desktop.reports.pdf.srgb import srgb_profile
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.writing import write_report
from unit.reports.conftest import Made
from unit.reports.plans import request_of
from unit.reports.test_layouts import emblem

CASES = [(name, "sample") for name in REPORTS] + [("sheet", "crowded"), ("book", "empty"), ("list", "crowded")]
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
FORBIDDEN = (
    b"/Encrypt", b"/JS", b"/JavaScript", b"/AA ", b"/OpenAction", b"/Launch", b"/URI", b"/LZWDecode", b"/EmbeddedFile",
    b"/DeviceCMYK", b"/TR ", b"/TR2", b"/HTP", b"/Interpolate true", b"/PS ", b"/Ref ", b"/OPI", b"/XFA",
    b"/NeedAppearances", b"/Alternates", b"/Movie", b"/Sound", b"/ExtGState",
)  # fmt: skip


@dataclass(frozen=True)
class PdfObjects:
    """A file's objects by number, read along its table of places."""

    data: bytes

    @cached_property
    def places(self) -> dict[int, int]:
        start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", self.data)[0])
        head = re.compile(rb"xref\n0 (\d+)\n").match(self.data, start)
        assert head is not None
        entries = self.data[head.end() : head.end() + 20 * int(head[1])]
        assert entries[:20] == b"0000000000 65535 f \n"
        lines = [entries[at : at + 20] for at in range(20, len(entries), 20)]
        assert all(re.fullmatch(rb"\d{10} 00000 n \n", line) for line in lines)
        return {number: int(line[:10]) for number, line in enumerate(lines, 1)}

    @cached_property
    def objects(self) -> dict[int, bytes]:
        found = {}
        for number, place in self.places.items():
            head = b"%d 0 obj\n" % number
            assert self.data.startswith(head, place), number
            found[number] = self.data[place + len(head) : self.data.index(b"\nendobj\n", self._end(place))]
        return found

    def _end(self, place: int) -> int:
        """Return where to look for the object's end: behind its stream, whose bytes may say anything."""
        found = re.compile(rb"<<[^\0]*?/Length (\d+)[^\0]*?>>\nstream\n").match(
            self.data, self.data.index(b"\n", place) + 1
        )
        stop = self.data.index(b"endobj", place)
        if found is None or found.start() > stop or b"\nendobj" in found[0]:
            return place
        end = found.end() + int(found[1])
        assert self.data.startswith(b"\r\nendstream", end)
        return end

    def named(self, words: bytes) -> list[bytes]:
        return [body for body in self.objects.values() if words in self.head(body)]

    @staticmethod
    def head(body: bytes) -> bytes:
        return body.split(b"\nstream\n", 1)[0]

    def stream(self, number: int) -> bytes:
        head, rest = self.objects[number].split(b"\nstream\n", 1)
        raw = rest.removesuffix(b"\r\nendstream")
        return zlib.decompress(raw) if b"/FlateDecode" in head else raw

    def reference(self, body: bytes, key: bytes) -> int:
        found = re.search(key + rb" (\d+) 0 R", self.head(body))
        assert found is not None, (key, body[:200])
        return int(found[1])


def text_of(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16")


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name, kind = request.param
    target = tmp_path_factory.mktemp("archival") / f"{name}.pdf"
    write_report(report_named(name).build(request_of(kind)), ReportFormat.PDF, target)
    return target


@pytest.fixture(scope="module")
def file(path: Path) -> PdfObjects:
    return PdfObjects(path.read_bytes())


def test_file_header_trailer_and_table_of_places(file: PdfObjects) -> None:
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n", file.data)
    assert len(file.objects) == len(file.places)
    assert re.search(rb"/ID \[<([0-9a-f]{32})> <\1>\] >>\nstartxref", file.data)


def test_qpdf_finds_nothing_wrong(path: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_nothing_that_the_standard_forbids(file: PdfObjects) -> None:
    heads = b"\n".join(file.head(body) for body in file.objects.values())
    for words in FORBIDDEN:
        assert words not in heads, words


def test_the_metadata_say_what_the_file_is_and_agree_with_its_information(file: PdfObjects) -> None:
    (catalogue,) = file.named(b"/Type /Catalog")
    metadata = file.objects[file.reference(catalogue, b"/Metadata")]
    assert b"/Type /Metadata /Subtype /XML" in file.head(metadata)
    assert b"/Filter" not in file.head(metadata)
    packet = ET.fromstring(file.stream(file.reference(catalogue, b"/Metadata")).decode("utf-8"))  # noqa: S314 -- our own file

    def said(name: str) -> str:
        found = packet.findall(f".//{name}", NAMESPACES)
        assert len(found) == 1, name
        return "".join(found[0].itertext()).strip()

    assert (said("pdfaid:part"), said("pdfaid:conformance"), said("dc:language")) == ("2", "B", "ja-JP")
    (information,) = file.named(b"/CreationDate")
    for key, name in (("Title", "dc:title"), ("Author", "dc:creator"), ("Subject", "dc:description")):
        written = re.search(rb"/%s <(FEFF[0-9A-F]*)>" % key.encode(), information)
        assert written is not None
        assert text_of(written[1]).strip() == said(name)
    assert said("dc:title")
    stamp = said("xmp:CreateDate")
    assert f"D:{re.sub('[-:T]', '', stamp[:19])}+09'00'".encode() in information
    assert b"/Lang (ja-JP)" in catalogue
    assert b"/DisplayDocTitle true" in catalogue
    assert b"/Outlines" in catalogue


def test_plain_colours_have_a_meaning(file: PdfObjects) -> None:
    (catalogue,) = file.named(b"/Type /Catalog")
    (intent,) = file.named(b"/Type /OutputIntent")
    assert b"/OutputIntents [" in catalogue
    assert b"/S /GTS_PDFA1" in intent
    profile = file.stream(file.reference(intent, b"/DestOutputProfile"))
    assert profile == srgb_profile()
    assert b"/N 3" in file.head(file.objects[file.reference(intent, b"/DestOutputProfile")])


def codes_by_font(file: PdfObjects) -> Iterator[tuple[str, str]]:
    """Yield ``(font resource, code)`` of everything that pages and forms show."""
    for number, body in file.objects.items():
        if b"stream\n" in body and b"/FlateDecode" in file.head(body) and b"/Length1" not in file.head(body):
            content = file.stream(number)
            for font, codes in re.findall(rb"/(F\d) [\d.]+ Tf <([0-9A-F]*)> Tj", content):
                yield from ((font.decode(), codes[at : at + 4].decode()) for at in range(0, len(codes), 4))


def test_fonts_are_embedded_with_a_glyph_a_width_and_a_unicode_value_for_every_code(file: PdfObjects) -> None:
    (resources,) = file.named(b"<< /Font <<")
    fonts = {name.decode(): int(number) for name, number in re.findall(rb"/(F\d) (\d+) 0 R", resources)}
    used: dict[str, set[str]] = {name: set() for name in fonts}
    for font, code in codes_by_font(file):
        used[font].add(code)
    for name, number in fonts.items():
        face = file.objects[number]
        assert b"/Subtype /Type0" in face
        assert b"/Encoding /Identity-H" in face
        mapped = file.stream(file.reference(face, b"/ToUnicode")).decode().split("endcodespacerange")[1]
        known = dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", mapped))
        assert used[name] <= known.keys()
        assert not {"0000", "FEFF", "FFFE"} & set(known.values())
        inner = re.search(rb"/DescendantFonts \[(\d+) 0 R\]", face)
        assert inner is not None
        descendant = file.objects[int(inner[1])]
        glyphs = file.stream(file.reference(descendant, b"/CIDToGIDMap"))
        widths = re.search(rb"/W \[1 \[([\d ]*)\]\]", descendant)
        assert widths is not None
        assert len(glyphs) == 2 * (len(known) + 1)
        assert len(widths[1].split()) == len(known)
        assert all(glyphs[at : at + 2] != b"\0\0" for at in range(2, len(glyphs), 2))
        descriptor = file.objects[file.reference(descendant, b"/FontDescriptor")]
        data = file.stream(file.reference(descriptor, b"/FontFile2"))
        assert data.startswith((b"\0\1\0\0", b"true"))
        assert re.search(rb"/FontName /[A-Z]{6}\+", descriptor)


def test_links_are_printed_and_lead_to_pages_of_the_file(file: PdfObjects) -> None:
    for body in file.named(b"/Subtype /Link"):
        for link in body.split(b"/Type /Annot")[1:]:
            assert b"/F 4" in link
            target = re.search(rb"/Dest \[(\d+) 0 R /Fit\]", link)
            assert target is not None
            assert b"/Type /Page " in file.objects[int(target[1])]


def test_the_independent_validator_agrees(path: Path) -> None:
    report = importlib.import_module("page").validate_pdf(str(path), profile="2b")
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]


def test_an_emblem_with_transparency_keeps_the_standard(made: Made) -> None:
    request: ReportRequest = request_of("sample")
    with_emblem = replace(request, options=replace(request.options, logo=emblem()))
    file = PdfObjects(made("summary", ReportFormat.PDF, with_emblem).read_bytes())
    (image,) = file.named(b"/SMask")
    assert b"/ColorSpace /DeviceRGB" in image
    assert len(file.objects) == len(file.places)


def test_the_profile_is_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB IEC61966-2.1"
    ramp = Image.new("RGB", (256, 4))
    for step in range(256):
        for row, colour in enumerate(((step,) * 3, (step, 0, 0), (0, step, 0), (255 - step, 128, step))):
            ramp.putpixel((step, row), colour)
    turned = ImageCms.profileToProfile(
        ramp, ours, ImageCms.createProfile("sRGB"), renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    assert turned is not None
    worst = max(abs(a - b) for a, b in zip(ramp.tobytes(), turned.tobytes(), strict=True))
    assert worst <= 2
    assert len(srgb_profile()) < 3000
