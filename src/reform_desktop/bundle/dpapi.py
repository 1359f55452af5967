"""Protection of a key file by the Windows account (DPAPI); elsewhere the file's permissions protect it."""

from __future__ import annotations

import sys
from typing import Final

_MARK: Final = b"DPAPI1\n"


def protect(secret: bytes) -> bytes:
    """Return the bytes to be written: bound to the Windows account, or as they are on other systems."""
    if sys.platform != "win32":
        return secret
    return _MARK + _call("CryptProtectData", secret)


def unprotect(stored: bytes) -> bytes:
    """Return the secret again; `ValueError` when another account or PC made it."""
    if not stored.startswith(_MARK):
        return stored
    if sys.platform != "win32":
        raise ValueError("made by a Windows account")
    return _call("CryptUnprotectData", stored[len(_MARK) :])


def _call(function: str, data: bytes) -> bytes:
    if sys.platform != "win32":
        raise ValueError(function)
    import ctypes
    from ctypes import wintypes

    class DataBlob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    given = DataBlob(len(data), ctypes.create_string_buffer(data, len(data)))
    result = DataBlob()
    no_dialog = 0x1
    done = getattr(ctypes.windll.crypt32, function)(
        ctypes.byref(given), None, None, None, None, no_dialog, ctypes.byref(result)
    )
    if not done:
        raise ValueError(function)
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        ctypes.windll.kernel32.LocalFree(result.data)
