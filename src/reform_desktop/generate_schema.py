"""Writes ``schema/``: the JSON Schema of dumped records, of changes and of a bundle's files, and the DDL of the store.

Run as ``python -m reform_desktop.generate_schema`` in a checkout; ``--check`` writes nothing and ends with
status 1 when a file is not current. The files follow from the field catalogue and the tables alone, so that
two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

import msgspec

from reform_desktop.bundle.header import Header, PublicKey, Unit
from reform_desktop.bundle.pack import MOST_CHANGES
from reform_desktop.changes.change import Change
from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.domain.grades import CountsAs, Grade
from reform_desktop.domain.values import JsonValue
from reform_desktop.resources import schema_path
from reform_desktop.store import schema, sqlite_dialect
from reform_desktop.store.migrations import CURRENT

JsonObject = dict[str, JsonValue]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ROW_ID: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
CHANGE_ID: Final = "^[0-9a-f]{64}$"
_REFERENCE: Final = "#/$defs/{name}"
_TITLES: Final = MappingProxyType({Grade.__name__: "達成状況の区分", CountsAs.__name__: "一部以上達成か未達成か"})


def records_schema() -> str:
    """Return the schema of one line of ``dump``: ``{"kind", "id", "fields"}``, open for unknown fields."""
    _references, components = msgspec.json.schema_components(
        [kind.record_type for kind in KINDS.values()], ref_template=_REFERENCE
    )
    definitions = cast("dict[str, JsonObject]", components)
    for kind in KINDS.values():
        _describe_kind(definitions[kind.record_type.__name__], kind)
    for name, title in _TITLES.items():
        definitions[name]["title"] = title
    for definition in definitions.values():
        _clean_description(definition)
    root: JsonObject = {
        "$schema": DIALECT,
        "$id": "urn:reform-desktop:records:1",
        "title": "行革デスクの記録（dump の1行）",
        "type": "object",
        "oneOf": [_line_of(kind) for kind in KINDS.values()],
        "$defs": cast("JsonObject", definitions),
    }
    return _as_text(root)


def change_schema() -> str:
    """Return the schema of one change, the unit of the log and of packs."""
    return _as_text({"$schema": DIALECT, "$id": "urn:reform-desktop:change:1", **_change_definition()})


def bundle_header_schema() -> str:
    """Return the schema of a bundle's ``data/header.json``, closed for unknown keys."""
    (reference,), components = msgspec.json.schema_components([Header], ref_template=_REFERENCE)
    definitions = cast("dict[str, JsonObject]", components)
    for definition in definitions.values():
        _clean_description(definition)
    root = {"$schema": DIALECT, "$id": "urn:reform-desktop:bundle-header:1", "title": "提出ファイルの見出し"}
    return _as_text({**root, **cast("JsonObject", reference), "$defs": cast("JsonObject", definitions)})


def bundle_pack_schema() -> str:
    """Return the schema of a bundle's ``data/packs/*.json``: a closed envelope around changes open for new fields."""
    change: JsonObject = {"$ref": _REFERENCE.format(name=Change.__name__)}
    pack = _closed(
        {
            "changes": {"type": "array", "minItems": 1, "maxItems": MOST_CHANGES, "items": change},
            "key": cast("JsonObject", msgspec.json.schema(PublicKey)),
            "unit": cast("JsonObject", msgspec.json.schema(Unit)),
        }
    )
    root = {"$schema": DIALECT, "$id": "urn:reform-desktop:bundle-pack:1", "title": "署名された変更の束"}
    envelope = _closed({"pack": pack, "signature": {"type": "string"}})
    return _as_text({**root, **envelope, "$defs": {Change.__name__: _change_definition()}})


def store_sql() -> str:
    """Return the pragmas and statements that make an empty store of the present format."""
    pragmas = (sqlite_dialect.SET_APPLICATION_ID, sqlite_dialect.set_user_version(CURRENT))
    return "\n".join(
        (
            "-- A .reform file: SQLite 3.37 or later. Written by generate_schema.py; do not edit.",
            *(f"{pragma};" for pragma in pragmas),
            "-- Of every connection that writes:",
            *(f"{pragma};" for pragma in sqlite_dialect.CONNECTION_PRAGMAS),
            "\n-- The log: the truth, migrated in numbered steps.",
            schema.ddl(schema.log_metadata),
            "-- Derived from the log; dropped and rebuilt at any time.",
            schema.ddl(schema.derived_metadata),
            "-- Search: bigrams of the folded text of search_document.",
            f"{sqlite_dialect.CREATE_SEARCH_INDEX};\n",
        )
    )


FILES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "records.schema.json": records_schema,
        "change.schema.json": change_schema,
        "bundle-header.schema.json": bundle_header_schema,
        "bundle-pack.schema.json": bundle_pack_schema,
        "store.sql": store_sql,
    }
)
"""The files of ``schema/`` that this module writes, and how each is made."""


def stale_files(folder: Path) -> list[str]:
    """Return the names of files in ``folder`` that are missing or not what the program would write."""
    return [name for name, make in FILES.items() if _content(folder / name) != make().encode()]


def write_files(folder: Path) -> None:
    """Write all files of ``schema/``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make().encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or with ``--check`` only compare them; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reform_desktop.generate_schema", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; status 1 when a file is not current")
    parser.add_argument("--folder", type=Path, default=schema_path(""), help="where the files lie")
    given = parser.parse_args(arguments)
    if not given.check:
        write_files(given.folder)
        return 0
    stale = stale_files(given.folder)
    if stale:
        sys.stderr.write(f"schema/ is not current: {', '.join(stale)}. Run: python -m reform_desktop.generate_schema\n")
    return 1 if stale else 0


def _change_definition() -> JsonObject:
    _references, components = msgspec.json.schema_components([Change], ref_template=_REFERENCE)
    change = cast("JsonObject", components[Change.__name__])
    _clean_description(change)
    properties = cast("dict[str, JsonObject]", change["properties"])
    properties["row"]["pattern"] = ROW_ID
    parents = cast("dict[str, JsonObject]", properties["parents"]["additionalProperties"])
    parents["items"]["pattern"] = CHANGE_ID
    return {**change, "title": "変更"}


def _closed(properties: JsonObject) -> JsonObject:
    """Return the schema of an object with exactly those keys."""
    required: list[JsonValue] = [*sorted(properties)]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _describe_kind(definition: JsonObject, kind: Kind) -> None:
    """Turn the schema of a record type into that of the ``fields`` of a dumped record."""
    definition["title"] = kind.label
    properties = cast("dict[str, JsonObject]", definition["properties"])
    properties.pop("id", None)
    for name, field in kind.fields.items():
        if field.target_kind and "items" in properties[name]:
            cast("JsonObject", properties[name]["items"])["pattern"] = ROW_ID
    definition["required"] = [name for name, field in kind.fields.items() if field.required]


def _line_of(kind: Kind) -> JsonObject:
    return {
        "title": kind.label,
        "type": "object",
        "properties": {
            "kind": {"const": kind.name},
            "id": {"type": "string", "pattern": ROW_ID},
            "fields": {"$ref": _REFERENCE.format(name=kind.record_type.__name__)},
        },
        "required": ["kind", "id", "fields"],
    }


def _clean_description(definition: JsonObject) -> None:
    """Take the indentation of docstrings out."""
    description = definition.get("description")
    if isinstance(description, str):
        definition["description"] = " ".join(inspect.cleandoc(description).split())


def _as_text(content: JsonObject) -> str:
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
