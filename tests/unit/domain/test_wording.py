"""Hints about wording: what a coordinator would mark, and what must be left alone."""

from __future__ import annotations

import pytest

from reform_desktop.domain.wording import WORDING_CODES, WORDING_RULES, remarks_on


def codes_of(text: str) -> set[str]:
    return {remark.code.removeprefix("wording_") for remark in remarks_on(text, WORDING_CODES)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ｼｽﾃﾑを入れた。", "half_kana"),
        ("㈱と協定を結んだ。", "platform"),
        ("12㎏を減らした。", "platform"),
        ("第Ⅲ期に進む。", "platform"),
        ("２０件と30件に対応した。", "digits"),
        ("1２件に対応した。", "digits"),
        ("3回と４回に分けた。", "digits"),
        ("研修を行いました。参加者は10人である。", "style"),
        ("効果がないわけではない。", "negative"),
        ("窓口を、、一つにした。", "marks"),
        ("申請を120に増やす。", "unit"),
        ("登録を500まで拡大する。", "unit"),
        ("30％削減した。", "subject"),
        ("・前年度比10％削減", "subject"),
    ],
)
def test_what_a_coordinator_would_mark_is_found(text: str, code: str) -> None:
    assert codes_of(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "９月に２回、10月に12回の研修を行った。",
        "1-(1)-①の取組と合わせて進める。",
        "髙橋課長の﨑と𠮷の字を確かめる。",
        "郵送料を30％削減した。",
        "残業時間を前年度比で10％削減した。",
        "登録者を11,000人に増やす。",
        "令和7(2025)年度に2課で試行し、R8に広げる。",
        "3割を削減する案を作る。経費の3割を削減した。",
        "窓口を一つにする。市民の待ち時間が減った。体制の整備。",
        "研修を行いました。参加者の増加。",
        "No.1の窓口にする。",
        "効果は少なくない。",
        "対象を2025から2027に移す。",
    ],
)
def test_what_is_in_order_is_left_alone(text: str) -> None:
    assert codes_of(text) == set()


def test_every_rule_can_be_switched_off() -> None:
    text = "ｼｽﾃﾑを㈱に頼み、、２０件を30に増やす。研修を行いました。効果がないわけではない。\n10％削減した。"
    assert codes_of(text) == {rule.code.removeprefix("wording_") for rule in WORDING_RULES}
    for rule in WORDING_RULES:
        found = {remark.code for remark in remarks_on(text, WORDING_CODES - {rule.code})}
        assert found == WORDING_CODES - {rule.code}


def test_the_sentence_says_what_to_write_instead() -> None:
    sentences = [remark.sentence for remark in remarks_on("ｱﾝｹｰﾄ、12㎞", WORDING_CODES)]
    assert "「アンケート」" in sentences[0]
    assert "「キロメートル」" in sentences[1]
