"""Inputs and arguments as people get them wrong: what happens is said in words, and is the same in each call."""

from __future__ import annotations

import copy
import gc
import gzip
import io
import os
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ntlmscan
import polars as pl
import pytest

CALLS: list[Callable[..., Any]] = [ntlmscan.scan, ntlmscan.carve, ntlmscan.stream, ntlmscan.records]


def test_bytes_that_are_a_path(log):
    for call in CALLS:
        with pytest.raises(TypeError, match="bytes are the content of a log"):
            call(os.fsencode(log))
    with pytest.raises(TypeError, match="bytes are the content of a log"):
        ntlmscan.scan([log, os.fsencode(log.parent)])


def test_a_named_file_that_is_not_there(log, tmp_path):
    with pytest.raises(ntlmscan.InputMissingError, match="No such file") as caught:
        ntlmscan.scan({"a": log, "b": tmp_path / "none.evtx"})
    assert (caught.value.code, caught.value.file) == ("input_missing", str(tmp_path / "none.evtx"))
    with pytest.raises(ntlmscan.InputError, match="directory"):
        ntlmscan.scan({"a": tmp_path})


@pytest.mark.parametrize("offset", [-1, 1 << 70])
def test_no_place_in_a_file(log, offset):
    with pytest.raises(ntlmscan.ArgumentError, match="is no place in a file"):
        ntlmscan.show(log, offset)


@pytest.mark.parametrize(
    "call",
    [
        lambda package, log: package.show(log, "4608"),
        lambda package, log: package.show(log, 4608.0),
        lambda package, log: package.show(log, record_id="1"),
        lambda package, log: package.show(log, record_id=True),
        lambda package, log: package.catalogue("4624"),
        lambda package, log: package.stream(log, table=7),
        lambda package, log: package.scan(log).write("out/", format=7),
        lambda package, log: package.scan(log).write(7),
    ],
)
def test_values_of_the_wrong_type_are_told_in_one_line(log, call):
    with pytest.raises(TypeError) as caught:
        call(ntlmscan, log)
    assert "\n" not in str(caught.value)


def test_numbers_of_other_libraries(log):
    number = pl.Series([1], dtype=pl.UInt16).to_numpy()[0]
    assert ntlmscan.show(log, record_id=number).header_id == 1
    assert ntlmscan.scan(log, threads=number).summary.files == 1


def test_no_name_holds_a_nul(log, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = ntlmscan.scan(log)
    for call in (
        lambda: result.write("a\0b/"),
        lambda: result.events.write("a\0b.csv"),
        lambda: ntlmscan.scan(log, recover=True, templates="a\0b"),
    ):
        with pytest.raises(ValueError, match="holds no NUL character"):
            call()
    assert list(tmp_path.iterdir()) == []


def fill(end: int, content: bytes) -> None:
    with os.fdopen(end, "wb") as pipe:
        pipe.write(content)


def test_a_record_is_shown_of_what_can_be_read_once(log):
    for by in ({"record_id": 2}, {"offset": ntlmscan.show(log, record_id=2).byte_offset}):
        read, write = os.pipe()
        writer = threading.Thread(target=fill, args=(write, log.read_bytes()))
        writer.start()
        with os.fdopen(read, "rb") as pipe:
            assert ntlmscan.show(pipe, **by).header_id == 2
        writer.join()


def test_packed_files_are_read_through_their_module(log):
    packed = gzip.compress(log.read_bytes())
    with gzip.open(io.BytesIO(packed)) as file:
        assert ntlmscan.scan(file).summary.records == ntlmscan.scan(log).summary.records
    with gzip.open(io.BytesIO(packed[:3000])) as file, pytest.raises(EOFError):
        ntlmscan.scan(file)


def test_frames_outlive_the_result(log):
    result = ntlmscan.scan(log)
    rows = len(result.events)
    pandas, polars, arrow = result.events.to_pandas(), result.events.to_polars(), result.events.to_arrow()
    computer = pl.DataFrame(result.events)["computer"].to_list()
    del result
    gc.collect()
    for frame in (list(pandas["computer"]), polars["computer"].to_list(), arrow["computer"].to_pylist()):
        assert frame == computer
    assert len(computer) == rows


def test_copies_share_and_nothing_is_pickled(log):
    result = ntlmscan.scan(log)
    assert len(copy.copy(result).events) == len(copy.copy(result.events)) == len(result.events)
    for thing in (result, result.events, result.summary, next(ntlmscan.records(log)), ntlmscan.stream(log)):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(thing)
    stream = ntlmscan.stream(log)
    assert sorted(sum(map(len, one)) for one in (stream, copy.copy(stream))) == [0, len(result.events)]


def test_many_names_that_are_not_there(tmp_path):
    with pytest.warns(ntlmscan.UnreadableWarning):
        result = ntlmscan.scan(tmp_path / f"{number}.evtx" for number in range(20_000))
    assert result.summary.files == result.summary.files_failed == len(result.files) == 20_000


def test_a_generator_that_raises(log):
    def logs():
        yield log
        raise LookupError("no more")

    for call in CALLS[:3]:
        with pytest.raises(LookupError, match="no more"):
            call(logs())


def test_folders_in_folders(log, tmp_path):
    deep = Path(tmp_path, *["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "a.evtx").write_bytes(log.read_bytes())
    assert ntlmscan.scan(tmp_path).summary.files == 1
