"""carve(): records out of bytes that are no log, and the logs made of them."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import ntlmscan
import polars as pl
import pytest

from .test_scan import COMMAND


@pytest.fixture(scope="module")
def image(log: Path) -> bytes:
    """The chunks of a log behind bytes that are none, at an odd place."""
    return b"no log " * 12_345 + log.read_bytes()[4096:] + b"nor this" * 999


def plain(table: ntlmscan.Table) -> pl.DataFrame:
    """Without what depends on the name of the input."""
    return table.to_polars().cast({pl.Categorical: pl.String}).drop("source")


def test_carve_finds_what_scan_finds(log, image):
    carved = ntlmscan.carve(image)
    assert set(carved.events.to_polars()["origin"]) == {"carved"}
    assert (carved.summary.records, carved.summary.files) == (0, 1)
    assert carved.summary.records_recovered >= ntlmscan.scan(log).summary.records
    assert carved.summary.chunks >= 1
    columns = ["record_id", "filetime", "computer", "channel", "event_id", "user_name", "client_name", "extra"]
    live = plain(ntlmscan.scan(log).events).select(columns)
    assert live.join(plain(carved.events).select(columns), on=columns, how="anti", nulls_equal=True).is_empty()
    assert len(carved.coverage) == 0


def test_every_form_of_input_gives_the_same(image, tmp_path):
    path = tmp_path / "disk.raw"
    path.write_bytes(image)
    rows = plain(ntlmscan.carve(path).events)
    assert rows.height > 0
    for form in (image, io.BytesIO(image), memoryview(image), tmp_path, {"disk": image}):
        assert plain(ntlmscan.carve(form, threads=2).events).equals(rows)
    assert plain(ntlmscan.carve(image, one_pass=True, threads=1).events).equals(rows)


def test_it_is_the_carving_of_the_command(image, tmp_path):
    path = tmp_path / "disk.raw"
    path.write_bytes(image)
    run = subprocess.run([COMMAND, "carve", path, "-o", "-"], check=True, capture_output=True)
    carved = ntlmscan.carve(path)
    carved.events.write(tmp_path / "events.ndjson")
    ours = (tmp_path / "events.ndjson").read_bytes().splitlines()
    assert list(map(json.loads, ours)) == list(map(json.loads, run.stdout.splitlines()))
    assert len(ours) == carved.summary.rows > 0


def test_events_and_times_narrow_it(image):
    every = plain(ntlmscan.carve(image).events)
    some = plain(ntlmscan.carve(image, events=[4624], since="2026-03-03", until="2026-03-04").events)
    assert 0 < some.height < every.height
    assert set(some["event_id"]) == {4624}


def test_chunks_are_written_as_logs(log, image, tmp_path):
    carved = ntlmscan.carve(image, write_evtx=tmp_path / "logs")
    assert sorted(carved.logs) == sorted((tmp_path / "logs").iterdir())
    assert (len(carved.logs), carved.chunks_written + carved.chunks_left_out) == (1, carved.summary.chunks)
    again = [record.to_dict() for record in ntlmscan.records(carved.logs[0])]
    assert again == [record.to_dict() for record in ntlmscan.records(log)]
    before = carved.logs[0].read_bytes()
    with pytest.raises(ntlmscan.OutputError, match="replace nothing"):
        ntlmscan.carve(image, write_evtx=tmp_path / "logs")
    assert carved.logs[0].read_bytes() == before
    assert ntlmscan.carve(image).logs == ()


def test_a_template_library_lends_names(log, image, tmp_path):
    """Without the chunk's own definitions and in one pass, names come from the library."""
    library = tmp_path / "some.templates"
    command = [COMMAND, "scan", log, "--recover", "--save-templates", library, "-o", tmp_path / "x.parquet"]
    subprocess.run(command, check=True, capture_output=True)
    headless = image.replace(b"ElfChnk", b"\0" * 7)
    columns = ["record_id", "event_id", "user_name"]
    alone = plain(ntlmscan.carve(headless, one_pass=True).events)
    lent = plain(ntlmscan.carve(headless, one_pass=True, templates=library).events)
    assert lent.height >= alone.height
    live = plain(ntlmscan.scan(log).events).select(columns)
    assert live.join(lent.select(columns), on=columns, how="anti", nulls_equal=True).is_empty()
    with pytest.raises(ntlmscan.FormatError, match="no library of templates"):
        ntlmscan.carve(image, templates=log)


def test_nothing_found_is_no_failure(tmp_path):
    carved = ntlmscan.carve(bytes(1 << 20))
    assert [len(table) for table in carved.tables] == [0, 1, 0, 0]
    counts = "1 image, 0 chunks, 0 records, 0 events kept, 0 losses, 0 other faults"
    assert repr(carved) == f"<ntlmscan.CarveResult: {counts}>"
    with pytest.warns(ntlmscan.UnreadableWarning, match="no file was found"):
        ntlmscan.carve(tmp_path)
    with pytest.warns(ntlmscan.UnreadableWarning, match="nothing could be read"):
        ntlmscan.carve(tmp_path / "missing.raw")
    with pytest.raises(ntlmscan.InputMissingError):
        ntlmscan.carve(tmp_path / "missing.raw", errors="raise")


def test_a_result_shows_what_was_recovered(image):
    carved = ntlmscan.carve(image)
    assert f"0 live, {carved.summary.records_recovered:,} recovered" in carved._repr_html_()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"write_evtx": 7}, TypeError),
        ({"templates": 7}, TypeError),
        ({"on_progress": 7}, TypeError),
        ({"threads": 0}, ValueError),
        ({"errors": "ignore"}, ntlmscan.ArgumentError),
        ({"events": "none"}, ntlmscan.ArgumentError),
    ],
    ids=repr,
)
def test_options_that_are_none(image, options, error):
    with pytest.raises(error):
        ntlmscan.carve(image, **options)


def test_a_callback_that_raises_ends_it_and_writes_nothing(image, tmp_path):
    def refuse(progress: ntlmscan.Progress) -> None:
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        ntlmscan.carve([image] * 400, write_evtx=tmp_path / "logs", threads=1, on_progress=refuse)
    assert not list(tmp_path.rglob("*.evtx"))


class Broken(io.BytesIO):
    """A disk of which the first sectors cannot be read."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() <= 4711 < self.tell() + (size or 0):
            raise OSError("bad sector")
        return super().read(size)


def test_what_cannot_be_read_is_told_and_the_rest_is_carved(image):
    carved = ntlmscan.carve(Broken(image))
    faults = carved.faults.to_polars()
    assert set(faults.filter(pl.col("severity").cast(pl.String) == "lost")["code"]) == {"input_unreadable"}
    assert plain(carved.events).height > 0
    with pytest.raises(ntlmscan.InputError, match="bad sector"):
        ntlmscan.carve(Broken(image), errors="raise")


def test_a_folder_without_a_name_and_paths_with_nul_are_refused(image):
    with pytest.raises(ntlmscan.ArgumentError, match="write_evtx: is empty"):
        ntlmscan.carve(image, write_evtx="")
    for call in (lambda: ntlmscan.carve(image, write_evtx="a\0b"), lambda: ntlmscan.carve("a\0b")):
        with pytest.raises(ValueError, match="a path holds no NUL"):
            call()


def test_a_name_that_is_no_unicode_is_written_so(log):
    found = ntlmscan.scan({"a\ud800": log.read_bytes()})
    assert found.files.to_polars()["source"].cast(pl.String).to_list() == ["a?"]


@pytest.mark.parametrize("end", [None, -1, 1 << 64, "12"])
def test_a_file_object_that_does_not_tell_its_size_is_refused(end):
    class Odd(io.BytesIO):
        def seek(self, *_):
            return end

    for call in (ntlmscan.carve, ntlmscan.scan):
        with pytest.raises(TypeError, match="seek"):
            call(Odd(b"no log"))
