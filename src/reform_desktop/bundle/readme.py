"""``readme.txt`` of a bundle: for somebody who opens the zip without the program."""

from __future__ import annotations

from typing import Final

from reform_desktop.bundle.header import Header
from reform_desktop.bundle.keys import fingerprint

PURPOSES: Final = {"request": "照会", "submission": "提出", "return": "返送"}
"""What people call the purposes."""

_VERIFY: Final = "ssh-keygen -Y verify -f signers.txt -I {} -n reform-bundle -s signature.txt < tagmanifest-sha256.txt"


def readme(header: Header) -> bytes:
    """Return the text, in UTF-8 with Windows line ends and a mark by which any editor knows it."""
    lines = [
        f"「{header.plan_name}」の{PURPOSES[header.purpose]}ファイルです。",
        "",
        f"送り元：{header.sender.name}",
        *([f"宛先：{header.recipient.name}"] if header.recipient else []),
        f"作成：{header.created_at}",
        *([f"期限：{header.deadline}"] if header.deadline else []),
        *([f"分割：{header.volume.of}個のうち{header.volume.number}個目"] if header.volume.of > 1 else []),
        *(["", "伝言：", *header.message.splitlines()] if header.message else []),
        "",
        "このファイル（zip）は、展開せずにそのまま行革デスクの「提出・取りまとめ」に取り込んでください。",
        "行革デスクがなくても、次のものは、展開すればどのパソコンでも読めます。",
        "",
        "  data/snapshot/index.html   内容の一覧（ブラウザーで開きます）",
        "  data/snapshot/*.csv        同じ内容の表（表計算ソフトで開きます）",
        "  data/evidence/             添付された証拠資料",
        "  data/schema/               ファイルの形式の説明（JSON Schema）",
        "",
        "中身が書き換えられていないことは、次のようにして確かめられます。",
        "",
        "  すべてのファイル： sha256sum -c manifest-sha256.txt",
        f"  署名： 次の1行を signers.txt に保存して実行します。 {header.sender.unit} {header.sender.key}",
        f"         {_VERIFY.format(header.sender.unit)}",
        f"  鍵の指紋： {fingerprint(header.sender.key)}",
    ]
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()
