"""Logs for the tests of the installed package."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection of logs of `make demo`; one of them is cut in the middle."""
    folder = tmp_path_factory.mktemp("demo") / "collection"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="session")
def odd(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs of which each holds something out of the ordinary."""
    folder = tmp_path_factory.mktemp("odd") / "logs"
    subprocess.run([fixtures_binary, "odd", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="session")
def log(demo: Path) -> Path:
    """A sound log with logons."""
    return demo / "CONTOSO-PC1" / "Security.evtx"


@pytest.fixture(scope="session")
def cut_log(demo: Path) -> Path:
    """A log of which the end is missing."""
    return demo / "CONTOSO-FS3" / "Security.evtx"


@pytest.fixture(scope="session")
def large_log(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of many chunks and some batches: one log's chunks, over and over."""
    whole = (demo / "CONTOSO-DC3" / "Security.evtx").read_bytes()
    path = tmp_path_factory.mktemp("large") / "large.evtx"
    path.write_bytes(whole[:4096] + whole[4096:] * 250)
    return path
