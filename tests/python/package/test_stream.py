"""stream(): batches one by one, in one pass, whoever reads and however it ends."""

from __future__ import annotations

import threading

import duckdb
import ntlmscan
import polars as pl
import pyarrow as pa
import pytest


def text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.cast({pl.Categorical: pl.String})


def test_batches_are_the_rows_of_a_scan(large_log):
    batches = [text(pl.DataFrame(batch)) for batch in ntlmscan.stream(large_log)]
    assert len(batches) > 2
    assert max(batch.height for batch in batches) == 65536
    assert pl.concat(batches).equals(text(ntlmscan.scan(large_log).events.to_polars()))


def test_a_batch_speaks_both_protocols(log):
    (batch,) = ntlmscan.stream(log)
    assert isinstance(batch, ntlmscan.RecordBatch)
    as_array = pa.record_batch(batch)
    as_array.validate(full=True)
    assert pa.table(batch).to_batches()[0].equals(as_array)
    assert as_array.num_rows == len(batch) == batch.num_rows


@pytest.mark.parametrize("table", ["events", "files", "coverage", "faults"])
def test_each_table_can_be_streamed(demo, table):
    batches = [text(pl.DataFrame(batch)) for batch in ntlmscan.stream(demo, table=table)]
    assert pl.concat(batches).equals(text(getattr(ntlmscan.scan(demo), table).to_polars()))


def test_a_stream_is_an_arrow_stream(large_log):
    reader = pa.RecordBatchReader.from_stream(ntlmscan.stream(large_log))
    assert reader.read_all().num_rows == len(ntlmscan.scan(large_log).events)
    assert pl.DataFrame(ntlmscan.stream(large_log)).height == len(ntlmscan.scan(large_log).events)


def test_the_totals_come_at_the_end(cut_log):
    stream = ntlmscan.stream(cut_log)
    assert stream.summary is None or stream.summary.files == 1
    rows = sum(map(len, stream))
    assert stream.summary is not None
    assert (stream.summary.rows, stream.summary.files_partial, stream.summary.faults_lost) == (rows, 1, 2)


def test_the_second_pass_says_what_to_do(log):
    stream = ntlmscan.stream(log)
    assert len(list(stream)) == 1
    for again in (iter, lambda one: one.__arrow_c_stream__(), pl.DataFrame):
        with pytest.raises(ntlmscan.StreamUsedError, match=r"ntlmscan\.scan\(\)"):
            again(stream)


def test_duckdb_asks_more_than_once(log):
    stream = ntlmscan.stream(log)  # noqa: F841 - found by name
    relation = duckdb.sql("select count(*) from stream")
    assert relation.fetchall() == [(len(ntlmscan.scan(log).events),)]
    with pytest.raises(Exception, match=r"ntlmscan\.scan\(\)"):  # the class is that of whoever asked
        duckdb.sql("select count(*) from stream").fetchall()


def test_leaving_ends_the_scan(large_log):
    before = threading.active_count()
    with ntlmscan.stream(large_log) as stream:
        batches = iter(stream)
        next(batches)
    with pytest.raises(ntlmscan.StreamClosedError):
        list(batches)
    stream.close()
    assert threading.active_count() == before


def test_a_consumer_that_raises_leaves_nothing_behind(large_log):
    def consume() -> None:
        for batch in ntlmscan.stream(large_log):
            batch.num_rows / 0

    with pytest.raises(ZeroDivisionError):
        consume()
    for _ in range(5):
        next(iter(ntlmscan.stream(large_log)))


def test_unread_streams_end(large_log):
    for _ in range(50):
        ntlmscan.stream(large_log)
        ntlmscan.stream(large_log).__arrow_c_stream__()


def test_two_threads_share_one_iterator(large_log):
    batches = iter(ntlmscan.stream(large_log))
    rows: list[int] = []

    def read() -> None:
        rows.extend(map(len, batches))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(rows) == len(ntlmscan.scan(large_log).events)


def test_two_threads_that_iterate_one_stream(large_log):
    stream = ntlmscan.stream(large_log)
    rows: list[int] = []
    refused: list[Exception] = []

    def read() -> None:
        try:
            rows.extend(map(len, stream))
        except ntlmscan.StreamUsedError as error:
            refused.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 2
    assert sum(rows) == len(ntlmscan.scan(large_log).events)


def test_errors_come_while_reading(cut_log, tmp_path):
    with pytest.raises(ntlmscan.FormatError) as caught:
        list(ntlmscan.stream(cut_log, errors="raise"))
    assert (caught.value.code, caught.value.file) == ("file_cut", str(cut_log))
    with pytest.raises(ntlmscan.ArgumentError, match="is no event id"):
        list(ntlmscan.stream(cut_log, events="@all"))
    with pytest.raises(ntlmscan.ArgumentError, match="there is no table"):
        ntlmscan.stream(cut_log, table="rows")  # type: ignore[arg-type]
    with pytest.raises(OSError, match="no such file or folder"):
        pa.RecordBatchReader.from_stream(ntlmscan.stream(tmp_path / "none", errors="raise")).read_all()


def test_python_runs_while_a_file_object_is_streamed(large_log):
    """The threads of the scan want the interpreter for each read; who waits for a batch must not hold it."""
    with large_log.open("rb") as file:
        rows = sum(map(len, ntlmscan.stream(file, threads=4)))
    assert rows == len(ntlmscan.scan(large_log).events)
    with large_log.open("rb") as file:
        assert pl.DataFrame(ntlmscan.stream(file, threads=4)).height == rows
    with large_log.open("rb") as file:
        assert pa.RecordBatchReader.from_stream(ntlmscan.stream(file, threads=4)).read_all().num_rows == rows
