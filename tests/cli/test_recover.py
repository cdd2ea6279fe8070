"""`--recover` and what goes with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Ntlmscan

KB64 = 65536


def dumped(ntlmscan: Ntlmscan, *words: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ntlmscan("dump", "-q", *words).lines]


def event(line: dict[str, Any]) -> dict[str, Any]:
    """The event alone, wherever it lay."""
    return line["Event"]  # type: ignore[no-any-return]


@pytest.fixture
def beheaded(sound_log: Path, tmp_path: Path) -> Path:
    """The log with the header of its second chunk wiped."""
    content = bytearray(sound_log.read_bytes())
    content[4096 + KB64 : 4096 + KB64 + 512] = bytes(512)
    path = tmp_path / "beheaded.evtx"
    path.write_bytes(content)
    return path


def test_live_lines_stay_what_they_are(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    without = ntlmscan("dump", sound_log).lines
    recovered = ntlmscan("dump", "--recover", sound_log).lines
    assert [line for line in recovered if '"origin":"live"' in line] == without


def test_records_of_a_block_without_a_header_come_out(ntlmscan: Ntlmscan, sound_log: Path, beheaded: Path) -> None:
    whole = dumped(ntlmscan, sound_log)
    without = dumped(ntlmscan, beheaded)
    lines = dumped(ntlmscan, "--recover", beheaded)
    damaged = [line for line in lines if line["origin"] == "damaged"]
    assert len(without) < len(whole)
    found = {line["byte_offset"]: line for line in lines}
    assert all(event(found[line["byte_offset"]]) == event(line) for line in whole)
    assert {line["decoded_by"] for line in damaged if line["byte_offset"] in {w["byte_offset"] for w in whole}} == {
        "chunk"
    }


@pytest.mark.parametrize("shift", [1, 7, 512, 4099])
def test_a_log_shifted_by_any_number_of_bytes_is_read(
    ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path, shift: int
) -> None:
    moved = tmp_path / "moved.evtx"
    moved.write_bytes(b"\xa5" * shift + sound_log.read_bytes())
    whole = dumped(ntlmscan, sound_log)
    found = {line["byte_offset"] - shift: event(line) for line in dumped(ntlmscan, "--recover", moved)}
    assert all(found.get(line["byte_offset"]) == event(line) for line in whole)


def test_threads_and_order_change_nothing(ntlmscan: Ntlmscan, demo: Path, beheaded: Path) -> None:
    one = ntlmscan("dump", "-q", "--recover", "--threads", "1", demo, beheaded)
    assert ntlmscan("dump", "-q", "--recover", "--threads", "4", demo, beheaded).out == one.out
    other = ntlmscan("dump", "-q", "--recover", beheaded, demo)
    assert sorted(other.lines) == sorted(one.lines)


def test_a_library_is_saved_and_lent(ntlmscan: Ntlmscan, demo: Path, sound_log: Path, tmp_path: Path) -> None:
    library = tmp_path / "known.templates"
    saved = ntlmscan(
        "dump", "-q", "--recover", "--save-templates", library, sound_log.parent, "-o", tmp_path / "all.ndjson"
    )
    assert saved.status == 0
    assert library.read_bytes().startswith(b"ntlmscan templates\n")
    assert ntlmscan("dump", "-q", "--recover", "--one-pass", "--templates", library, sound_log).status == 0
    damaged = tmp_path / "damaged.templates"
    damaged.write_bytes(library.read_bytes()[:-1])
    refused = ntlmscan("dump", "--recover", "--templates", damaged, sound_log)
    assert refused.status == 2
    assert "template library" in refused.err
    none = tmp_path / "none"
    none.write_text("something else")
    refused = ntlmscan("dump", "--recover", "--templates", none, sound_log)
    assert refused.status == 2
    assert f"{none}: no library of templates, as --save-templates writes them\n" in refused.err


@pytest.mark.parametrize("command", ["scan", "dump", "info"])
@pytest.mark.parametrize("option", ["--one-pass", "--templates", "--save-templates"])
def test_templates_without_recovery_are_a_wrong_call(
    ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path, command: str, option: str
) -> None:
    library = tmp_path / "known.templates"
    run = ntlmscan(command, sound_log, option, *([] if option == "--one-pass" else [library]))
    assert (run.status, run.out) == (2, b"")
    assert run.err == f"ntlmscan: {option} needs --recover\n"
    assert not library.exists()


def test_standard_input_is_read_as_well(ntlmscan: Ntlmscan, beheaded: Path) -> None:
    lines = ntlmscan("dump", "-q", "--recover", "-", stdin=beheaded.read_bytes()).lines
    assert any('"origin":"damaged"' in line for line in lines)


def test_info_counts_old_records_where_it_is_asked_to(ntlmscan: Ntlmscan, beheaded: Path) -> None:
    with_recovery = json.loads(ntlmscan("info", "--recover", "--format", "ndjson", beheaded).text)
    without = json.loads(ntlmscan("info", "--format", "ndjson", beheaded).text)
    assert with_recovery["records_recovered"] > 0
    assert "records_recovered" not in without
    assert with_recovery["records"] == without["records"]


def test_a_log_of_old_records_alone_is_written_out(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.evtx"
    moved.write_bytes(b"\xa5" * 3 + sound_log.read_bytes())
    assert ntlmscan("scan", "-o", tmp_path / "none.ndjson", moved).status == 2
    run = ntlmscan("scan", "--recover", "-o", tmp_path / "out.ndjson", moved)
    assert run.status == 1
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines()]
    assert {row["origin"] for row in rows} == {"damaged"}
    files = json.loads((tmp_path / "out.files.ndjson").read_text(encoding="utf-8"))
    assert (files["state"], files["records"]) == ("partial", 0)
    assert files["records_recovered"] >= len(rows)
