"""scan(): every kind of input, the selection, and the same rows as the native command."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import fsspec
import ntlmscan
import polars as pl
import pytest

from ...conftest import BUILD, EXECUTABLE_SUFFIX

# The command that was installed with the package; where that was not installed, the command of the build.
INSTALLED = Path(ntlmscan.__file__).is_relative_to(sysconfig.get_path("platlib"))
COMMAND = (Path(sysconfig.get_path("scripts")) if INSTALLED else BUILD / "bin") / f"ntlmscan{EXECUTABLE_SUFFIX}"


def rows(result: ntlmscan.ScanResult) -> pl.DataFrame:
    """Events without the name of their input."""
    return pl.DataFrame(result.events).drop("source")


def test_rows_are_those_of_the_native_command(demo, tmp_path):
    ended = subprocess.run([COMMAND, "scan", demo, "-o", f"{tmp_path}/", "--quiet"], check=False)
    assert ended.returncode == 1  # one log is cut
    result = ntlmscan.scan(demo)
    for table in result.tables:
        theirs = pl.read_parquet(tmp_path / f"{table.name}.parquet")
        ours = table.to_polars().cast({pl.Categorical: pl.String})
        assert ours.equals(theirs.cast({pl.Categorical: pl.String})), table.name


def test_what_it_writes_is_what_the_native_command_writes(demo, tmp_path):
    subprocess.run([COMMAND, "scan", demo, "-o", f"{tmp_path}/theirs/", "--quiet"], check=False)
    ntlmscan.scan(demo).write(f"{tmp_path}/ours/", threads=2)
    for path in sorted((tmp_path / "theirs").iterdir()):
        assert (tmp_path / "ours" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("ending", ["parquet", "ndjson", "csv", "csv.zst"])
def test_one_table_goes_into_one_file(log, tmp_path, ending):
    result = ntlmscan.scan(log)
    result.files.write(tmp_path / f"one.{ending}")
    assert [path.name for path in tmp_path.iterdir()] == [f"one.{ending}"]
    if ending == "csv":
        assert (tmp_path / "one.csv").read_text().splitlines()[1].startswith(str(log))


def test_outputs_that_cannot_be(log, tmp_path):
    result = ntlmscan.scan(log)
    with pytest.raises(ntlmscan.ArgumentError, match="cannot tell the format"):
        result.write(tmp_path / "events.xlsx")
    with pytest.raises(ntlmscan.ArgumentError, match="one table goes into one file"):
        result.events.write(tmp_path)
    with pytest.raises(ntlmscan.OutputError) as caught:
        result.write("/proc/no/such/folder/")
    assert caught.value.code == "output_failed"
    with pytest.raises(ntlmscan.OutputError, match="logs are never written to"):
        result.events.write(Path("/proc/self/cwd") / os.path.relpath(shadow(log, tmp_path)))


def shadow(log: Path, folder: Path) -> Path:
    """A log that is called like an output."""
    path = folder / "events.parquet"
    path.write_bytes(log.read_bytes())
    return path


class Reader(io.RawIOBase):
    """A file object that gives a few bytes at a time and has no name."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._file = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(min(size, 1000) if size > 0 else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def seekable(self) -> bool:
        return True


class Pipe(io.RawIOBase):
    """A binary stream that cannot seek."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._file = io.BytesIO(content)

    def readinto(self, into) -> int:
        return self._file.readinto(into)

    def readable(self) -> bool:
        return True


INPUTS: dict[str, Callable[[Path], Any]] = {
    "text": str,
    "path": Path,
    "list": lambda log: [str(log)],
    "generator": lambda log: (path for path in [log]),
    "bytes": Path.read_bytes,
    "bytearray": lambda log: bytearray(log.read_bytes()),
    "memoryview": lambda log: memoryview(log.read_bytes()),
    "file": lambda log: log.open("rb"),
    "unbuffered file": lambda log: log.open("rb", buffering=0),
    "BytesIO": lambda log: io.BytesIO(log.read_bytes()),
    "few bytes at a time": lambda log: Reader(log.read_bytes()),
    "cannot seek": lambda log: Pipe(log.read_bytes()),
    "fsspec file": lambda log: fsspec.filesystem("file").open(str(log), "rb"),
    "fsspec opener": lambda log: fsspec.open(f"file://{log}", "rb"),
    "named": lambda log: {"evidence/Security.evtx": log.read_bytes()},
    "named path": lambda log: {"evidence/Security.evtx": log},
}


@pytest.mark.parametrize("kind", INPUTS)
def test_every_kind_of_input_gives_the_same_rows(log, kind):
    source = INPUTS[kind](log)
    try:
        result = ntlmscan.scan(source, errors="raise", threads=3)
    finally:
        if isinstance(source, io.IOBase):
            source.close()
    assert rows(result).equals(rows(ntlmscan.scan(log)))
    name = pl.DataFrame(result.files)["source"].cast(pl.String)[0]
    if kind.startswith("named"):
        assert name == "evidence/Security.evtx"
    elif kind in ("bytes", "bytearray", "memoryview", "BytesIO", "few bytes at a time", "cannot seek"):
        assert name == "<bytes>"
    else:
        assert name == str(log)


def test_a_file_object_is_read_from_its_beginning(log):
    with log.open("rb") as file:
        file.seek(5000)
        assert ntlmscan.scan(file).summary.records == ntlmscan.scan(log).summary.records


def test_inputs_of_all_kinds_keep_their_order(log, cut_log):
    result = ntlmscan.scan([log, log.read_bytes(), str(cut_log), io.BytesIO(log.read_bytes()), log])
    sources = result.files.to_polars()["source"].cast(pl.String).to_list()
    assert sources == [str(log), "<bytes>", str(cut_log), "<bytes 2>", str(log)]
    assert result.events.to_polars()["source"].cast(pl.String).unique(maintain_order=True).to_list() == [
        str(log), "<bytes>", str(cut_log), "<bytes 2>"]  # fmt: skip


def test_names_that_are_no_utf8_are_shown_replaced(log, tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.evtx"
    Path(os.fsdecode(path)).write_bytes(log.read_bytes())
    result = ntlmscan.scan(Path(os.fsdecode(path)))
    assert result.files.to_polars()["source"][0] == f"{tmp_path}/�.evtx"


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_rows_do_not_depend_on_threads(demo, threads):
    one = ntlmscan.scan(demo, threads=threads)
    other = ntlmscan.scan(demo)
    for a, b in zip(one.tables, other.tables, strict=True):
        assert a.to_polars().cast({pl.Categorical: pl.String}).equals(b.to_polars().cast({pl.Categorical: pl.String}))


@pytest.mark.parametrize(
    ("events", "ids"),
    [
        ("4624", {4624}),
        (4624, {4624}),
        ([4624, "4608"], {4608, 4624}),
        (range(4600, 4625), {4608, 4624}),
        (range(4600, 4625, 8), {4608, 4624}),
        ([range(4624, 4625)], {4624}),
        ("4600-4610,4672", {4608, 4672}),
    ],
)
def test_events_are_chosen(log, events, ids):
    assert set(ntlmscan.scan(log, events=events).events.to_polars()["event_id"]) == ids


def test_the_window_is_half_open(log):
    every = ntlmscan.scan(log).events.to_polars()["time"].sort()
    first, last = every[0], every[-1]
    later = ntlmscan.scan(log, since=first + timedelta(microseconds=1)).events.to_polars()["time"]
    assert later.min() > first
    assert later.len() == every.filter(every > first).len()
    assert ntlmscan.scan(log, until=last).events.to_polars()["time"].max() < last


@pytest.mark.parametrize(
    "since",
    [
        "2026-03-03",
        "2026-03-03T01:00+01:00",
        date(2026, 3, 3),
        datetime(2026, 3, 3),
        datetime(2026, 3, 3, tzinfo=UTC),
        datetime(2026, 3, 2, 19, tzinfo=timezone(timedelta(hours=-5))),
    ],
    ids=str,
)
def test_times_of_every_form(log, since):
    after = ntlmscan.scan(log, since=since).events.to_polars()["time"]
    every = ntlmscan.scan(log).events.to_polars()["time"]
    assert 0 < after.len() < every.len()
    assert after.len() == every.filter(every >= datetime(2026, 3, 3, tzinfo=UTC)).len()


def test_progress_comes_in_the_thread_of_the_caller_and_at_the_end(large_log):
    import threading

    seen = []
    result = ntlmscan.scan(large_log, on_progress=lambda progress: seen.append((threading.get_ident(), progress)))
    assert {thread for thread, _ in seen} == {threading.get_ident()}
    last = seen[-1][1]
    assert (last.files_done, last.records, last.rows) == (1, result.summary.records, result.summary.rows)
    assert last.bytes_done == large_log.stat().st_size - 4096


def test_faults_are_collected_or_raised(cut_log):
    result = ntlmscan.scan(cut_log)
    faults = result.faults.to_polars().cast({pl.Categorical: pl.String})
    lost = faults.filter(pl.col("severity") == "lost")
    assert lost["code"].to_list() == ["file_cut", "chunk_cut"]
    with pytest.raises(ntlmscan.FormatError) as caught:
        ntlmscan.scan(cut_log, errors="raise")
    assert (caught.value.code, caught.value.file) == ("file_cut", str(cut_log))
    assert caught.value.offset == lost["byte_offset"][0] == cut_log.stat().st_size


def test_nothing_read_is_told(tmp_path):
    with pytest.warns(ntlmscan.UnreadableWarning, match="nothing could be read of 1 inputs"):
        result = ntlmscan.scan(tmp_path / "none.evtx")
    assert result.files.to_polars()["state"].to_list() == ["failed"]
    assert result.faults.to_polars()["code"].to_list() == ["input_missing"]
    with pytest.warns(ntlmscan.UnreadableWarning, match="no event log was found"):
        ntlmscan.scan(tmp_path)
    with pytest.raises(ntlmscan.InputMissingError) as caught:
        ntlmscan.scan(tmp_path / "none.evtx", errors="raise")
    assert str(caught.value) == f"{tmp_path}/none.evtx: no such file or folder"
    assert isinstance(caught.value, FileNotFoundError)
    assert (caught.value.file, caught.value.offset) == (f"{tmp_path}/none.evtx", None)


def test_import_brings_no_table_library():
    program = "import sys, ntlmscan; print({'pyarrow', 'polars', 'pandas', 'duckdb', 'numpy'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert out.strip() == "set()"


def test_the_command_and_the_package_are_of_one_version():
    out = subprocess.run([COMMAND, "--version"], check=True, capture_output=True, text=True).stdout
    assert out.split()[-1] == ntlmscan.__version__
