"""A unit's key that is another one than before: accepted only by the number that somebody compared, never in passing.

Whoever can put a file on the way can also make a key; a script that accepts whatever comes would let them speak for a
department for ever after. So the number itself is asked for, as it was read over the telephone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reform_desktop.domain.errors import InputError
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.importing import preview_several
from reform_desktop.services.exchange.keys import KeyTrust
from reform_desktop.services.exchange.receiving import accept_signers

_DIGITS: Final = 30
_NOTHING: Final = "何も取り込んでいません。"


def accept_changed_keys(desk: Desk, paths: Sequence[Path], numbers: Sequence[str]) -> int:
    """Accept the changed keys behind some files whose numbers were compared, and return how many there were.

    Numbers may be written with spaces, hyphens and full-width digits. Raises `InputError` when one is no number of a
    key, or when none of the files is signed by a changed key of that number: then none is accepted. Files that cannot
    be read are left to the import, which says why.
    """
    wanted = {_digits(one): one for one in numbers}
    if not wanted:
        return 0
    signers = [one for report in preview_several(desk, paths).reports for one in report.signers]
    changed = {_digits(one.fingerprint): one for one in signers if one.trust is KeyTrust.CHANGED}
    for digits, typed in wanted.items():
        if digits not in changed:
            raise InputError(
                f"番号「{typed}」の変わった鍵で署名されたファイルは、ありません。{_NOTHING}"
                "--dry-run で表示される番号と、送り主が読み上げた番号を、もう一度確かめてください。"
            )
    return accept_signers(desk, [changed[digits] for digits in wanted])


def _digits(number: str) -> str:
    """Return the digits of a key's number as it was typed."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign not in " -‐‑–—　")
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        raise InputError(
            f"「{number[:60]}」は鍵の番号ではありません。{_NOTHING}"
            "送り主に確かめた30桁の数字を、引用符で囲んで指定してください。"
        )
    return digits
