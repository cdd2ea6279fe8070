"""The awkward tables, written once a session."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .readers import built


@pytest.fixture(scope="session")
def write_tables() -> Path:
    return built("ntlmscan_write_tables")


@pytest.fixture(scope="session")
def written(write_tables: Path, tmp_path_factory: pytest.TempPathFactory):
    """A folder with the four tables of a case in a format, written once a session."""
    folders: dict[tuple[str, ...], Path] = {}

    def folder_of(case: str, *options: str) -> Path:
        key = (case, *options)
        if key not in folders:
            folders[key] = tmp_path_factory.mktemp(case) / "out"
            subprocess.run([write_tables, case, f"{folders[key]}/", *options], check=True)
        return folders[key]

    return folder_of
