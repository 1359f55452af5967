"""Reading one measure for its sheet: all its parts, who may change them, and which fields disagree."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.services.desk import Desk
from reform_desktop.store import disputes, dossiers
from reform_desktop.store.ownership import owners_of_row


class MeasureView(Struct, frozen=True):
    """A measure as its sheet shows it.

    ``owners`` are the departments that ever owned it, and with it its parts; ``disputed`` the fields by row whose
    values in two copies disagree.
    """

    dossier: MeasureDossier
    owners: frozenset[str]
    disputed: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.dossier.measure.id

    def is_disputed(self, row: str, name: str) -> bool:
        """Whether a field of one of the measure's rows has values that disagree."""
        return name in self.disputed.get(row, ())


def read_measure(desk: Desk, measure_id: str) -> MeasureView | None:
    """Return one measure with what its sheet needs, or ``None`` when it is gone."""
    with desk.store.reading() as connection:
        dossier = dossiers.measure_dossier(connection, measure_id)
        if dossier is None:
            return None
        owners = owners_of_row(connection, measure_id)
        disputed: dict[str, frozenset[str]] = {}
        if disputes.count_conflicts(connection):
            found = {row: disputes.disputed_fields(connection, row) for row in _rows_of(dossier)}
            disputed = {row: names for row, names in found.items() if names}
    return MeasureView(dossier, owners, disputed)


def _rows_of(dossier: MeasureDossier) -> Iterator[str]:
    yield dossier.measure.id
    for one in dossier.indicators:
        yield one.indicator.id
        yield from (value.id for value in one.values.values())
    for part in (*dossier.years.values(), *dossier.evidence, *dossier.opinions):
        yield part.id
