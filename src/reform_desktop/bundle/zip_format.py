"""The three records of a zip file that bundles are made of (PKWARE's APPNOTE, 4.3), without zip64."""

from __future__ import annotations

import struct
from typing import Final

LOCAL: Final = struct.Struct("<4s5H3I2H")
LOCAL_MARK: Final = b"PK\x03\x04"
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
CENTRAL_MARK: Final = b"PK\x01\x02"
END: Final = struct.Struct("<4s4H2IH")
END_MARK: Final = b"PK\x05\x06"
DESCRIPTOR: Final = struct.Struct("<3I")
DESCRIPTOR_MARK: Final = b"PK\x07\x08"

STORED: Final = 0
DEFLATED: Final = 8

MOST_MEMBERS: Final = 0xFFFE
MOST_BYTES: Final = 0xFFFF_FFFE
"""Sizes and offsets beyond which a zip file needs zip64, which bundles never are."""

MOST_RATIO: Final = 200
"""Bytes that one deflated byte may become; a writer stores what would deflate better."""

CHUNK: Final = 256 * 1024
"""Bytes read or written at a time."""
