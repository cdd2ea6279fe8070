"""What the Python tests share: the built programs, the corpus of real logs, the parsers to compare with."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("NTLMSCAN_CORPUS") or ROOT.parent / "shared" / "corpus")
CORPUS_REQUIRED = os.environ.get("NTLMSCAN_REQUIRE_CORPUS", "") not in ("", "0")
BUILD = Path(os.environ.get("NTLMSCAN_BUILD_DIR") or ROOT / "build" / "release")
EXECUTABLE_SUFFIX = ".exe" if os.name == "nt" else ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test of the corpus is skipped where there is none, and fails there if the run demands a corpus."""
    if item.get_closest_marker("needs_corpus") is None or CORPUS.is_dir():
        return
    reason = f"no corpus at {CORPUS}"
    if CORPUS_REQUIRED:
        pytest.fail(reason + ", and NTLMSCAN_REQUIRE_CORPUS is set")
    pytest.skip(reason)


def existing(path: Path, how: str) -> Path:
    assert path.exists(), f"{path} is missing: {how}"
    return path


@pytest.fixture(scope="session")
def ntlmscan_binary() -> Path:
    """The command line under test."""
    return existing(BUILD / "bin" / f"ntlmscan{EXECUTABLE_SUFFIX}", "cmake --build --preset release")


@pytest.fixture(scope="session")
def fixtures_binary() -> Path:
    """The program that writes logs."""
    return existing(BUILD / "bin" / f"ntlmscan-fixtures{EXECUTABLE_SUFFIX}", "cmake --build --preset release")


@pytest.fixture(scope="session")
def evtx_dump() -> Path:
    """The Rust evtx_dump 0.15.1."""
    if named := os.environ.get("NTLMSCAN_EVTX_DUMP"):
        return existing(Path(named), "NTLMSCAN_EVTX_DUMP names it")
    return existing(ROOT / "build" / "peers" / "bin" / f"evtx_dump{EXECUTABLE_SUFFIX}", ".ci/install-peers")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real logs; a test that asks for it carries the marker needs_corpus."""
    return existing(CORPUS, "mark the test needs_corpus")


@pytest.fixture(scope="session")
def collections(corpus: Path) -> Path:
    """The corpus' whole log folders of three hosts, each unpacked into a folder of its name, once."""
    unpacked = ROOT / "build" / "collections"
    for archive in sorted((corpus / "collections").glob("*.7z")):
        unpack(archive, unpacked / archive.stem)
    return unpacked


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks under another name first, so that an interrupted run leaves no half folder behind."""
    if folder.is_dir():
        return
    partial = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    subprocess.run(["7z", "x", "-y", f"-o{partial}", archive], check=True, stdout=subprocess.DEVNULL)
    partial.rename(folder)
