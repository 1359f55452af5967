"""Terms found in texts in any width and case, and the manual's page of them."""

from __future__ import annotations

import pytest

from reform_desktop.resources import resource_path
from reform_desktop.services.glossary import PAGE, glossary_page, shipped_glossary


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("自治体ＤＸの推進とdx人材", ["DX"]),
        ("ADXとICTs", []),
        ("ＡＩ－ＯＣＲで読み取る", ["AI-OCR"]),
        ("AIを使う", ["AI"]),
        ("指定管理者を選ぶ", ["指定管理者制度"]),
        ("PPP/PFIの導入、ＲＰＡ、RPA", ["PFI", "RPA"]),
        ("オープンデータベース", []),
        ("𠮷野のMaaS", ["MaaS"]),
        ("", []),
    ],
)
def test_terms_are_found_as_typed(text: str, terms: list[str]) -> None:
    assert [one.term for one in shipped_glossary().terms_in(text)] == terms


def test_a_place_within_a_term_gives_its_explanation() -> None:
    text = "庁内のDXを進める"
    found = shipped_glossary().at(text, text.index("DX") + 1)
    assert found is not None
    assert "デジタル" in found.text
    assert shipped_glossary().at(text, len(text)) is None


def test_the_outlines_terms_are_all_explained_shortly() -> None:
    names = {one.term for one in shipped_glossary().terms}
    assert {"DX", "ICT", "PDCA", "行政区", "指定管理者制度", "ゼロトラスト", "RPA", "MaaS", "EBPM", "BCP"} <= names
    assert len(names) >= 26
    assert all(20 <= len(one.text) <= 120 and one.text.endswith("。") for one in shipped_glossary().terms)


def test_the_manuals_page_is_made_of_the_same_words() -> None:
    assert resource_path(PAGE).read_text("utf-8") == glossary_page()
