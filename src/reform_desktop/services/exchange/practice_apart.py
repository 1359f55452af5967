"""Practice and real work never mix: neither takes in what the other made."""

from __future__ import annotations

from reform_desktop.bundle.errors import BundleError
from reform_desktop.domain.practice import PRACTICE
from reform_desktop.services.exchange.acquaintance import Acquaintance


def refuse_mixing(name: str, here: Acquaintance, *, practice: bool, plan_name: str) -> None:
    """Raise `BundleError` when a file made for practice meets a real one, or the other way round.

    ``name`` is the file to be taken in, ``practice`` and ``plan_name`` what it holds.
    """
    if practice and not here.practises:
        raise BundleError(
            name,
            f"{PRACTICE}のファイルで作られたものです",
            "練習ではないときは、本番のファイルから作ったものを送ってもらってください。",
        )
    if here.practises and not practice:
        raise BundleError(
            name,
            f"今開いているのは{PRACTICE}のファイルで、これは本番の計画（{plan_name}）のものです",
            "本番のファイルを開いてから取り込んでください。",
        )
