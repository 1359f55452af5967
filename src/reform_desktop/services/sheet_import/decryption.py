"""Opens workbooks that are protected by a password, when it is given."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, Final

from reform_desktop.services.sheet_import.errors import DAMAGED, UNFORESEEN, PasswordNeededError, RefusedSheetError
from reform_desktop.services.sheet_import.limits import MOST_BYTES

_SPINS: Final = re.compile(rb"spinCount=\"([0-9]{1,12})\"")
_MOST_SPINS: Final = 500_000
"""Rounds of hashing that a file may ask for; Excel writes 100,000."""


def is_encrypted(stream: BinaryIO) -> bool:
    """Whether an OLE file holds an encrypted workbook of the new format."""
    import olefile  # noqa: PLC0415 -- only such workbooks need it

    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as container:
            return bool(container.exists("EncryptedPackage"))
    except UNFORESEEN as error:
        raise RefusedSheetError(DAMAGED) from error
    finally:
        stream.seek(0)


def decrypted(stream: BinaryIO, name: str, password: str | None) -> io.BytesIO:
    """Return the workbook without its protection.

    Raises `PasswordNeededError` without the right password, `RefusedSheetError` for what cannot be opened.
    """
    if not password:
        raise PasswordNeededError(name, given=False)
    _check_spins(stream)
    import msoffcrypto  # noqa: PLC0415 -- only such workbooks need it
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError  # noqa: PLC0415

    opened = io.BytesIO()
    try:
        stream.seek(0)
        workbook = msoffcrypto.OfficeFile(stream)
        workbook.load_key(password=password)
        workbook.decrypt(opened)
    except InvalidKeyError as error:
        raise PasswordNeededError(name, given=True) from error
    except (FileFormatError, ParseError, DecryptionError, *UNFORESEEN) as error:
        raise RefusedSheetError("この形の保護は開けません", "パスワードを外して保存し直してください。") from error
    if opened.tell() > MOST_BYTES:
        raise RefusedSheetError("ファイルが大きすぎます")
    opened.seek(0)
    return opened


def _check_spins(stream: BinaryIO) -> None:
    """Refuse a file that asks for hours of hashing."""
    stream.seek(0)
    if any(int(one) > _MOST_SPINS for one in _SPINS.findall(stream.read(MOST_BYTES))):
        raise RefusedSheetError("保護のしかたが異常です", "パスワードを外して保存し直してください。")
    stream.seek(0)
