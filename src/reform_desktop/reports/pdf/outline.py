"""Bookmarks as a tree (ISO 32000-1, 12.3.3): who stands under whom, from their levels in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class OutlineNode:
    """One bookmark's neighbours, by their positions; ``children`` counts those right below it."""

    parent: int | None = None
    before: int | None = None
    after: int | None = None
    first: int | None = None
    last: int | None = None
    children: int = 0


def outline_tree(levels: Sequence[int]) -> list[OutlineNode]:
    """Return a node for each level; one that has no bookmark of a lower level before it stands at the top."""
    nodes = [OutlineNode() for _ in levels]
    open_at: list[int] = []
    last_top: int | None = None
    for place, level in enumerate(levels):
        while open_at and levels[open_at[-1]] >= level:
            open_at.pop()
        node = nodes[place]
        if open_at:
            parent = nodes[open_at[-1]]
            node.parent, node.before = open_at[-1], parent.last
            parent.first = place if parent.first is None else parent.first
            parent.last = place
            parent.children += 1
        else:
            node.before, last_top = last_top, place
        if node.before is not None:
            nodes[node.before].after = place
        open_at.append(place)
    return nodes
