"""Names that answers are written to: files, links, pipes, descriptors, and what is refused."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from ntlmscan import OutputError
from ntlmscan._outputs import destination

posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX systems")
ASKED = ("timeline", "--format", "csv", "-o")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import pyarrow.parquet as pq
    from case_files import CASES, arrow_table, read_case
    from ntlmscan.schema_tables import TABLES

    folder = tmp_path_factory.mktemp("scanned")
    case = read_case(CASES / "c01_smb_by_address.txt")
    for name in TABLES:
        pq.write_table(arrow_table(name, case.tables[name]), folder / f"{name}.parquet")
    return folder


def program(command: str, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", f"ntlmscan.commands.{command}", *map(str, words)]


def fill(output: Path, content: bytes = b"answer") -> None:
    with destination(output) as file:
        file.write(content)


def fill_half(output: Path, why: type[BaseException]) -> None:
    with destination(output) as file:
        file.write(b"half")
        raise why


def test_a_file_is_new_or_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        fill(tmp_path / "a.csv", content)
        assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.csv", content)]


@pytest.mark.parametrize("why", [KeyboardInterrupt, SystemExit, OSError, ValueError])
def test_what_was_begun_is_gone_whatever_ends_it(tmp_path: Path, why: type[BaseException]) -> None:
    fill(tmp_path / "a.csv", b"as before")
    with pytest.raises(OutputError if why is OSError else why):
        fill_half(tmp_path / "a.csv", why)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.csv", b"as before")]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    output = tmp_path / "a.csv"
    output.touch()
    output.chmod(mode)
    fill(output)
    assert (stat.S_IMODE(output.stat().st_mode), output.read_bytes()) == (mode, b"answer")


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path, there: bool) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.csv"
    if there:
        target.write_bytes(b"as before")
    (tmp_path / "second").symlink_to("real/a.csv")
    (tmp_path / "first").symlink_to("second")
    fill(tmp_path / "first")
    assert target.read_bytes() == b"answer"
    assert (os.readlink(tmp_path / "first"), os.readlink(tmp_path / "second")) == ("second", "real/a.csv")
    assert [one.name for one in target.parent.iterdir()] == ["a.csv"]


@posix
def test_a_pipe_stays_one_and_is_given_the_answer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    fill(pipe)
    reader.join()
    assert read == [b"answer"]
    assert pipe.is_fifo()


@posix
def test_a_descriptor_is_written_behind_what_it_was_given_before(scanned: Path, tmp_path: Path) -> None:
    link, real = tmp_path / "link", tmp_path / "real"
    link.symlink_to("/dev/fd/1")
    plain = subprocess.run(program(*ASKED, "-", scanned), capture_output=True, check=True).stdout
    with real.open("wb") as file:
        file.write(b"before ")
        file.flush()
        subprocess.run(program(*ASKED, link, scanned), stdout=file, check=True)
    assert real.read_bytes().replace(b"\r\n", b"\n") == b"before " + plain.replace(b"\r\n", b"\n")
    assert os.readlink(link) == "/dev/fd/1"


@posix
def test_parquet_and_a_report_go_to_a_pipe_too(scanned: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    for words in (("query", "hosts", scanned, "--format", "parquet"), ("report", scanned, "--quiet")):
        with subprocess.Popen(program(*words, "-o", pipe)) as running:
            content = pipe.read_bytes()
        assert running.returncode == 0
        assert content.startswith(b"PAR1" if words[0] == "query" else b"<!doctype html>")
        assert pipe.is_fifo()


@posix
def test_what_is_no_place_for_an_answer_is_refused_and_stays(tmp_path: Path) -> None:
    evidence = tmp_path / "Security.evtx"
    evidence.write_bytes(b"evidence")
    (tmp_path / "folder").mkdir()
    (tmp_path / "to_log.csv").symlink_to(evidence)
    (tmp_path / "circle").symlink_to("circle")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # the name of a socket is short
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
        before = {one.name: one.lstat().st_ino for one in tmp_path.iterdir()}
        refusals = {
            "Security.evtx": "never written over",
            "to_log.csv": "never written over",
            "folder": "is a folder",
            "circle": "links in a circle",
            "socket": "is a socket",
        }
        for name, message in refusals.items():
            with pytest.raises(OutputError, match=message):
                fill(tmp_path / name)
        assert {one.name: one.lstat().st_ino for one in tmp_path.iterdir()} == before
    assert evidence.read_bytes() == b"evidence"
