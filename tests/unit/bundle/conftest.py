"""A small bundle, and its parts, for every test of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.bundle.forged_zips import Files, files_of, folder_of
from unit.bundle.made_bundles import made_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A submission as our own writer makes it."""
    return made_bundle(tmp_path)


@pytest.fixture
def files(bundle: Path) -> Files:
    """The files of the submission."""
    return files_of(bundle)


@pytest.fixture
def folder(bundle: Path) -> str:
    """The folder of the submission inside its zip."""
    return folder_of(bundle)
