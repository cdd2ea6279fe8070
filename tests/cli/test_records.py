"""`dump`, `info`, `show` and `explain`."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from .conftest import Ntlmscan
from .terminal_text import forbidden, plain, too_wide


def test_dump_writes_a_line_a_record(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    run = ntlmscan("dump", sound_log)
    assert run.status == 0
    records = [json.loads(line) for line in run.lines]
    assert records[0]["byte_offset"] == 4608
    assert [r["record_id"] for r in records] == list(range(1, len(records) + 1))
    assert ntlmscan("dump", sound_log, "--threads", "4").out == run.out


def test_dump_as_xml_to_a_file(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    run = ntlmscan("dump", "--format", "xml", sound_log, "-o", tmp_path / "out.xml")
    assert run.status == 0
    assert not run.out
    text = (tmp_path / "out.xml").read_text(encoding="utf-8")
    assert text.startswith("<Event ")
    assert list(tmp_path.iterdir()) == [tmp_path / "out.xml"]


def test_dump_names_faults_with_file_and_offset(ntlmscan: Ntlmscan, cut_log: Path) -> None:
    run = ntlmscan("dump", cut_log)
    assert run.status == 1
    assert re.search(rf"^{re.escape(str(cut_log))}@\d+: lost [a-z_]+: ", run.err, re.MULTILINE)


def test_dump_counts_notes_and_names_them_when_asked(ntlmscan: Ntlmscan, demo: Path) -> None:
    dirty = demo / "CONTOSO-DC3" / "Security.evtx"
    assert "1 note on what is odd" in ntlmscan("dump", dirty).err
    assert f"{dirty}@0: note file_dirty: " in ntlmscan("dump", "--verbose", dirty).err
    assert not ntlmscan("dump", "--quiet", dirty).err


def test_dump_keeps_any_event_of_an_id(ntlmscan: Ntlmscan, demo: Path) -> None:
    run = ntlmscan("dump", demo, "--events", "12")
    assert run.lines
    assert all(re.search(r'"EventID":"?12\b', line) for line in run.lines)


def test_info_of_one_log(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    run = ntlmscan("info", sound_log)
    assert run.status == 0
    assert "every record could be read" in run.text
    assert "all checksums hold" in run.flat
    assert "ids 1 to" in run.text
    assert "none missing" in run.text
    assert not too_wide(run.text)


def test_info_of_many_logs(ntlmscan: Ntlmscan, demo: Path) -> None:
    run = ntlmscan("info", demo)
    assert run.status == 1
    assert len([line for line in run.lines if line.startswith(("ok", "partial"))]) == 21
    assert "20 read whole, 1 in part" in run.flat
    assert not too_wide(run.text)
    assert "every record could be read" in ntlmscan("info", "--verbose", demo).text


def test_info_as_json(ntlmscan: Ntlmscan, demo: Path) -> None:
    run = ntlmscan("info", "--format", "ndjson", demo)
    files = {Path(f["source"]).relative_to(demo).as_posix(): f for f in map(json.loads, run.lines)}
    assert len(files) == 21
    assert files["CONTOSO-FS3/Security.evtx"]["state"] == "partial"
    assert files["CONTOSO-FS1/Security.evtx"]["streams"][0]["computers"] == ["CONTOSO-FS1.contoso.local"]
    cleared = files["CONTOSO-PC2/Security.evtx"]["signs"]
    assert [s["code"] for s in cleared] == ["log_cleared"]


def records_of(ntlmscan: Ntlmscan, log: Path) -> list[int]:
    return [json.loads(line)["byte_offset"] for line in ntlmscan("dump", log).lines]


def signs_of(ntlmscan: Ntlmscan, log: Path) -> dict[str, dict[str, Any]]:
    return {s["code"]: s for s in json.loads(ntlmscan("info", "--format", "ndjson", log).text)["signs"]}


def test_info_finds_a_record_hidden_behind_another(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    """The way of a known tool: the record in front grows over the one that is to disappear."""
    data = bytearray(sound_log.read_bytes())
    offsets = records_of(ntlmscan, sound_log)
    front, hidden, behind = offsets[4:7]
    struct.pack_into("<I", data, front + 4, behind - front)
    struct.pack_into("<I", data, behind - 4, behind - front)
    log = tmp_path / "Security.evtx"
    log.write_bytes(data)
    signs = signs_of(ntlmscan, log)
    assert hidden - 8 <= signs["hidden_bytes"]["byte_offset"] + 4 <= hidden + 8
    assert signs["hidden_bytes"]["innocent"].startswith("none")
    assert signs["id_gap"]["places"] == 1
    assert "1 record id is missing" in signs["id_gap"]["evidence"]
    shown = ntlmscan("show", f"{log}@{front}").flat
    assert "between the end of its content and its size copy" in shown


def test_info_sees_the_time_go_back(ntlmscan: Ntlmscan, demo: Path, tmp_path: Path) -> None:
    """TimeCreated of one record is an hour later than the next one's; its own FILETIME is found by its value."""
    source = demo / "CONTOSO-PC1" / "Security.evtx"
    data = bytearray(source.read_bytes())
    first = json.loads(ntlmscan("scan", source, "-o", "-").lines[0])
    ticks = int(first["filetime"])
    at = data.index(struct.pack("<Q", ticks), first["byte_offset"] + 24)
    struct.pack_into("<Q", data, at, ticks + 36_000_000_000 * 24 * 30)
    log = tmp_path / "Security.evtx"
    log.write_bytes(data)
    signs = signs_of(ntlmscan, log)
    assert "time_back" in signs
    assert signs["time_back"]["innocent"]


def test_show_takes_a_record_apart(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    row = next(
        r
        for r in map(json.loads, ntlmscan("scan", sound_log, "-o", "-").lines)
        if r["event_id"] == 4624 and r["user_name"] == "JOE_USER"
    )
    run = ntlmscan("show", f"{sound_log}@{row['byte_offset']}")
    assert run.status == 0
    for part in (
        f"record id     {row['record_id']}",
        "BinXml",
        "Template nested in a value",
        "<EventID>4624</EventID>",
        "user_name           JOE_USER",
        "event_id            4624",
        "defined at",
    ):
        assert part in run.text
    assert not too_wide(run.text)
    assert not forbidden(run.text)
    hexadecimal = ntlmscan("show", f"{sound_log}@{row['byte_offset']:#x}", "--bytes")
    assert re.search(rf"^{row['byte_offset']:08x}  2a 2a 00 00 ", hexadecimal.text, re.MULTILINE)
    assert not too_wide(hexadecimal.text)


def test_show_of_another_place_names_the_nearest(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    offsets = records_of(ntlmscan, sound_log)
    run = ntlmscan("show", f"{sound_log}@{offsets[7] + 8}")
    assert run.status == 2
    assert str(offsets[7]) in run.err
    assert str(offsets[8]) in run.err
    assert str(offsets[0]) in ntlmscan("show", f"{sound_log}@0").err
    assert str(offsets[-1]) in ntlmscan("show", f"{sound_log}@{1 << 63}").err


def test_show_splits_at_the_last_at(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a@b.evtx"
    odd.write_bytes(sound_log.read_bytes())
    assert ntlmscan("show", f"{odd}@4608").status == 0
    assert ntlmscan("show", f"{tmp_path}/missing.evtx@4608").status == 2
    assert ntlmscan("show", f"{tmp_path}@4608").status == 2


@pytest.mark.needs_corpus
def test_show_of_real_records_of_every_kind(ntlmscan: Ntlmscan, corpus: Path) -> None:
    logs = sorted(corpus.rglob("*.evtx"))[::12]
    assert logs
    for log in logs:
        for offset in records_of(ntlmscan, log)[:2]:
            run = ntlmscan("show", f"{log}@{offset}", "--bytes", "--color=always")
            assert run.status in (0, 1)
            assert not too_wide(run.text)
            assert not forbidden(plain(run.text))


@pytest.mark.needs_corpus
def test_no_real_log_is_said_to_hide_records(ntlmscan: Ntlmscan, corpus: Path) -> None:
    files = [json.loads(line) for line in ntlmscan("info", "--format", "ndjson", corpus).lines]
    assert len(files) > 400
    codes = {sign["code"] for file in files for sign in file["signs"]}
    assert "hidden_bytes" not in codes
    assert "chunk_ids" not in codes
    assert "log_cleared" in codes


def test_explain_an_event(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("explain", "8004")
    assert run.status == 0
    for part in ("SChannelName", "via_name", "What it cannot say", "written by", "4004", "Security-Netlogon"):
        assert part in run.flat


def test_explain_every_event_fits(ntlmscan: Ntlmscan) -> None:
    listing = ntlmscan("explain")
    assert listing.status == 0
    ids = sorted({int(number) for number in re.findall(r"^  (\d+) ", listing.text, re.MULTILINE)})
    assert {8001, 4624, 4776, 4020, 1102, 5816} <= set(ids)
    run = ntlmscan("explain", *map(str, ids))
    assert run.status == 0
    assert not too_wide(listing.text + run.text)
    assert "\x1b[1m" in ntlmscan("explain", "8001", "--color=always").text


def test_explain_auditing(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("explain", "auditing")
    assert run.status == 0
    assert "RestrictSendingNTLMTraffic" in run.text.replace("\n", "").replace(" ", "")
    assert "AuditReceivingNTLMTraffic" in run.text.replace("\n", "").replace(" ", "")
    assert "DENY" in run.text
    assert "wevtutil" in run.text
    assert not too_wide(run.text)
