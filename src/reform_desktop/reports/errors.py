"""How writing a report can end early."""

from __future__ import annotations

from reform_desktop.domain.errors import UserError


class Cancelled(UserError):  # noqa: N818 -- it is what the user asked for, not something that went wrong
    """The user stopped the report; no file is left behind and an older one stays as it was."""

    def __init__(self) -> None:
        super().__init__("帳票の作成を中止しました。ファイルは作られていません。")


class UnknownReportError(UserError):
    """No report of that name, or not in that format."""
