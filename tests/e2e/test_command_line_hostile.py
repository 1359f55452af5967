"""What is wrong with a bundle is said in one sentence that names the file, and the store stays as it was."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from e2e.scripts import Person

VECTORS = Path(__file__).parents[1] / "vectors"


class Vector(Struct):
    """A published bundle and what any reader has to make of it."""

    file: str
    verdict: str

    @property
    def path(self) -> Path:
        return VECTORS / self.file


@dataclass(frozen=True)
class Sent:
    """A division's file, and a request of it."""

    person: Person
    store: Path
    request: Path


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("hostile")
    person, store = Person(folder / "鍵"), folder / "全体.reform"
    person.succeed("new", store, "--outline", "annaka-4", "--division")
    request = folder / "照会.zip"
    person.succeed("bundle", "export", store, "-o", request)
    return Sent(person, store, request)


def vectors(*, refused: bool) -> list[Vector]:
    found = msgspec.json.decode((VECTORS / "index.json").read_bytes(), type=list[Vector])
    return [one for one in found if (one.verdict == "refuse") == refused]


def test_every_published_attack_is_refused_by_name_and_changes_nothing(sent: Sent) -> None:
    attacks = vectors(refused=True)
    before = sent.person.succeed("dump", sent.store).out
    paths = [one.path for one in attacks]
    complaint = sent.person.fail("bundle", "import", sent.store, *paths, "--accept-key")
    assert [name.path.name for name in attacks if f"「{name.path.name}」は取り込めません：" not in complaint] == []
    assert complaint.count("何も取り込んでいません") == len(attacks)
    assert sent.person.succeed("dump", sent.store).out == before
    assert sent.person.succeed("imports", sent.store).lines == ["取り込んだものはありません。"]
    assert not list(sent.store.parent.glob("*-backups")), "nothing was taken in, so nothing is backed up"


@pytest.mark.parametrize("name", ["altered-pack.zip", "newer-reader.zip", "encrypted.zip", "twice.zip"])
def test_an_attack_is_refused_when_inspected_too(name: str) -> None:
    assert f"「{name}」" in Person().fail("bundle", "inspect", VECTORS / name, "--json")


def test_a_newer_bundle_says_that_the_program_must_be_updated(sent: Sent) -> None:
    newer = VECTORS / "newer-reader.zip"
    assert "新しい版" in sent.person.fail("bundle", "import", sent.store, newer, "--dry-run")


def test_a_bundle_of_another_plan_is_refused_with_the_plans_name(sent: Sent) -> None:
    before = sent.person.succeed("dump", sent.store).out
    for one in vectors(refused=False):
        complaint = sent.person.fail("bundle", "import", sent.store, one.path, "--accept-key")
        assert f"「{one.file}」は取り込めません：別の計画（" in complaint
    assert sent.person.succeed("dump", sent.store).out == before


def test_a_copy_of_another_plan_is_refused(sent: Sent, tmp_path: Path) -> None:
    other = tmp_path / "第3次.reform"
    sent.person.succeed("new", other, "--outline", "annaka-3")
    assert "「第3次.reform」は取り込めません：別の計画" in sent.person.fail("bundle", "import", sent.store, other)


def test_what_is_no_bundle_at_all_is_refused(sent: Sent, tmp_path: Path) -> None:
    strangers = {
        "空.zip": b"",
        "文.zip": b"text\n" * 1000,
        "表.xlsx": b"PK\x03\x04" + os.urandom(500),
        "途中.zip": sent.request.read_bytes()[:-100],
        "改行\nの名前.zip": b"PK",
        "別物.reform": b"SQLite format 3\0" + bytes(2000),
        "空.reform": b"",
    }
    before = sent.person.succeed("dump", sent.store).out
    for name, content in strangers.items():
        path = tmp_path / name
        path.write_bytes(content)
        complaint = sent.person.fail("bundle", "import", sent.store, path)
        assert " ".join(name.split()) in complaint
        assert path.read_bytes() == content
        sent.person.fail("bundle", "inspect", path)
    assert f"「{tmp_path.name}」" in sent.person.fail("bundle", "import", sent.store, tmp_path)
    assert sent.person.succeed("dump", sent.store).out == before


def test_a_damaged_request_makes_no_file(sent: Sent, tmp_path: Path) -> None:
    folder = tmp_path / "新"
    folder.mkdir()
    damaged = tmp_path / "壊れた照会.zip"
    content = bytearray(sent.request.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    for bundle in (damaged, VECTORS / "path-out.zip", VECTORS / "plain.zip"):
        assert f"「{bundle.name}」" in sent.person.fail("new", folder / "課", "--from-bundle", bundle)
        assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_store_that_may_only_be_read_is_left_alone(sent: Sent, tmp_path: Path) -> None:
    store = Path(shutil.copy(sent.store, tmp_path / "読むだけ.reform"))
    store.chmod(0o400)
    assert "書き込み" in sent.person.fail("bundle", "import", store, sent.request)
    assert "書き込み" in sent.person.fail("bundle", "export", store, "-o", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
