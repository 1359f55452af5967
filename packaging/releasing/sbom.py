"""The software bill of materials: CycloneDX 1.6 JSON, of what lies in the folder that is handed out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Listed
from cyclonedx.model.component import ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from releasing import archives, facts, sums
from releasing.components import Component

_SPACE: Final = uuid.UUID("0197b5c0-5b0d-5000-8000-72656c656173")
_INTERPRETER: Final = "Python"
_FONT: Final = "書体"


def write_sbom(target: Path, folder: Path, components: Sequence[Component], artefact: str) -> Path:
    """List the components and the SHA-256 of every file in ``folder``, and write it; ``artefact`` names the product."""
    bom = _bom(components, artefact, _files(folder))
    text = JsonV1Dot6(bom).output_as_string()
    arranged = json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True)
    target.write_text(arranged + "\n", encoding="utf-8", newline="\n")
    return target


def _bom(components: Sequence[Component], artefact: str, files: Sequence[Listed]) -> Bom:
    made_of = facts.commit() or "unknown"
    bom = Bom(serial_number=uuid.uuid5(_SPACE, f"{artefact}\0{made_of}\0{facts.moment()}"))
    product = Listed(
        name=facts.NAME,
        version=facts.version(),
        type=ComponentType.APPLICATION,
        bom_ref=facts.NAME,
        licenses=[LicenseFactory().make_from_string(facts.LICENCE)],
        description=facts.SUMMARY,
        properties=[Property(name="reform-desktop:commit", value=made_of)],
    )
    product.components.update(files)
    bom.metadata.timestamp = datetime.fromtimestamp(facts.moment(), UTC)
    bom.metadata.component = product
    listed = {one.name: _listed(one) for one in components if not one.inside}
    for one in components:
        if one.inside:
            carrier = listed[one.inside]
            carrier.components.add(_listed(one))
    bom.components.update(listed.values())
    bom.register_dependency(product, listed.values())
    return bom


def _listed(component: Component) -> Listed:
    kind = ComponentType.LIBRARY
    if component.name == _INTERPRETER:
        kind = ComponentType.PLATFORM
    elif component.use == _FONT:
        kind = ComponentType.DATA
    return Listed(
        name=component.name,
        version=component.version or None,
        type=kind,
        bom_ref=f"{component.inside}/{component.origin}" if component.inside else component.origin,
        purl=PackageURL.from_string(component.origin),
        licenses=[LicenseFactory().make_from_string(component.licence)],
    )


def _files(folder: Path) -> list[Listed]:
    """Every file with its hash, so that what is installed can be compared."""
    return [
        Listed(
            name=path.relative_to(folder).as_posix(),
            type=ComponentType.FILE,
            bom_ref=f"file:{path.relative_to(folder).as_posix()}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sums.sha256_of(path))],
        )
        for path in archives.files_below(folder)
        if not path.is_symlink()
    ]
