"""Very many measures at hand without standing in memory: packed one by one, unpacked when somebody looks.

A plan of 10,000 measures takes 150 MB as records and 30 MB so; unpacking one costs about 0.05 ms, a hundredth of
printing it. Unlike reading the file anew while a book is printed, what is printed is the state of one moment, and
nobody is kept from saving meanwhile. A shelf never changes, so threads may share it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, overload

import msgspec

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.records import Department, Item, Policy

MOST_IN_MEMORY: Final = 1000
"""Up to so many measures a plan keeps at hand as records (16 MB); a longer one keeps them packed."""

_LEVEL: Final = 1
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(MeasureDossier)

_Packed = tuple[bytes, Policy | None, Item | None, Department | None, tuple[Department, ...]]
"""What is the measure's own, packed, and the records that it shares with others, as they are."""


class DossierShelf(Sequence[MeasureDossier]):
    """Measures in an order that does not change, each unpacked anew when it is asked for."""

    def __init__(self, packed: Sequence[_Packed]) -> None:
        self._packed = packed

    @classmethod
    def of(cls, dossiers: Iterable[MeasureDossier]) -> DossierShelf:
        """Pack measures as they come; they may be made while they are packed."""
        return cls([_pack(one) for one in dossiers])

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[MeasureDossier]:
        return map(_unpack, self._packed)

    @overload
    def __getitem__(self, place: int) -> MeasureDossier: ...
    @overload
    def __getitem__(self, place: slice) -> DossierShelf: ...
    def __getitem__(self, place: int | slice) -> MeasureDossier | DossierShelf:
        if isinstance(place, slice):
            return DossierShelf(self._packed[place])
        return _unpack(self._packed[place])

    def at(self, places: Iterable[int]) -> DossierShelf:
        """Return the measures at those places; they stay packed."""
        return DossierShelf([self._packed[place] for place in places])


def measures_at_hand(dossiers: Iterable[MeasureDossier], count: int) -> Sequence[MeasureDossier]:
    """Return ``count`` measures as a plan keeps them: as records, or packed when they are very many."""
    return DossierShelf.of(dossiers) if count > MOST_IN_MEMORY else tuple(dossiers)


def measures_at(measures: Sequence[MeasureDossier], places: Iterable[int]) -> Sequence[MeasureDossier]:
    """Return the measures at those places, kept as the others are."""
    return measures.at(places) if isinstance(measures, DossierShelf) else tuple(measures[place] for place in places)


def measures_where(
    measures: Sequence[MeasureDossier], wanted: Callable[[MeasureDossier], bool]
) -> Sequence[MeasureDossier]:
    """Return the measures that are wanted, kept as the others are."""
    return measures_at(measures, [place for place, one in enumerate(measures) if wanted(one)])


def _pack(dossier: MeasureDossier) -> _Packed:
    own = msgspec.structs.replace(dossier, policy=None, item=None, lead_department=None, related_departments=())
    packed = zlib.compress(_encoder.encode(own), _LEVEL)
    return packed, dossier.policy, dossier.item, dossier.lead_department, dossier.related_departments


def _unpack(packed: _Packed) -> MeasureDossier:
    own = _decoder.decode(zlib.decompress(packed[0]))
    return MeasureDossier(own.measure, *packed[1:], own.indicators, own.years, own.evidence, own.opinions)
