"""A bundle whose very bytes were taken in before: nothing in it need be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reform_desktop.bundle.keys import fingerprint
from reform_desktop.services.exchange.acquaintance import Acquaintance, EarlierImport
from reform_desktop.services.exchange.source import ArrivedFile, Progress, Signer
from reform_desktop.store.imports import Arrival


class KnownBundle:
    """Hands out by name what an earlier import of the same file brought. Made by `find`."""

    def __init__(self, path: Path, sha256: str, earlier: EarlierImport, signers: Sequence[Signer]) -> None:
        self.label = path.name
        self.sha256 = sha256
        self.sender_name = signers[0].name
        self.purpose = earlier.carrier.details.get("purpose", "")
        self.signers = tuple(signers)
        self.weight = 0
        self._earlier = earlier

    @classmethod
    def find(cls, path: Path, sha256: str, others: Acquaintance) -> KnownBundle | None:
        """Return the bundle when everything of it is here still and all its keys still speak; else it is read anew."""
        earlier = others.earlier_import(sha256) if sha256 else None
        if earlier is None:
            return None
        details = earlier.carrier.details
        if others.count_lacking(name for name in details.get("left_out_packs", "").split(",") if name):
            return None
        sender = (details.get("unit", ""), details.get("key", ""))
        signers = [
            Signer(unit, others.name_of(unit), key, fingerprint(key), others.trust(unit, key))
            for unit, key in dict.fromkeys([sender, *((one.unit, one.key) for one in earlier.packs)])
        ]
        return cls(path, sha256, earlier, signers) if all(one.trust.speaks for one in signers) else None

    def arrivals(self, progress: Progress | None) -> Iterator[Arrival]:
        """Yield its packs by name."""
        count = int(self._earlier.carrier.details.get("changes", "0"))
        for place, one in enumerate(self._earlier.packs):
            yield Arrival(pack=one, known=True, count=0 if place else count)
        if progress:
            progress(1, 1)

    def evidence(self) -> Iterator[ArrivedFile]:
        """Yield nothing: it is all here."""
        return iter(())

    def converted(self) -> Iterator[ArrivedFile]:
        """Yield nothing: such files are read anew."""
        return iter(())

    def details(self) -> dict[str, str]:
        """Return what was noted of it the first time."""
        return dict(self._earlier.carrier.details)

    def warnings(self) -> Iterator[str]:
        """Yield nothing: its keys speak, and nothing in it was rewritten on the way."""
        return iter(())
