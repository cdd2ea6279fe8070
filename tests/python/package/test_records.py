"""records() and show(): every record of a log, beside the dump of the native command and other parsers."""

from __future__ import annotations

import io
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import evtx
import ntlmscan
import polars as pl
import pytest

from .test_scan import COMMAND


def dumped(log: Path, *options: str) -> bytes:
    command = [str(COMMAND), "dump", str(log), "--quiet", *options]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE).stdout


def test_records_are_those_of_the_dump(demo):
    for log in sorted(demo.rglob("*.evtx")):
        lines = [json.loads(line) for line in dumped(log).splitlines()]
        records = list(ntlmscan.records(log))
        assert [record.to_dict() for record in records] == [line["Event"] for line in lines]
        assert [record.record_id for record in records] == [line["record_id"] for line in lines]
        assert [record.byte_offset for record in records] == [line["byte_offset"] for line in lines]
        assert "".join(record.xml() + "\n" for record in records).encode() == dumped(log, "--format", "xml")


def test_system_is_what_the_table_says(demo):
    """All records of the demo are of the catalogue, so each is a row."""
    for log in sorted(demo.rglob("*.evtx")):
        columns = ["byte_offset", "record_id", "time", "filetime", "computer", "channel", "provider", "event_id"]
        rows = pl.DataFrame(ntlmscan.scan(log).events).select(columns).cast({pl.Categorical: pl.String}).rows()
        records = [tuple(getattr(one, column) for column in columns) for one in ntlmscan.records(log)]
        assert records == rows


def test_records_agree_with_another_parser(log):
    """Its spelling of GUIDs and times is another one."""
    parser: Any = evtx.PyEvtxParser(str(log))
    theirs = [json.loads(record["data"])["Event"] for record in parser.records_json()]
    ours = list(ntlmscan.records(log))
    assert [one["System"]["EventRecordID"] for one in theirs] == [record.record_id for record in ours]
    assert [one["System"]["EventID"] for one in theirs] == [record.event_id for record in ours]
    for one, record in zip(theirs, ours, strict=True):
        payload = one.get("EventData") or {}
        assert payload.keys() == record.data.keys()
        assert payload.get("TargetUserName") == record.get("TargetUserName")


@pytest.mark.needs_corpus
def test_records_of_real_logs_agree_with_another_parser(corpus):
    path = corpus / "omerbenamram+evtx"
    logs = sorted(path.rglob("*.evtx"))[:12]
    assert logs
    for log in logs:
        lines = [json.loads(line) for line in dumped(log).splitlines()]
        assert [record.to_dict() for record in readable(log)] == [line["Event"] for line in lines], log.name


def readable(log: Path) -> list[ntlmscan.Record]:
    """Records that can be read whole."""
    out = []
    for record in ntlmscan.records(log):
        try:
            record.to_dict()
        except ntlmscan.RecordError:
            continue
        out.append(record)
    return out


def test_payload_by_name(log):
    logon = next(record for record in ntlmscan.records(log) if record.event_id == 4624)
    assert logon["LogonType"] == 5
    assert "LogonType" in logon
    assert "Nothing" not in logon
    assert logon.get("Nothing", 7) == 7
    with pytest.raises(KeyError):
        logon["Nothing"]
    assert logon.data["TargetUserName"] == "SYSTEM"


def test_user_data_by_name(demo):
    cleared = [one for log in demo.rglob("Security.evtx") for one in ntlmscan.records(log) if one.event_id == 1102]
    assert cleared
    assert "SubjectUserName" in cleared[0].data


def test_times_are_exact(log):
    for record in ntlmscan.records(log):
        assert record.filetime is not None
        assert record.time == datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=record.filetime // 10)


def test_records_outlive_their_walk(log):
    kept = [list(ntlmscan.records(log))[-1] for _ in range(3)]
    assert {one.xml() for one in kept} == {kept[0].xml()}


@pytest.mark.parametrize("source", [str, Path.read_bytes, lambda p: io.BytesIO(p.read_bytes())], ids=str)
def test_records_of_every_kind_of_input(log, source):
    assert [r.record_id for r in ntlmscan.records(source(log))] == [r.record_id for r in ntlmscan.records(log)]


def test_a_cut_log_is_read_as_far_as_it_goes(cut_log):
    walk = ntlmscan.records(cut_log)
    assert len(list(walk)) == ntlmscan.scan(cut_log).summary.records
    faults = ntlmscan.scan(cut_log).faults.to_polars().cast({pl.Categorical: pl.String})
    assert sorted(walk.faults) == sorted(ntlmscan.Fault(*row) for row in faults.rows())


def test_records_that_cannot_be_read_say_where(odd):
    damaged = []
    for log in sorted(odd.iterdir()):
        if log.name == "empty.evtx":
            continue
        for record in ntlmscan.records(log):
            try:
                record.to_dict()
            except ntlmscan.RecordError as error:
                damaged.append((error.code, error.file == str(log), error.offset == record.byte_offset))
    assert damaged
    assert {(file, offset) for _, file, offset in damaged} == {(True, True)}
    assert all(code in ntlmscan.FAULT_CODES for code, _, _ in damaged)


@pytest.mark.parametrize(
    ("source", "error", "code"),
    [
        ("/no/such/log.evtx", ntlmscan.InputMissingError, "input_missing"),
        ("/", ntlmscan.ArgumentError, "bad_argument"),
        ("/dev/null", ntlmscan.InputError, "input_unreadable"),
        (b"", ntlmscan.FormatError, "input_empty"),
        (b"no log", ntlmscan.FormatError, "not_evtx"),
    ],
)
@pytest.mark.parametrize(
    "call", [ntlmscan.records, lambda source: ntlmscan.show(source, 4608)], ids=["records", "show"]
)
def test_what_is_no_log(call, source, error, code):
    with pytest.raises(error) as caught:
        call(source)
    assert caught.value.code == code


def test_show_by_place_and_by_number(log):
    for record in list(ntlmscan.records(log))[::20]:
        detail = ntlmscan.show(log, record.byte_offset)
        assert detail.byte_offset == record.byte_offset
        assert detail.xml == record.xml()
        assert len(detail.bytes) == detail.size == record.size
        assert detail.row["event_id"] == str(record.event_id)
        assert ntlmscan.show(log, record_id=record.record_id).byte_offset == record.byte_offset
    assert detail.kept
    assert detail.damage is None
    assert detail.templates[0].guid
    assert {value.template_number for value in detail.values} <= set(range(len(detail.templates)))
    assert ntlmscan.show(log.read_bytes(), record.byte_offset).xml == record.xml()


def test_show_of_nothing(log):
    with pytest.raises(ntlmscan.ArgumentError, match="the next one begins at 4608") as caught:
        ntlmscan.show(log, 17)
    assert (caught.value.file, caught.value.offset) == (str(log), 17)
    with pytest.raises(ntlmscan.ArgumentError, match="no live record has the number"):
        ntlmscan.show(log, record_id=10**9)
    with pytest.raises(ntlmscan.ArgumentError, match="by offset or by record_id"):
        ntlmscan.show(log)
    with pytest.raises(ntlmscan.ArgumentError, match="by offset or by record_id"):
        ntlmscan.show(log, 1, record_id=1)
