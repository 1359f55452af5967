"""The glossary shipped with the program, and its page of the manual: ``python -m reform_desktop.services.glossary``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from reform_desktop.domain.glossary import Glossary, Term
from reform_desktop.resources import resource_path

PAGE: Final = "help/glossary.md"
_HEAD: Final = """# 用語の説明

計画によく出てくる言葉の、短い説明です。入力の欄では、言葉にマウスを重ねるか Ctrl+F1 を押すと、同じ説明を表示します。

"""
_FOOT: Final = "\n[取組](measures.md)　[目次へ](index.md)\n"


@cache
def shipped_glossary() -> Glossary:
    """Return the terms shipped with the program, read once."""
    return Glossary(msgspec.json.decode(resource_path("glossary/terms.json").read_bytes(), type=list[Term]))


def glossary_page() -> str:
    """Return the page of the manual that lists all terms."""
    return _HEAD + "\n".join(_entry(one) for one in shipped_glossary().terms) + _FOOT


def _entry(one: Term) -> str:
    others = f"（{'、'.join(one.aliases)}）" if one.aliases else ""
    return f"## {one.term}\n\n{others}{one.text}\n"


if __name__ == "__main__":
    Path(resource_path(PAGE)).write_text(glossary_page(), encoding="utf-8")
