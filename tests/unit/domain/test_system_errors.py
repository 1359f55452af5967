"""What the operating system says in English is said in the user's language."""

from __future__ import annotations

import errno
import os

import pytest

from reform_desktop.domain.system_errors import reason_of


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EISDIR, "ファイルではなくフォルダーです"),
        (errno.ENOENT, "見つかりません"),
        (errno.ENOSPC, "ディスクの空きが足りません"),
    ],
)
def test_a_known_reason_is_said_in_japanese(number: int, words: str) -> None:
    assert reason_of(OSError(number, os.strerror(number))) == words


def test_an_unusual_reason_is_said_in_the_systems_words() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert reason_of(OSError()) == "OSError"
