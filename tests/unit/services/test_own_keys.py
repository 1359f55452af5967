"""This PC's own key: known again without its passphrase, and never mistaken for one that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.bundle.keys import PassphraseError
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import InputError
from reform_desktop.services.exchange import keys
from unit.services.offices import Office


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "鍵"))
    return tmp_path / "鍵"


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Iterator[Office]:
    assert not folder.exists()
    office = Office.new(tmp_path, DIVISION)
    yield office
    office.close()


def test_a_guarded_key_is_known_again_without_its_passphrase(office: Office) -> None:
    made = keys.own_key(office.desk, "ひみつ")
    assert keys.own_public_key(office.desk) == made.public
    with pytest.raises(PassphraseError, match="必要"):
        keys.own_key(office.desk)


@pytest.mark.parametrize("content", [b"", b"ssh-ed25519 x", b"\xff", None])
def test_a_note_that_is_spoilt_or_gone_is_made_anew(office: Office, folder: Path, content: bytes | None) -> None:
    made = keys.own_key(office.desk)
    (note,) = folder.glob("*.pub")
    if content is None:
        note.unlink()
    else:
        note.write_bytes(content)
    assert keys.own_public_key(office.desk) == made.public
    assert note.read_text(encoding="ascii") == made.public


def test_a_key_that_was_moved_away_is_replaced_and_no_longer_told(office: Office, folder: Path) -> None:
    made = keys.own_key(office.desk)
    (private,) = folder.glob("*.key")
    private.unlink()
    assert keys.own_public_key(office.desk) != made.public
    assert keys.own_public_key(office.desk) == keys.own_key(office.desk).public


def test_a_passphrase_for_a_key_without_one_is_told_so(office: Office) -> None:
    keys.own_key(office.desk)
    with pytest.raises(PassphraseError, match="付いていません"):
        keys.own_key(office.desk, "余分")


def test_a_passphrase_is_set_changed_and_taken_away_and_the_key_stays(office: Office, folder: Path) -> None:
    made = keys.own_key(office.desk)
    assert not keys.own_key_has_passphrase(office.desk)
    keys.change_own_passphrase(office.desk, "", "最初の合言葉です")
    assert keys.own_key_has_passphrase(office.desk)
    keys.change_own_passphrase(office.desk, "最初の合言葉です", "次の合言葉にします")
    assert keys.own_key(office.desk, "次の合言葉にします").public == made.public
    keys.change_own_passphrase(office.desk, "次の合言葉にします", "")
    assert keys.own_key(office.desk).public == made.public
    assert len(list(folder.glob("*.key"))) == 1


def test_a_new_key_is_guarded_from_the_beginning(office: Office) -> None:
    assert not keys.own_key_has_passphrase(office.desk)
    keys.change_own_passphrase(office.desk, "", "最初の合言葉です")
    assert keys.own_key_has_passphrase(office.desk)


@pytest.mark.parametrize(
    ("old", "new", "reason"), [("", "次の合言葉にします", "今の合言葉"), ("違う", "", "合言葉が違う")]
)
def test_without_the_old_passphrase_nothing_is_changed(
    office: Office, folder: Path, old: str, new: str, reason: str
) -> None:
    keys.change_own_passphrase(office.desk, "", "最初の合言葉です")
    (file,) = folder.glob("*.key")
    before = file.read_bytes()
    with pytest.raises(PassphraseError, match=reason):
        keys.change_own_passphrase(office.desk, old, new)
    with pytest.raises(InputError, match="短すぎます"):
        keys.change_own_passphrase(office.desk, "最初の合言葉です", "短い")
    assert file.read_bytes() == before
