"""A PDF file as a stream of numbered objects (ISO 32000-1, 7.3 and 7.5), written as they are made.

Nothing but their places stays in memory, so that a book of many hundred pages is written in flat memory.
The bytes depend on the content alone: the file's ID is the hash of what was written.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import BinaryIO, Final

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

STREAM_END: Final = b"\r\nendstream"
"""With both signs: after data that end in a CR, an LF alone would look as if the CR belonged to it."""


class PdfFile:
    """Gives objects their numbers, writes them, and ends the file with the table of their places."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0
        self._places: list[int] = [0]
        self._digest = hashlib.sha256()
        self._emit(_HEADER)

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._places.append(0)
        return len(self._places) - 1

    def write(self, number: int, body: str | bytes) -> None:
        """Write the reserved object ``number``."""
        self._places[number] = self._position
        content = body.encode("ascii") if isinstance(body, str) else body
        self._emit(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def add(self, body: str) -> int:
        """Write an object and return its number."""
        number = self.reserve()
        self.write(number, body)
        return number

    def add_stream(self, data: bytes, entries: str = "", *, number: int = 0) -> int:
        """Write a compressed stream, with ``entries`` in its dictionary, and return its number."""
        number = number or self.reserve()
        packed = zlib.compress(data)
        head = f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode("ascii")
        self.write(number, head + packed + STREAM_END)
        return number

    def finish(self, *, root: int, info: int) -> None:
        """Write the table of places and the trailer."""
        start = self._position
        identity = self._digest.hexdigest()[:32]
        places = b"".join(b"%010d 00000 n \n" % place for place in self._places[1:])
        self._emit(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places) + places)
        trailer = f"<< /Size {len(self._places)} /Root {root} 0 R /Info {info} 0 R /ID [<{identity}> <{identity}>] >>"
        self._emit(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _emit(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self._position += len(data)


def text_string(text: str) -> str:
    """Return text as a PDF text string: UTF-16BE with its mark, in hexadecimal (7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
