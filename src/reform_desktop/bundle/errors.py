"""Why a bundle is refused. Every refusal names the file and the reason, and nothing was taken in."""

from __future__ import annotations

from typing import Final

from reform_desktop.domain.errors import FileError, UserError

SEND_AGAIN: Final = "送り元に、もう一度送ってもらってください。"
UPDATE_PROGRAM: Final = "行革デスクを新しい版に更新してから、もう一度取り込んでください。"


class BundleError(FileError):
    """A bundle that cannot be taken in; ``reason`` is the part of the sentence that says why."""

    def __init__(self, name: str, reason: str, advice: str = SEND_AGAIN) -> None:
        super().__init__(f"「{name}」は取り込めません：{reason}。何も取り込んでいません。{advice}")
        self.reason = reason


class RefusalError(Exception):
    """A reason to refuse, found where the name of the bundle's file is not known; `open_bundle` adds the name."""

    def __init__(self, reason: str, advice: str = SEND_AGAIN) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


class Cancelled(UserError):  # noqa: N818 -- it is what the user asked for, not something that went wrong
    """The user stopped the writing or the reading of a bundle; nothing was written or taken in."""

    def __init__(self) -> None:
        super().__init__("中止しました。何も変更していません。")
