"""Evidence comes from others: a click shows it, and never runs it."""

from __future__ import annotations

import pytest

from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.ui.pages.measures.sheet.evidence.opening import address_url, is_program


@pytest.mark.parametrize(
    "name", ["a.exe", "議事録.pdf.LNK", "a.exe. ", "写真.Pif", "a.settingcontent-ms", "a.iso", "a.xll"]
)
def test_what_would_run_is_known_by_its_name(name: str) -> None:
    assert is_program(name)


@pytest.mark.parametrize("name", ["髙﨑𠮷.pdf", "a.xlsx", "写真.jpg", "README", "exe", "a.exe.txt", ".pdf"])
def test_what_is_shown_is_not_taken_for_a_program(name: str) -> None:
    assert not is_program(name)


@pytest.mark.parametrize(
    "address", [r"\\server\share\更新.exe", "//server/share/a.lnk", r"C:\tools\a.bat", "/opt/a.sh"]
)
def test_an_address_of_a_program_is_not_followed(address: str) -> None:
    with pytest.raises(NotAllowedError, match="実行できる形式"):
        address_url(address)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "ms-msdt:/id", "mailto:a@b", "メモ", ""]
)
def test_only_pages_and_shared_folders_are_addresses(address: str) -> None:
    assert address_url(address) is None


@pytest.mark.parametrize("address", ["https://example.invalid/計画", "http://a/b.exe", "//server/share/資料 #1.pdf"])
def test_pages_and_shared_files_are_opened(address: str) -> None:
    url = address_url(address)
    assert url is not None
    assert url.scheme() in ("http", "https", "file")
