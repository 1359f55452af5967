"""Why a sheet is refused. Every refusal names the file and the reason, and nothing was taken in."""

from __future__ import annotations

import struct
from typing import Final

from reform_desktop.domain.errors import FileError

SAVE_AGAIN: Final = "Excel などで開いて、名前を付けて保存し直してから、もう一度取り込んでください。"
DAMAGED: Final = "ファイルが壊れているか、途中で切れています"
TOO_LARGE: Final = "表が大きすぎます"

UNFORESEEN: Final = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    MemoryError,
    RecursionError,
    struct.error,
)
"""What libraries for OLE files raise of themselves over bytes that are not as they should be."""


class SheetError(FileError):
    """A sheet that cannot be taken in; ``reason`` is the part of the sentence that says why."""

    def __init__(self, name: str, reason: str, advice: str = SAVE_AGAIN) -> None:
        super().__init__(f"「{name}」は取り込めません：{reason}。何も取り込んでいません。{advice}")
        self.reason = reason


class PasswordNeededError(SheetError):
    """The workbook is protected by a password, which was not given or is not the right one."""

    def __init__(self, name: str, *, given: bool) -> None:
        reason = "パスワードが違います" if given else "パスワードで保護されています"
        super().__init__(name, reason, "ファイルを開くときのパスワードを指定してください。")
        self.given = given


class RefusedSheetError(Exception):
    """A reason to refuse, found where the file's name is not known; `reading` adds the name."""

    def __init__(self, reason: str, advice: str = SAVE_AGAIN) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
