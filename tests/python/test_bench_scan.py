"""The benchmark's own arithmetic and comparisons: a wrong one would flatter without anybody noticing."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.peers import xml_ids
from bench.scan import compare_dump, floors, ntlm_table, report, table
from bench.scan.chunks import CHUNK, chunks_of, is_sound, records_in, sound_chunks, write_log
from bench.scan.timing import Command, Run, Runner, ratio, shell, spread, summary

ROOT = Path(__file__).resolve().parents[2]


def runs(*seconds: float) -> list[Run]:
    return [Run(one, one, 1024) for one in seconds]


def exactly(value: float) -> dict[str, float]:
    return {"median": value, "low": value, "high": value}


@pytest.fixture(scope="module")
def demo(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bench") / "demo"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def test_ratios_are_taken_within_a_round() -> None:
    # 2, 0.6 and 5; the ratio of the median times would be 1.5.
    taken = {"peer": runs(2, 6, 20), "ours": runs(1, 10, 4)}
    assert ratio(taken, "peer", "ours") == {"median": 2.0, "low": 1.3, "high": 3.5}
    with pytest.raises(ValueError, match="shorter"):
        ratio({"peer": runs(1, 2), "ours": runs(1)}, "peer", "ours")


def test_spread_has_the_quartiles() -> None:
    assert spread([5, 1, 4, 2, 3]) == {"median": 3, "low": 2, "high": 4}


def test_summary_by_byte_and_by_record() -> None:
    took = summary(runs(2, 2, 2), size=4_000_000_000, records=1_000_000)
    assert (took["gb_per_second"], took["records_per_second"], took["ns_per_record"]) == (2.0, 500_000, 2000.0)
    assert took["peak_mib"] == 1.0
    assert "ns_per_record" not in summary(runs(2, 2, 2), size=1, records=0)


@pytest.mark.parametrize(
    ("workload", "kind", "figures", "met"),
    [
        ("scan", "mixed", {"evtx_dump/ntlmscan": 5.0, "ntlmscan/cat": 1.8}, [True, True]),
        ("scan", "mixed", {"evtx_dump/ntlmscan": 4.99, "ntlmscan/cat": 1.81}, [False, False]),
        ("scan", "ntlm", {"evtx_dump/ntlmscan": 2.5, "ntlmscan/cat": 9.0}, [True]),
        ("one event", "security, 4776", {"evtx_dump/ntlmscan": 5.9}, [False]),
        ("ntlm table", "mixed", {"evtx_dump and jq/ntlmscan": 50.0, "evtx_dump and DuckDB/ntlmscan": 1.0}, [True]),
        ("memory", "ntlm, 8 GiB", {"anonymous MiB": 48.5}, [False]),
        ("start-up", "true", {"ms of any process": 9.0}, []),
        ("once", "one log, cold", {"evtx_dump/ntlmscan": 0.1}, []),
    ],
)
def test_floors(workload: str, kind: str, figures: dict[str, float], met: list[bool]) -> None:
    judged = floors.judge(workload, kind, {name: exactly(value) for name, value in figures.items()})
    assert [floor["met"] for floor in judged] == met


@pytest.mark.parametrize(
    ("ours", "theirs", "equal"),
    [
        ({"a": 1, "b": {"c": "x"}}, {"b": {"c": "x"}, "a": 1}, True),
        ({"a": True}, {"a": 16}, True),  # a boolean with another bit set
        ({"a": True}, {"a": 0}, False),
        ({"a": False}, {"a": 16}, False),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, False),
        ({"a": None}, {"a": None}, True),
    ],
)
def test_events_are_compared_by_value_and_type(ours: object, theirs: object, equal: bool) -> None:
    assert compare_dump.same(ours, theirs) is equal


def test_values_of_an_event_are_counted() -> None:
    assert compare_dump.cells({"System": {"EventID": 1, "Computer": "A"}, "EventData": {"x": None}}) == 3


def test_rows_of_the_ntlm_table_are_compared_as_values() -> None:
    instant = datetime(2026, 3, 2, 8, 15, 30, 123456, tzinfo=UTC)
    ours = ntlm_table.rows(
        [{"time": "2026-03-02T08:15:30.123456Z", "user_name": "a", "extra": "{}"}], ["time", "user_name"]
    )
    theirs = ntlm_table.rows([{"time": "2026-03-02T08:15:30.1234567Z", "user_name": "a \0"}])
    table = ntlm_table.rows([{"time": instant, "user_name": "a"}])
    assert ours == table == theirs == Counter({(instant, "a"): 1})
    assert ntlm_table.cell("user_name", "") is None


def test_ids_of_xml() -> None:
    lines = [
        b"<Event><System><EventID Qualifiers='0'>4776</EventID>",
        b"<EventRecordID>17</EventRecordID></System></Event>",
        b"<EventID>8001</EventID><EventRecordID>18</EventRecordID>",
    ]
    assert xml_ids.ids(lines) == [(17, 4776), (18, 8001)]


def test_sound_chunks_make_a_log_again(demo: Path, tmp_path: Path) -> None:
    chunks = sound_chunks([demo])
    assert len(chunks) == len(set(chunks)) > 10
    assert all(records_in(chunk) > 0 for chunk in chunks)
    write_log(tmp_path / "again.evtx", chunks, len(chunks))
    assert list(chunks_of(tmp_path / "again.evtx")) == chunks
    assert not is_sound(chunks[0][:-1])
    assert not is_sound(chunks[0][:600] + bytes([chunks[0][600] ^ 1]) + chunks[0][601:])
    assert len(chunks[0]) == CHUNK


def test_a_made_log_is_read_whole(demo: Path, tmp_path: Path, ntlmscan_binary: Path) -> None:
    chunks = sound_chunks([demo])
    log = tmp_path / "all.evtx"
    write_log(log, chunks, len(chunks))
    done = subprocess.run([ntlmscan_binary, "dump", "--quiet", log], check=True, capture_output=True)
    assert done.stdout.count(b"\n") == sum(map(records_in, chunks))


def test_an_unexpected_status_ends_the_benchmark(tmp_path: Path) -> None:
    timed_run = tmp_path / "timed_run"
    took = {"seconds": 1.0, "user": 0.5, "system": 0.25, "peak_kib": 9, "anonymous_kib": -1, "status": 3}
    timed_run.write_text(f"#!/bin/sh\necho '{json.dumps(took)}'\n", encoding="utf-8")
    timed_run.chmod(0o755)
    runner = Runner(timed_run)
    assert runner.run(Command(["x"], frozenset({3}))) == Run(1.0, 0.75, 9, -1)
    with pytest.raises(SystemExit, match="ended with 3"):
        runner.run(shell("true | false"))
    turns: list[int] = []
    taken = runner.rounds({"a": Command(["a"], frozenset({3}))}, 5, lambda: turns.append(1))
    assert (len(taken["a"]), len(turns)) == (5, 6)


def test_splice_replaces_what_stands_between_the_markers() -> None:
    page = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
    assert table.splice(page, "new\n") == f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n"
    for broken in (page.replace(table.END, ""), page + page):
        with pytest.raises(SystemExit, match="once each"):
            table.splice(broken, "new\n")


def test_the_least_favourable_input_stands_in_the_short_table() -> None:
    def result(kind: str, value: float) -> dict[str, object]:
        judged = floors.judge("dump", kind, {"evtx_dump/ntlmscan": exactly(value)})
        return {"workload": "dump", "input": kind, "floors": judged}

    lines = table.floors_in_short({"results": [result("mixed", 1.5), result("ntlm", 1.1), result("security", 1.3)]})
    assert lines[2:] == ["| dump | evtx_dump/ntlmscan | ≥ 1.2 | 1.10 | ntlm | **no** |"]


def test_tables_are_those_of_the_newest_results() -> None:
    newest = table.newest(ROOT / "bench" / "results")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert table.splice(readme, table.readme_part(newest)) == readme, "python -m bench.scan.table --readme"
    kept = (ROOT / "bench" / "results" / "table.md").read_text(encoding="utf-8")
    assert table.render(newest) == kept, "python -m bench.scan.table"


def test_the_report_names_floors_that_are_missed() -> None:
    newest = table.newest(ROOT / "bench" / "results")
    result = json.loads(json.dumps(newest["results"][0]))
    result["figures"] = {"evtx_dump/ntlmscan": exactly(0.5)}
    result["floors"] = floors.judge("scan", "mixed", result["figures"])
    assert "floor ≥ 5: NOT MET" in report.text(result)
