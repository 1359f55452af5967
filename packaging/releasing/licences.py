"""The folder ``licences/`` that lies beside the program: every component, and its licences word for word."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from releasing import facts
from releasing.components import Component

_INDEX: Final = "README.txt"
_HEAD: Final = """{title} {version} に入っているもの

{title}（Copyright (c) 2026 {vendor}）は MIT ライセンスです（LICENSE.txt）。
下の部品は、それぞれの作者のものです。ライセンスの全文は、部品ごとのフォルダーにあります。

Qt と Qt for Python について
  このプログラムは Qt {qt} と Qt for Python を、GNU LGPL 第3版（LGPL-3.0）の条件で使っています。
  どちらも手を加えていません。プログラムとは別の共有ライブラリ（{libraries}）
  として入れてあるので、同じ版の互換のものに置き換えられます。置き換えや、そのためのリバースエンジニアリングを
  妨げる仕組みはありません。ソースコードは Qt Project（https://download.qt.io/）と
  PyPI の PySide6 の配布物（{qt}）で公開されています。
"""
_LIBRARIES: Final = {
    "linux": "PySide6/Qt/lib の libQt6*.so.6",
    "win32": "PySide6 フォルダーの Qt6*.dll",
}


def write_licences(folder: Path, components: Sequence[Component], platform: str) -> Path:
    """Make the folder anew and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "LICENSE.txt").write_bytes((facts.ROOT / "LICENSE").read_bytes())
    for component in components:
        for name, text in component.texts:
            place = folder / slug(component) / (name if "." in name else f"{name}.txt")
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(text)
    (folder / _INDEX).write_bytes(report(components, platform).replace("\n", "\r\n").encode("utf-8-sig"))
    return folder


def report(components: Sequence[Component], platform: str) -> str:
    """Return the list in Japanese; parts that a component carries stand below it."""
    qt = next(one for one in components if one.name == "Qt")
    head = _HEAD.format(
        title=facts.TITLE,
        version=facts.version(),
        vendor=facts.VENDOR,
        qt=qt.version,
        libraries=_LIBRARIES[platform],
    )
    lines = [head]
    for component in (one for one in components if not one.inside):
        use = f"（{component.use}）" if component.use else ""
        lines.append(f"■ {component.name} {component.version}{use}  {component.licence}")
        if component.texts:
            lines.append(f"    {slug(component)}/")
        carried = [one for one in components if one.inside == component.name]
        lines += [f"    - {one.name} {one.version}  {one.licence}" for one in carried]
    return "\n".join(lines) + "\n"


def slug(component: Component) -> str:
    """Return the name of a component's folder: plain ASCII."""
    plain = re.sub(r"（.*", "", component.name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.+]+", "-", plain.lower()).strip("-")
