"""Why a bundle is refused. Every refusal names the file and the reason, and nothing was taken in."""

from __future__ import annotations

from reform_desktop.domain.errors import FileError


class BundleError(FileError):
    """A bundle that cannot be taken in; ``reason`` is the part of the sentence that says why."""

    def __init__(self, name: str, reason: str, advice: str = "送り元に、もう一度送ってもらってください。") -> None:
        super().__init__(f"「{name}」は取り込めません：{reason}。何も取り込んでいません。{advice}")
        self.reason = reason
