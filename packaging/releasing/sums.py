"""SHA256SUMS, signed in the same form as bundles: SSHSIG with an Ed25519 key, checked by ``ssh-keygen -Y verify``.

The namespace is ``reform-release``, so that no signature of a bundle passes for one of a release. The key is the
releasing person's own, an OpenSSH private key named by ``REFORM_RELEASE_KEY``; it never lies in the checkout. Without
one a developer's build is signed by a key made for that build alone, under a name that says so: a check for a release
(``-I reform-desktop``) refuses it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from reform_desktop.bundle import sshsig

NAMESPACE: Final = "reform-release"
SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
SIGNERS: Final = "allowed_signers"
IDENTITY: Final = "reform-desktop"
DEVELOPER: Final = "NOT-A-RELEASE-developer-build"
"""Who signs what was built without the release key."""
KEY: Final = "REFORM_RELEASE_KEY"

_BLOCK: Final = 1 << 20
_OURS: Final = frozenset({SUMS, SIGNATURE, SIGNERS})


class NoKeyError(Exception):
    """The key that is named cannot sign."""


def write_sums(folder: Path) -> Path:
    """Write the list of every file directly in ``folder``, sorted by name, as ``sha256sum -c`` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and _is_handed_out(path.name))
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in files]
    target = folder / SUMS
    target.write_bytes("".join(lines).encode())
    return target


def _is_handed_out(name: str) -> bool:
    """Whether a file belongs in the list: neither the list itself nor, hidden, what a build that broke off left."""
    return name not in _OURS and not name.startswith(".")


def sign(folder: Path, key: Ed25519PrivateKey, identity: str = IDENTITY) -> Path:
    """Sign the list, and say beside it who is allowed to have signed."""
    message = (folder / SUMS).read_bytes()
    target = folder / SIGNATURE
    target.write_bytes(sshsig.sign_digest(key, NAMESPACE, sshsig.digest_of(message)).encode())
    public = sshsig.public_key_text(key.public_key())
    signers = f'{identity} namespaces="{NAMESPACE}" {public}\n'
    (folder / SIGNERS).write_bytes(signers.encode())
    return target


def release_key() -> Ed25519PrivateKey | None:
    """Return the key that ``REFORM_RELEASE_KEY`` names, or ``None``; `NoKeyError` for a key of no use."""
    name = os.environ.get(KEY)
    if not name:
        return None
    try:
        key = load_ssh_private_key(Path(name).read_bytes(), password=None)
    except (OSError, TypeError, ValueError) as error:
        raise NoKeyError(f"{KEY}: {name} is no OpenSSH key without a password ({error})") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKeyError(f"{KEY}: {name} is no Ed25519 key")
    return key


def fingerprint(key: Ed25519PrivateKey) -> str:
    """Return the key's fingerprint as ``ssh-keygen -l`` prints it."""
    blob = base64.b64decode(sshsig.public_key_text(key.public_key()).split(" ")[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
