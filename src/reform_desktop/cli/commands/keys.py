"""``keys``: the numbers that people compare over the telephone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from reform_desktop.cli.command import Command, add_json, add_store
from reform_desktop.cli.opening import reading
from reform_desktop.cli.parser import Parser
from reform_desktop.cli.presenting import one_line, print_json
from reform_desktop.cli.streams import say

if TYPE_CHECKING:
    from reform_desktop.services.desk import Desk

_STATES = {"own": "このパソコン", "accepted": "確認済み", "revoked": "使用停止"}


class Keys(Command):
    """Prints the fingerprint of this PC's key, and of every key that the file knows."""

    description: ClassVar[str] = (
        "このファイルの課の、このパソコンの鍵の番号と、確かめてあるほかの課の鍵の番号を表示します。\n"
        "鍵がまだないときは作ります。相手から番号を聞かれたら、「このパソコン」の番号を答えてください。"
    )
    examples: ClassVar[tuple[tuple[str, str], ...]] = (
        ("keys 財政課.reform", "鍵の番号を表示する"),
        ("keys 全体.reform --json", "公開鍵も JSON で出力する"),
    )

    store: Path = Path()
    json: bool = False

    @classmethod
    def declare(cls, parser: Parser) -> None:
        """Add the arguments."""
        add_store(parser)
        add_json(parser)

    def run(self) -> int:
        """List the keys."""
        with reading(self.store) as desk:
            found = _listed(desk)
        if self.json:
            print_json(found)
        else:
            say(*(f"{_STATES[one.state]}　{one_line(one.name)}　{one.fingerprint}" for one in found))
        return 0


class _Key(Struct, frozen=True):
    """One key for scripts: ``state`` is ``own``, ``accepted`` or ``revoked``."""

    state: str
    unit: str
    name: str
    fingerprint: str
    public_key: str


def _listed(desk: Desk) -> list[_Key]:
    # ruff: noqa: PLC0415 -- cryptography is loaded only when it is needed
    from reform_desktop.services.exchange.keys import fingerprint, known_keys, own_public_key, unit_name

    unit, own = desk.store.unit, own_public_key(desk)
    known = [_Key(one.state.value, one.unit, one.name, fingerprint(one.key), one.key) for one in known_keys(desk)]
    return [_Key("own", unit, unit_name(desk, unit), fingerprint(own), own), *known]
