"""What the tests of the command line share: a way to run it, and logs to read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

Environment = dict[str, str]


@dataclass(frozen=True)
class Run:
    """How a run of the program ended."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def flat(self) -> str:
        """The text on one line, whatever was wrapped."""
        return " ".join(self.text.split())

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


Ntlmscan = Callable[..., Run]


@pytest.fixture(scope="session")
def ntlmscan(ntlmscan_binary: Path) -> Ntlmscan:
    """Runs the program with words, in a pipe."""

    def run(*words: str | Path, env: Environment | None = None, stdin: bytes = b"", cwd: Path | None = None) -> Run:
        done = subprocess.run(
            [ntlmscan_binary, *words],
            input=stdin,
            capture_output=True,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def demo(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo collection."""
    folder = tmp_path_factory.mktemp("demo") / "collection"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="session")
def sound_log(demo: Path) -> Path:
    """A log without a fault."""
    return demo / "CONTOSO-FS1" / "Security.evtx"


@pytest.fixture(scope="session")
def cut_log(sound_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, cut in the middle of a chunk."""
    path = tmp_path_factory.mktemp("cut") / "Security.evtx"
    path.write_bytes(sound_log.read_bytes()[: 4096 + 65536 + 30000])
    return path


@pytest.fixture(scope="session")
def many_logs(sound_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that takes a while to read: the same log under many names."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(3000):
        os.link(sound_log, folder / f"{number:04}.evtx")
    yield folder
    for path in folder.iterdir():
        path.unlink()
