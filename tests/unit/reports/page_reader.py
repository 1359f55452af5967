"""Reads a web page as a screen reader would: headings, links, pictures and the headings of tables."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "col", "br", "rect", "path"})


class PageReader(HTMLParser):
    """Checks that elements are closed in order, and collects what the tests ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.heading_levels: list[int] = []
        self.unlabelled_pictures = 0
        self.empty_headings = 0
        self.open: list[str] = []
        self._words_in_heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a":
            self.addresses.append(named.get("href") or "")
        if "id" in named:
            assert named["id"] not in self.ids or tag == "pattern"
            self.ids.add(named["id"] or "")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.heading_levels.append(int(tag[1]))
        if tag == "svg" and not named.get("aria-label"):
            self.unlabelled_pictures += 1
        if tag == "th":
            self._words_in_heading = ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag
        if tag == "th" and not self._words_in_heading.strip():
            self.empty_headings += 1

    def handle_data(self, data: str) -> None:
        self._words_in_heading += data


def read_page(page: str) -> PageReader:
    """Read a whole page; fails when an element is not closed."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader
