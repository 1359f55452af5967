"""Other people's programs agree: bagit, ssh-keygen, unzip, sha256sum, jsonschema."""

from __future__ import annotations

import subprocess
from pathlib import Path

import bagit
import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from reform_desktop import generate_schema
from reform_desktop.bundle.sshsig import BUNDLE_NAMESPACE, PACK_NAMESPACE, SignatureError, digest_of, verify_digest
from unit.bundle.forged_zips import Files
from unit.bundle.made_bundles import FINANCE, FINANCE_KEY


@pytest.fixture
def unpacked(tmp_path: Path, bundle: Path, folder: str) -> Path:
    """The bag in a folder, as unzip unpacks it."""
    subprocess.run(["unzip", "-q", str(bundle), "-d", str(tmp_path / "unpacked")], check=True)
    return tmp_path / "unpacked" / folder


def ssh_keygen_verifies(folder: Path, message: Path, signature: Path, namespace: str = BUNDLE_NAMESPACE) -> bool:
    signers = folder / "signers"
    signers.write_text(f"{FINANCE} {FINANCE_KEY.public}\n", encoding="ascii")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", FINANCE, "-n", namespace, "-s", str(signature)]
    return subprocess.run(command, input=message.read_bytes(), capture_output=True, check=False).returncode == 0


def test_unzip_finds_nothing_wrong(bundle: Path) -> None:
    done = subprocess.run(["unzip", "-t", str(bundle)], capture_output=True, encoding="utf-8", check=True)
    assert "No errors detected" in done.stdout


def test_sha256sum_confirms_every_file(unpacked: Path) -> None:
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(["sha256sum", "-c", "--strict", name], cwd=unpacked, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_bagit_library_validates_the_bag_and_not_an_altered_one(unpacked: Path) -> None:
    bag = bagit.Bag(str(unpacked))
    bag.validate()
    assert bag.info["Source-Organization"] == "財政課"
    (unpacked / "data" / "snapshot" / "index.html").write_bytes(b"altered")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(unpacked)).validate()


def test_ssh_keygen_accepts_our_signature_and_no_other_text(tmp_path: Path, unpacked: Path) -> None:
    message, signature = unpacked / "tagmanifest-sha256.txt", unpacked / "signature.txt"
    assert ssh_keygen_verifies(tmp_path, message, signature)
    assert not ssh_keygen_verifies(tmp_path, message, signature, PACK_NAMESPACE)
    message.write_bytes(message.read_bytes() + b"\n")
    assert not ssh_keygen_verifies(tmp_path, message, signature)


def test_we_accept_what_ssh_keygen_signs(tmp_path: Path) -> None:
    key, message = tmp_path / "key", tmp_path / "message"
    message.write_bytes(b"tag manifest")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", BUNDLE_NAMESPACE, str(message)]
    subprocess.run(sign, check=True, capture_output=True)
    armoured = (tmp_path / "message.sig").read_text(encoding="ascii")
    public = (tmp_path / "key.pub").read_text(encoding="ascii").strip()
    assert verify_digest(armoured, BUNDLE_NAMESPACE, digest_of(b"tag manifest")) == public
    with pytest.raises(SignatureError):
        verify_digest(armoured, BUNDLE_NAMESPACE, digest_of(b"tag manifesto"))


def test_jsonschema_accepts_our_documents_and_nothing_more(files: Files) -> None:
    header = msgspec.json.decode(files["data/header.json"])
    pack = msgspec.json.decode(files[next(path for path in files if path.startswith("data/packs/"))])
    header_schema = validator(generate_schema.bundle_header_schema())
    pack_schema = validator(generate_schema.bundle_pack_schema())
    header_schema.validate(header)
    pack_schema.validate(pack)
    for schema, document in ((header_schema, header), (pack_schema, pack), (pack_schema, {**pack, "pack": {}})):
        with pytest.raises(ValidationError):
            schema.validate({**document, "unknown": 1})
    for wrong in ({**header, "plan_id": "x"}, {**header, "volume": {"number": 1}}, {**header, "plan_id": None}):
        with pytest.raises(ValidationError):
            header_schema.validate(wrong)


def test_jsonschema_leaves_room_for_the_fields_of_newer_programs(files: Files) -> None:
    pack = msgspec.json.decode(files[next(path for path in files if path.startswith("data/packs/"))])
    pack["pack"]["changes"][0]["set"]["of_a_newer_program"] = {"a": [1]}
    pack["pack"]["changes"][0]["of_a_newer_program"] = True
    validator(generate_schema.bundle_pack_schema()).validate(pack)


def validator(text: str) -> Draft202012Validator:
    content = msgspec.json.decode(text)
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)
