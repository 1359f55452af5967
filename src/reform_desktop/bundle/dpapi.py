"""Protection of a key file by the Windows account (DPAPI); elsewhere the file's permissions protect it."""

from __future__ import annotations

import ctypes
import os
from typing import Any, Final

WINDOWS: Final = os.name == "nt"
_MARK: Final = b"DPAPI1\n"


def protect(secret: bytes) -> bytes:
    """Return the bytes to be written: bound to the Windows account, or as they are on other systems."""
    if not WINDOWS:
        return secret
    return _MARK + _call("CryptProtectData", secret)


def unprotect(stored: bytes) -> bytes:
    """Return the secret again; `ValueError` when another account or PC made it."""
    if not stored.startswith(_MARK):
        return stored
    if not WINDOWS:
        raise ValueError("made by a Windows account")
    return _call("CryptUnprotectData", stored[len(_MARK) :])


class _DataBlob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_ulong), ("data", ctypes.POINTER(ctypes.c_char)))


def _call(function: str, data: bytes) -> bytes:
    windows: Any = getattr(ctypes, "windll")  # noqa: B009 -- there on Windows only
    given = _DataBlob(len(data), ctypes.create_string_buffer(data, len(data)))
    result = _DataBlob()
    no_dialog = 0x1
    done = getattr(windows.crypt32, function)(
        ctypes.byref(given), None, None, None, None, no_dialog, ctypes.byref(result)
    )
    if not done:
        raise ValueError(function)
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        windows.kernel32.LocalFree(result.data)
