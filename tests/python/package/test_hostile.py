"""Wrong types, closed files, files that change, consumers that misbehave: a clear exception or a defined result."""

from __future__ import annotations

import array
import io
import os
import pickle
import threading
from pathlib import Path

import ntlmscan
import polars as pl
import pytest


@pytest.mark.parametrize("call", [ntlmscan.scan, ntlmscan.stream], ids=["scan", "stream"])
@pytest.mark.parametrize(
    "paths",
    [None, 7, 1.5, object(), [None], [["nested"]], {"name": 7}, io.StringIO("text"), memoryview(b"abcd")[::2]],
    ids=repr,
)
def test_what_is_no_input(call, paths):
    with pytest.raises(TypeError):
        call(paths)


@pytest.mark.parametrize("paths", [[], (), {}, iter(())], ids=repr)
def test_nothing_named(paths):
    with pytest.raises(ValueError, match="nothing was named"):
        ntlmscan.scan(paths)


def test_closed_files(log):
    file = log.open("rb")
    file.close()
    memory = io.BytesIO(b"")
    memory.close()
    for closed in (file, memory, [log, file]):
        with pytest.raises(ValueError, match="closed"):
            ntlmscan.scan(closed)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"threads": 0}, ValueError),
        ({"threads": -1}, ValueError),
        ({"threads": 1.5}, TypeError),
        ({"threads": True}, TypeError),
        ({"events": "4624-"}, ntlmscan.ArgumentError),
        ({"events": 70000}, ntlmscan.ArgumentError),
        ({"events": 1.5}, TypeError),
        ({"events": b"4624"}, TypeError),
        ({"events": [True]}, TypeError),
        ({"since": "yesterday"}, ntlmscan.ArgumentError),
        ({"since": 5}, TypeError),
        ({"errors": "ignore"}, ntlmscan.ArgumentError),
        ({"templates": 5}, TypeError),
        ({"on_progress": 7}, TypeError),
    ],
    ids=repr,
)
def test_options_that_are_none(log, options, error):
    with pytest.raises(error):
        ntlmscan.scan(log, **options)


class Broken(io.BytesIO):
    """A file that fails behind its first bytes."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 4096:
            raise RuntimeError("the disk is gone")
        return super().read(size)


class Shrinking(io.BytesIO):
    """A file that promises more than it has."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return super().seek(offset, whence) + (65536 if whence == 2 else 0)


class Lying(io.BytesIO):
    """A file that gives more than was asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) + b"more"


class Text(io.BytesIO):
    """A binary file that gives text."""

    def read(self, size: int | None = -1) -> str:  # type: ignore[override]
        return super().read(size).decode("latin-1")


def faults_of(result: ntlmscan.ScanResult) -> list[str]:
    return list(pl.DataFrame(result.faults)["code"].cast(pl.String))


def test_files_that_fail(log):
    content = log.read_bytes()
    with pytest.warns(ntlmscan.UnreadableWarning):
        result = ntlmscan.scan(Broken(content))
    assert "input_unreadable" in faults_of(result)
    message = pl.DataFrame(result.faults)["message"].to_list()[-1]
    assert "RuntimeError: the disk is gone" in message
    assert faults_of(ntlmscan.scan(Shrinking(content)))[-1] == "input_shrank"
    assert ntlmscan.scan(Lying(content)).summary.records == ntlmscan.scan(log).summary.records
    with pytest.warns(ntlmscan.UnreadableWarning):
        assert "input_unreadable" in faults_of(ntlmscan.scan(Text(content)))
    with pytest.raises(ntlmscan.InputError, match="the disk is gone"):
        ntlmscan.scan(Broken(content), errors="raise")


def test_a_file_closed_while_it_is_streamed(large_log):
    with large_log.open("rb") as file:
        batches = iter(ntlmscan.stream(file, threads=1))
        next(batches)
    assert sum(map(len, batches)) >= 0  # the rest is a fault, and the end comes


@pytest.mark.parametrize("change", [lambda path: os.truncate(path, 5 << 20), os.unlink], ids=["shrinks", "vanishes"])
def test_a_log_that_changes_while_it_is_read(large_log, tmp_path, change):
    path = tmp_path / "log.evtx"
    path.write_bytes(large_log.read_bytes())
    stream = ntlmscan.stream(path, threads=1)
    batches = iter(stream)
    rows = len(next(batches))
    change(path)
    rows += sum(map(len, batches))
    assert stream.summary is not None
    assert stream.summary.rows == rows
    whole = len(ntlmscan.scan(large_log).events)
    assert (rows < whole) == (stream.summary.faults_lost > 0)


def test_a_folder_whose_files_vanish(log, tmp_path):
    for number in range(200):
        (tmp_path / f"{number}.evtx").write_bytes(log.read_bytes())

    def remove(progress: ntlmscan.Progress) -> None:
        for path in tmp_path.iterdir():
            path.unlink()

    result = ntlmscan.scan(tmp_path, on_progress=remove)
    assert result.summary.files >= 1


def test_memory_that_changes_while_it_is_read(log):
    content = bytearray(log.read_bytes())
    stop = threading.Event()

    def scribble() -> None:
        while not stop.is_set():
            content[4096 + 600 : 4096 + 700] = os.urandom(100)

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        for _ in range(20):
            assert ntlmscan.scan([log, content]).summary.files == 2
    finally:
        stop.set()
        thread.join()


def test_a_buffer_is_held_while_it_is_read_and_no_longer(log):
    content = bytearray(log.read_bytes())
    ntlmscan.scan(content)
    content.append(0)
    numbers = array.array("Q", log.read_bytes())
    assert ntlmscan.scan(numbers).summary.records == ntlmscan.scan(log).summary.records


def test_a_callback_that_raises_ends_the_scan(large_log):
    def refuse(progress: ntlmscan.Progress) -> None:
        raise LookupError("enough")

    threads = threading.active_count()
    with pytest.raises(LookupError, match="enough"):
        ntlmscan.scan(large_log, on_progress=refuse)
    assert threading.active_count() == threads


def test_a_callback_that_scans(log):
    inner = []
    ntlmscan.scan(log, on_progress=lambda _: inner.append(ntlmscan.scan(log).summary.rows))
    assert set(inner) == {ntlmscan.scan(log).summary.rows}


def test_scans_in_many_threads(log):
    rows = []
    threads = [threading.Thread(target=lambda: rows.append(len(ntlmscan.scan(log).events))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(rows)) == 1
    assert len(rows) == 8


def test_every_fault_code_has_an_exception():
    from ntlmscan.errors import _from_library

    assert len(ntlmscan.FAULT_CODES) == len(set(ntlmscan.FAULT_CODES))
    for code in ntlmscan.FAULT_CODES:
        error = _from_library(code, "what happened", "log.evtx", 17)
        assert type(error) is not ntlmscan.NtlmscanError, code
        assert (error.code, error.file, error.offset, str(error)) == (code, "log.evtx", 17, "what happened")
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), vars(again)) == (type(error), vars(error))


def test_every_exception_is_documented():
    page = (Path(__file__).parents[3] / "docs" / "python.md").read_text(encoding="utf-8")
    for name in ntlmscan.__all__:
        if name.endswith(("Error", "Warning")):
            assert f"`{name}`" in page, name
