"""The commands as people run them: on a scanned folder and on raw logs, to the terminal, to files, and refusals."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from case_files import CASES, arrow_table, read_case
from ntlmscan.schema_tables import TABLES


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scanned")
    case = read_case(CASES / "c01_smb_by_address.txt")
    for row in case.tables["events"]:
        row["process_name"] = "C:\\evil\x1b[31m\u202e.exe"
    for name in TABLES:
        pq.write_table(arrow_table(name, case.tables[name]), folder / f"{name}.parquet")
    return folder


def run(command: str, *words: str | Path, program: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    if program:
        environment["NTLMSCAN_PROGRAM"] = str(program)
    return subprocess.run(
        [sys.executable, "-m", f"ntlmscan.commands.{command}", *map(str, words)],
        capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip


def test_a_table_for_people_shows_no_control_character(scanned: Path) -> None:
    done = run("query", "authentications", scanned)
    assert done.returncode == 0, done.stderr
    assert "CONTOSO\\alice" in done.stdout
    assert "evil\\u001b[31m\\u202e.exe" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_files_of_each_format_hold_the_same_rows(scanned: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "json", "ndjson", "parquet"):
        assert run("query", "authentications", scanned, "-o", tmp_path / f"a.{suffix}").returncode == 0
    from_json = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "a.ndjson").read_text(encoding="utf-8").splitlines()
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        from_csv = list(csv.DictReader(file))
    assert [json.loads(line) for line in lines] == from_json
    assert [row["account"] for row in from_json] == [row["account"] for row in from_csv] == ["CONTOSO\\alice"] * 4
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 4
    assert from_json[0]["time"].endswith("Z")


@pytest.mark.parametrize("order", [("sql", "input"), ("input", "sql")])
def test_sql_text_may_stand_first_or_last(scanned: Path, order: tuple[str, str]) -> None:
    words = {"sql": "select server, count(*) as n from accesses group by server", "input": str(scanned)}
    done = run("query", *(words[one] for one in order), "--format", "ndjson")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"server": "fs1.contoso.local", "n": 1}]


def test_timeline_of_one_host_in_one_window(scanned: Path) -> None:
    window = ("--since", "2026-03-02T08:00:00.120Z", "--until", "2026-03-02T08:00:00.131Z")
    done = run("timeline", scanned, "--host", "FS1", *window, "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["event_id"] for row in rows] == [8002, 8002, 8002, 8003]
    assert {row["computer"] for row in rows} == {"fs1.contoso.local"}


def test_timeline_finds_the_account_behind_a_client_record(scanned: Path) -> None:
    done = run("timeline", scanned, "--user", "CONTOSO\\ALICE", "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["event_id"] for row in rows].count(8001) == 4
    assert {row["account"].split("\\")[1] for row in rows} == {"alice"}


def test_compare_says_what_one_side_could_not_have_shown(scanned: Path, tmp_path: Path) -> None:
    table = pq.read_table(scanned / "events.parquet")
    pq.write_table(table.slice(0, 0), tmp_path / "events.parquet")
    same = run("compare", scanned, scanned, "--format", "ndjson")
    emptied = run("compare", scanned, tmp_path, "--format", "ndjson")
    assert [json.loads(line)["account"] for line in same.stdout.splitlines()] == ["CONTOSO\\alice"]
    assert [json.loads(line)["change"] for line in emptied.stdout.splitlines()] == ["not_comparable"]


def test_about_says_what_cannot_be_seen() -> None:
    done = run("query", "authentications", "--about")
    assert "cannot see: " in done.stdout


def test_without_a_word_the_analyses_are_listed() -> None:
    assert "  authentications  " in run("query").stdout


REFUSED = (
    (("query", "nosuch", "{scan}"), "no analysis is called 'nosuch'; there are: "),
    (("query", "hosts", "{scan}/nowhere"), "nowhere: no such file or folder"),
    (("query", "hosts"), "no input: give logs"),
    (("query", "hosts", "{scan}", "--set", "x"), "'x' is no NAME=VALUE"),
    (("query", "hosts", "{scan}", "--set", "x=1"), "hosts has no parameter 'x'; it has: none"),
    (("query", "hunt", "{scan}", "--set", "guesses=few"), "guesses 'few' is no whole number"),
    (("query", "hunt", "{scan}", "--set", "guesses=2", "--set", "guesses=3"), "--set guesses stands there twice"),
    (("query", "hosts", "{scan}", "-o", "a.xls"), "a.xls: the name does not say a format"),
    (("query", "select nope from events", "{scan}"), 'Referenced column "nope" not found'),
    (("query", "hosts", "{scan}", "--context", "{scan}/none"), "none: no such folder"),
    (("timeline", "{scan}", "--since", "yesterday"), "--since 'yesterday' is no time such as"),
    (("query", "hosts", "{scan}", "--memory", "1GB'; select 1; --"), 'select 1; --" is no size such as 2GB'),
    (("query", "hosts", "{scan}", "--memory", "lots"), "--memory 'lots' is no size such as 2GB"),
    (("query", "hosts", "{scan}", "-o", "{scan}"), ": is a folder; name a file in it"),
    (("query", "selct 1", "{scan}"), "timeline; SQL begins with select or with"),
    (
        ("query", "accesses", "-"),
        "-: standard input cannot be read here; name logs, or a folder that scan -o DIR/ wrote",
    ),
    (("timeline", "{scan}", "--since", "2026-03-03", "--until", "2026-03-02"), "--since must lie before --until"),
    (("timeline", "{scan}", "--user", ""), "--user is empty: leave it out, or give a name"),
    (("timeline", "{scan}", "--host", " "), "--host is empty: leave it out, or give a name"),
    (("query", "hosts", "{scan}", "{scan}"), "an earlier scan stands alone"),
    (("timeline", "{scan}", "--since", "0001-01-01T00:00+14:00"), "lies before the year 1 or after 9999"),
    (("compare", "{scan}", "{scan}/nowhere"), "nowhere: no such file or folder"),
    (("compare", "{scan}", "{scan}", "-o", "a.xls"), "a.xls: the name does not say a format"),
    (("compare", "{scan}", "{scan}", "--context", "{scan}/none"), "none: no such folder"),
)


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=[row[1][:30] for row in REFUSED])
def test_what_cannot_be_done_is_one_line_and_status_2(scanned: Path, words: tuple[str, ...], message: str) -> None:
    done = run(words[0], *(word.format(scan=scanned) for word in words[1:]))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_sums_times_and_bytes_of_sql_text_can_be_written(scanned: Path) -> None:
    sql = "select sum(record_id) as s, 'ab'::blob as b, interval 1 day as i, 'nan'::double as n, [1] as l from events"
    done = run("query", sql, scanned, "--format", "ndjson")
    row = json.loads(done.stdout, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert done.returncode == 0, done.stderr
    assert isinstance(row["s"], int)
    assert (row["b"], row["n"], row["l"]) == ("6162", "nan", [1])


def test_a_name_that_would_be_a_formula_is_text_in_csv(scanned: Path) -> None:
    done = run("query", "select '=1+1' as name, -1 as number", scanned, "--format", "csv")
    assert done.stdout.splitlines() == ["name,number", "'=1+1,-1"]


def test_a_name_in_sql_text_is_never_a_variable_of_the_program(scanned: Path) -> None:
    done = run("query", "select * from sql", scanned)
    assert "Table with name sql does not exist" in done.stderr


def test_a_file_is_written_whole_or_not_at_all(scanned: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.csv"
    answer.write_text("as before", encoding="utf-8")
    done = run("query", "select timestamptz '12000-01-01' as t", scanned, "-o", answer)
    assert (done.returncode, done.stderr) == (2, "ntlmscan: date value out of range\n")
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("answer.csv", "as before")]


def test_neither_logs_nor_tables_of_a_scan_are_written_over(scanned: Path, tmp_path: Path) -> None:
    log = tmp_path / "Security.evtx"
    log.write_bytes(b"evidence")
    before = (scanned / "events.parquet").read_bytes()
    for words in ((log, "--format", "csv"), (scanned / "events.parquet",)):
        done = run("query", "hosts", scanned, "-o", *words)
        assert done.returncode == 2
        assert "is never written over" in done.stderr
    assert log.read_bytes() == b"evidence"
    assert (scanned / "events.parquet").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [("--format", "csv"), ("--format", "parquet")])
def test_a_device_that_takes_no_more_is_told(scanned: Path, words: tuple[str, ...]) -> None:
    done = run("query", "hosts", scanned, "-o", "/dev/full", *words)
    assert (done.returncode, done.stderr) == (2, "ntlmscan: /dev/full: cannot be written: No space left on device\n")


def test_a_host_that_no_record_names_is_told(scanned: Path) -> None:
    done = run("timeline", scanned, "--host", "nobody", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "ntlmscan: no record names a host 'nobody'\n")
    empty_window = run("timeline", scanned, "--host", "FS1", "--until", "2001-01-01", "--format", "csv")
    assert (empty_window.stdout, empty_window.stderr) == (done.stdout, "")


@pytest.mark.parametrize(("suffix", "kind"), [("csv", "CSV"), ("ndjson", "NDJSON"), ("csv.zst", "CSV")])
def test_a_scan_in_another_form_is_no_logs(tmp_path: Path, suffix: str, kind: str) -> None:
    for name in TABLES:
        (tmp_path / f"{name}.{suffix}").write_bytes(b"")
    done = run("query", "hosts", tmp_path)
    wanted = f"{tmp_path}: holds a scan as {kind}; analyses read Parquet: ntlmscan scan … -o DIR/"
    assert (done.returncode, done.stderr) == (2, f"ntlmscan: {wanted}\n")


def test_one_row_more_is_one(scanned: Path) -> None:
    sql = "select * from range(3)"
    assert "1 more row: --limit 0" in run("query", sql, scanned, "--limit", "2").stdout
    assert "2 more rows: --limit 0" in run("query", sql, scanned, "--limit", "1").stdout


def test_parquet_that_no_scan_wrote_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), tmp_path / "events.parquet")
    done = run("query", "hosts", tmp_path)
    assert done.returncode == 2
    assert "it holds no records that a scan wrote" in done.stderr


def test_a_year_that_no_calendar_shows_is_an_unknown_time(scanned: Path, tmp_path: Path) -> None:
    table = pq.read_table(scanned / "events.parquet")
    micros = table.column("time").cast(pa.int64()).to_pylist()
    far = pa.array([320_000_000_000_000_000, *micros[1:]], pa.int64()).cast(table.schema.field("time").type)
    place = table.schema.get_field_index("time")
    pq.write_table(table.set_column(place, table.schema.field("time"), far), tmp_path / "events.parquet")
    for words in (("timeline", tmp_path), ("query", "hosts", tmp_path), ("query", "authentications", tmp_path)):
        done = run(*words, "--format", "ndjson")
        assert done.returncode == 0, done.stderr
        assert "+12110" not in done.stdout


def test_a_newer_schema_is_said_and_read(scanned: Path, tmp_path: Path) -> None:
    table = pq.read_table(scanned / "events.parquet").replace_schema_metadata({"ntlmscan.schema_version": "2"})
    pq.write_table(table, tmp_path / "events.parquet")
    done = run("query", "authentications", tmp_path, "--format", "csv")
    assert "has schema version 2, this program knows 1" in done.stderr
    assert done.stdout.count("CONTOSO\\alice") == 4


LOST = "could not be read: the counts may be too low (see the table faults, or ntlmscan info)\n"


@pytest.fixture(scope="module")
def damaged(scanned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged")
    faults = [{"source": "a.evtx", "severity": one, "code": "x", "bytes": 9} for one in ("lost", "note", "lost")]
    pq.write_table(pq.read_table(scanned / "events.parquet"), folder / "events.parquet")
    pq.write_table(arrow_table("faults", faults), folder / "faults.parquet")
    return folder


LOSSES = (
    ("query", "hosts", "{scan}"),
    ("query", "select 1 as one", "{scan}", "-o", "{out}/a.csv"),
    ("timeline", "{scan}"),
    ("simulate", "{scan}", "--format", "csv"),
    ("exceptions", "{scan}", "-o", "{out}/lists/"),
    ("compare", "{scan}", "{whole}"),
)


@pytest.mark.parametrize("words", LOSSES, ids=[" ".join(words[:2]) for words in LOSSES])
def test_bytes_that_were_lost_are_told_and_end_with_status_1(
    scanned: Path, damaged: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(words[0], *(word.format(scan=damaged, whole=scanned, out=tmp_path) for word in words[1:]))
    assert done.returncode == 1
    assert done.stderr.endswith(f"ntlmscan: 2 places {LOST}")
    assert done.stdout or list(tmp_path.iterdir())
    whole = run(words[0], *(word.format(scan=scanned, whole=scanned, out=tmp_path) for word in words[1:]))
    assert whole.returncode == 0
    assert LOST not in whole.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("query", "hosts"), True),
        (("query", "select count(*) as n from accesses"), True),
        (("query", "select origin, count(*) as n from events group by origin"), False),
        (("query", "timeline"), False),
        (("timeline",), False),
        (("simulate", "--format", "csv"), True),
        (("exceptions", "--format", "csv"), True),
    ],
)
def test_rows_that_no_analysis_counts_are_told(
    scanned: Path, tmp_path: Path, words: tuple[str, ...], told: bool
) -> None:
    table = pq.read_table(scanned / "events.parquet")
    origins = pa.array(["carved", "slack", *["live"] * (table.num_rows - 2)])
    place = table.schema.get_field_index("origin")
    pq.write_table(table.set_column(place, "origin", origins), tmp_path / "events.parquet")
    done = run(words[0], *words[1:], tmp_path)
    line = "ntlmscan: 2 rows are recovered or carved: analyses count live rows only (timeline shows all)\n"
    assert done.returncode == 0, done.stderr
    assert (line in done.stderr) == told


def test_raw_logs_are_scanned_first(ntlmscan_binary: Path, fixtures_binary: Path, tmp_path: Path) -> None:
    subprocess.run([fixtures_binary, "demo", tmp_path / "demo"], check=True, capture_output=True)
    done = run("query", "hosts", tmp_path / "demo", "--format", "ndjson", program=ntlmscan_binary)
    assert "contoso-dc3.contoso.local" in {json.loads(line)["host"] for line in done.stdout.splitlines()}
    assert done.returncode == 1  # one log is cut
    assert done.stderr.endswith(LOST)
