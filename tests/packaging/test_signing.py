"""SHA256SUMS: written, signed and checked with the tools that an IT department has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import build
from releasing import facts, sums


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "b.zip").write_bytes(b"b")
    (tmp_path / "a.tar.gz").write_bytes(b"a")
    sums.write_sums(tmp_path)
    sums.sign(tmp_path, Ed25519PrivateKey.generate())
    return tmp_path


def verify(release: Path, identity: str = sums.IDENTITY) -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", "verify", "-f", sums.SIGNERS, "-I", identity, "-n", sums.NAMESPACE]
    message = (release / sums.SUMS).read_bytes()
    return subprocess.run(
        [*command, "-s", sums.SIGNATURE], cwd=release, input=message, capture_output=True, check=False
    )


def test_openssh_accepts_the_signature(release: Path) -> None:
    done = verify(release)
    assert done.returncode == 0, done.stderr


def test_openssh_refuses_an_altered_list(release: Path) -> None:
    (release / sums.SUMS).write_bytes((release / sums.SUMS).read_bytes().replace(b"a.tar", b"c.tar"))
    assert verify(release).returncode != 0


def test_a_signature_of_a_release_is_none_of_a_bundle(release: Path) -> None:
    from reform_desktop.bundle import sshsig  # noqa: PLC0415 -- the other side

    digest = sshsig.digest_of((release / sums.SUMS).read_bytes())
    armoured = (release / sums.SIGNATURE).read_text("ascii")
    assert sshsig.verify_digest(armoured, sums.NAMESPACE, digest)
    with pytest.raises(sshsig.SignatureError):
        sshsig.verify_digest(armoured, sshsig.BUNDLE_NAMESPACE, digest)


def test_sha256sum_reads_the_list_and_finds_an_altered_file(release: Path) -> None:
    check = ["sha256sum", "--check", "--strict", sums.SUMS]
    assert subprocess.run(check, cwd=release, capture_output=True, check=False).returncode == 0
    (release / "b.zip").write_bytes(b"c")
    assert subprocess.run(check, cwd=release, capture_output=True, check=False).returncode == 1
    assert (release / sums.SUMS).read_text("ascii").splitlines()[0].endswith("  a.tar.gz")


def test_the_key_is_one_that_openssh_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "release"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    monkeypatch.setenv(sums.KEY, str(key))
    told = subprocess.run(["ssh-keygen", "-l", "-f", str(key)], capture_output=True, text=True, check=True).stdout
    found = sums.release_key()
    assert found is not None
    assert sums.fingerprint(found) == told.split(" ")[1]


def test_a_key_of_no_use_is_told_and_is_no_developers_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "rsa"
    rsa = generate_private_key(public_exponent=65537, key_size=2048)
    other.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    monkeypatch.setenv(sums.KEY, str(other))
    with pytest.raises(sums.NoKeyError, match="Ed25519"):
        sums.release_key()
    monkeypatch.setenv(sums.KEY, str(tmp_path / "none"))
    with pytest.raises(sums.NoKeyError, match="no OpenSSH key"):
        sums.release_key()


def test_a_build_without_the_release_key_passes_for_no_release(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "DIST", release)
    monkeypatch.delenv(sums.KEY, raising=False)
    build.build_sums()
    refused = verify(release)
    assert refused.returncode != 0, "the command of the manual takes a release only"
    signers = (release / sums.SIGNERS).read_text("ascii")
    assert signers.startswith(f"{sums.DEVELOPER} ")
    assert verify(release, sums.DEVELOPER).returncode == 0
    first = signers
    build.build_sums()
    assert (release / sums.SIGNERS).read_text("ascii") != first, "the key is one build's alone"


def test_with_the_release_key_the_commands_of_the_manual_pass(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = release.parent / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    monkeypatch.setattr(facts, "DIST", release)
    monkeypatch.setenv(sums.KEY, str(key))
    build.build_sums()
    assert verify(release).returncode == 0
