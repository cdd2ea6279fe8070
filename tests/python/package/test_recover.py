"""``recover=True``: old records in scans, streams and walks over one log."""

from __future__ import annotations

import ntlmscan
import pytest


@pytest.fixture(scope="module")
def beheaded(log) -> bytes:
    """The log with the header of its first chunk wiped: not one record of it is live."""
    content = bytearray(log.read_bytes())
    content[4096 : 4096 + 512] = bytes(512)
    return bytes(content)


def test_scan_and_stream_give_the_rows_of_recovery(log, beheaded):
    whole = ntlmscan.scan(log)
    result = ntlmscan.scan(beheaded, recover=True)
    rows = result.events.to_polars()
    assert {"damaged"} <= set(rows["origin"])
    assert set(whole.events.to_polars()["byte_offset"]) <= set(rows["byte_offset"])
    assert result.summary.records_recovered == result.files.to_polars()["records_recovered"].sum() > 0
    with ntlmscan.stream(beheaded, recover=True) as batches:
        assert sum(batch.num_rows for batch in batches) == rows.height


def test_records_tell_where_they_lay(log, beheaded):
    live = {record.byte_offset: record.to_dict() for record in ntlmscan.records(log)}
    old = {record.byte_offset: record for record in ntlmscan.records(beheaded, recover=True)}
    assert all(old[place].to_dict() == event for place, event in live.items())
    damaged = [record for record in old.values() if record.origin == "damaged"]
    assert damaged
    assert all(record.decoded_by for record in damaged)
    assert all(record.decoded_by is None for record in ntlmscan.records(log))


def test_a_library_must_be_one(log, tmp_path):
    path = tmp_path / "no.templates"
    path.write_bytes(b"something else")
    with pytest.raises(ntlmscan.FormatError, match="no library of templates"):
        ntlmscan.scan(log, recover=True, templates=path)
