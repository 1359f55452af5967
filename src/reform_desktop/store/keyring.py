"""The keys of other units, as this file knows them: accepted after their fingerprint was compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from reform_desktop.store.schema import known_key


class KeyState(Enum):
    """Whether a key may speak for its unit."""

    ACCEPTED = "accepted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key (OpenSSH's form) and the unit that it speaks for."""

    key: str
    unit: str
    name: str
    state: KeyState
    at: str


def find_key(connection: Connection, key: str) -> KnownKey | None:
    """Return what is known of a key."""
    row = connection.execute(select(known_key).where(known_key.c.key == key)).first()
    return KnownKey(row.key, row.unit, row.name, KeyState(row.state), row.at) if row else None


def keys_of_unit(connection: Connection, unit: str) -> list[KnownKey]:
    """Return the keys that speak, or spoke, for a unit."""
    rows = connection.execute(select(known_key).where(known_key.c.unit == unit).order_by(known_key.c.at))
    return [KnownKey(row.key, row.unit, row.name, KeyState(row.state), row.at) for row in rows]


def all_keys(connection: Connection) -> list[KnownKey]:
    """Return every key that is known, the division's roster in its own file."""
    rows = connection.execute(select(known_key).order_by(known_key.c.unit, known_key.c.at))
    return [KnownKey(row.key, row.unit, row.name, KeyState(row.state), row.at) for row in rows]


def remember_key(connection: Connection, one: KnownKey) -> None:
    """Note a key, or what has become of it."""
    values = {"key": one.key, "unit": one.unit, "name": one.name, "state": one.state.value, "at": one.at}
    statement = insert(known_key).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=[known_key.c.key], set_=values))
