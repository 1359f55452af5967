"""What a request says before a department's file is made from it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.reader import open_bundle
from reform_desktop.changes.change import DIVISION


class Invitation(Struct, frozen=True):
    """A verified bundle in the words of its header; ``fingerprint`` is the number of the key that signed it."""

    path: Path
    department: str
    plan: str
    plan_id: str
    sender: str
    from_division: bool
    fingerprint: str
    message: str
    deadline: str | None


def read_invitation(path: Path) -> Invitation:
    """Verify a bundle and return what it says; `BundleError` when it is refused."""
    with open_bundle(path) as opened:
        header = opened.header
        return Invitation(
            path,
            header.recipient.name if header.recipient else "",
            header.plan_name,
            header.plan_id,
            header.sender.name,
            header.sender.unit == DIVISION,
            fingerprint(header.sender.key),
            header.message,
            header.deadline,
        )
