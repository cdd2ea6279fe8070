"""Outputs that are no regular file: links, FIFOs, descriptors, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Ntlmscan
from .test_scan import wait_for_handler

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files of POSIX")

# How a file is named: what stands for it is {}.
CALLS = [
    pytest.param(["scan", "-o", "{}"], id="tables"),
    pytest.param(["dump", "-o", "{}"], id="dump"),
    pytest.param(["scan", "--stats", "{}"], id="stats"),
]


def call(words: list[str], output: Path | str, log: Path) -> list[str]:
    return [*(word.format(output) for word in words), str(log)]


@contextmanager
def reader_of(fifo: Path, copy: Path) -> Iterator[None]:
    """Makes `fifo` and copies what comes out of it to a file, which is whole afterwards."""
    os.mkfifo(fifo)
    with open(copy, "wb") as file, subprocess.Popen(["cat", fifo], stdout=file) as reader:
        try:
            yield
            reader.wait(timeout=60)
        finally:
            reader.kill()


@pytest.fixture
def expected(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> Callable[[list[str]], bytes]:
    """What a call writes into a regular file."""

    def write(words: list[str]) -> bytes:
        folder = tmp_path / "expected"
        folder.mkdir()
        assert ntlmscan(*call(words, folder / "out.ndjson", sound_log)).status == 0
        return (folder / "out.ndjson").read_bytes()

    return write


def same(got: bytes, wanted: bytes) -> bool:
    """Two runs never take the same time."""
    if b'"records_per_second"' not in wanted:
        return got == wanted
    return bool(json.loads(got)["rows"] == json.loads(wanted)["rows"])


@pytest.mark.parametrize("words", CALLS)
def test_fifo_is_written_to(
    ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path, words: list[str], expected: Callable[[list[str]], bytes]
) -> None:
    fifo = tmp_path / "out.ndjson"
    with reader_of(fifo, tmp_path / "copy"):
        assert ntlmscan(*call(words, fifo, sound_log)).status == 0
    assert fifo.is_fifo()
    assert same((tmp_path / "copy").read_bytes(), expected(words))
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_fifo_takes_parquet_beside_files(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "case.parquet"
    with reader_of(fifo, tmp_path / "copy"):
        assert ntlmscan("scan", sound_log, "-o", fifo).status == 0
    assert ntlmscan("scan", sound_log, "-o", tmp_path / "file.parquet").status == 0
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "file.parquet").read_bytes()
    for table in ("files", "coverage", "faults"):
        beside = (tmp_path / f"case.{table}.parquet").read_bytes()
        assert beside == (tmp_path / f"file.{table}.parquet").read_bytes()


@pytest.mark.parametrize("words", CALLS)
@pytest.mark.parametrize("dangling", [False, True])
def test_link_stays_a_link(
    ntlmscan: Ntlmscan,
    sound_log: Path,
    tmp_path: Path,
    words: list[str],
    dangling: bool,
    expected: Callable[[list[str]], bytes],
) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "target"
    if not dangling:
        target.write_text("earlier run")
    link = tmp_path / "out.ndjson"
    link.symlink_to("real/target")
    assert ntlmscan(*call(words, link, sound_log)).status == 0
    assert link.is_symlink()
    assert not target.is_symlink()
    assert same(target.read_bytes(), expected(words))
    assert [p.name for p in target.parent.iterdir()] == ["target"]


def make_circle(path: Path) -> None:
    path.symlink_to(path.name)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def make_log(path: Path) -> None:
    path.write_bytes(b"ElfFile\0" + bytes(4088))


@pytest.mark.parametrize("words", CALLS)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "a folder has that name"),
        (make_socket, "a socket has that name"),
        (make_circle, "the symbolic link of that name cannot be followed"),
        (make_log, "an event log has that name"),
    ],
    ids=["folder", "socket", "circle", "log"],
)
def test_what_is_no_output_is_refused_before_any_work(
    ntlmscan: Ntlmscan,
    sound_log: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    make: Callable[[Path], None],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    # As the output itself a folder is one to write into; as another table's name it is in the way.
    taken = Path("out.files.ndjson" if words == ["scan", "-o", "{}"] else "out.ndjson")
    make(taken)
    run = ntlmscan(*call(words, "out.ndjson", sound_log))
    assert run.status == 2
    assert not run.out
    assert f"{taken}: cannot write here: {said}" in run.err
    assert os.listdir() == [taken.name]


def test_unfit_place_for_stats_spares_the_tables(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    run = ntlmscan("scan", sound_log, "-o", f"{tmp_path}/out/", "--stats", tmp_path / "no" / "stats.json")
    assert run.status == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words", [["scan", "-o", "afile/"], ["scan", "-o", "afile/below/"], ["carve", "--write-evtx", "afile"]]
)
def test_file_where_a_folder_should_be(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "afile").write_text("mine")
    run = ntlmscan(*words, sound_log, cwd=tmp_path)
    assert run.status == 2
    assert run.err == "ntlmscan: afile: a file has that name\n"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("linked", [False, True])
def test_standard_output_by_its_name(
    ntlmscan: Ntlmscan, ntlmscan_binary: Path, sound_log: Path, tmp_path: Path, linked: bool
) -> None:
    name = Path("/dev/fd/1")
    if linked:
        name = tmp_path / "link"
        name.symlink_to("/dev/fd/1")
    summary = ntlmscan("scan", sound_log).text
    in_pipe = ntlmscan("scan", sound_log, "--stats", name)
    assert in_pipe.status == 0
    with open(tmp_path / "both", "wb") as both:
        subprocess.run([ntlmscan_binary, "scan", sound_log, "--stats", name], stdout=both, timeout=60, check=True)
    for text in (in_pipe.text, (tmp_path / "both").read_text()):
        assert text.startswith(summary)
        assert json.loads(text[len(summary) :])["files"] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == (["both", "link"] if linked else ["both"])


@pytest.mark.parametrize("linked", [False, True])
def test_format_decides_where_the_name_does_not(
    ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path, linked: bool
) -> None:
    events = ntlmscan("scan", sound_log, "-o", "-", "--format", "csv").out
    if linked:
        (tmp_path / "link").symlink_to("/dev/fd/1")
    stream = ntlmscan("scan", sound_log, "-o", tmp_path / "link" if linked else "/dev/fd/1", "--format", "csv")
    assert (stream.status, stream.out) == (0, events)
    assert ntlmscan("scan", sound_log, "-o", tmp_path / "case.txt", "--format", "csv").status == 0
    assert (tmp_path / "case.txt").read_bytes() == events
    beside = {f"case.txt.{table}.csv" for table in ("files", "coverage", "faults")}
    assert {path.name for path in tmp_path.iterdir()} - {"link"} == {"case.txt"} | beside
    assert ntlmscan("scan", sound_log, "-o", "/dev/fd/1").status == 2


@pytest.mark.parametrize(("command", "status"), [("dump", 0), ("scan", 2)])
def test_reader_that_goes_away_from_a_fifo(
    ntlmscan_binary: Path, demo: Path, tmp_path: Path, command: str, status: int
) -> None:
    """Of a stream alone it had enough; of one table among four the others would lack their end."""
    fifo = tmp_path / "out.ndjson"
    os.mkfifo(fifo)
    words: list[str | Path] = [ntlmscan_binary, command, *[demo] * 5, "-o", fifo]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as started:
        with open(fifo, "rb") as reader:
            assert reader.read(1) == b"{"
        _, err = started.communicate(timeout=60)
    assert started.returncode == status
    assert (b"out.ndjson: cannot write" in err) == (status == 2)
    assert os.listdir(tmp_path) == ["out.ndjson"]


def test_interrupt_while_a_fifo_waits_for_its_reader(ntlmscan_binary: Path, sound_log: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    words: list[str | Path] = [ntlmscan_binary, "dump", sound_log, "-o", tmp_path / "fifo"]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as started:
        wait_for_handler(started.pid)
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=30)
    assert started.returncode == 130
    assert os.listdir(tmp_path) == ["fifo"]
