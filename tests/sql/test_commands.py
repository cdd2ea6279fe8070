"""The commands as people run them: on a scanned folder and on raw logs, to the terminal, to files, and refusals."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

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
    done = run("timeline", scanned, "--account", "CONTOSO\\ALICE", "--format", "ndjson")
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
    (("query", "hosts", "{scan}", "-o", "a.xls"), "a.xls: the name does not say a format"),
    (("query", "select nope from events", "{scan}"), 'Referenced column "nope" not found'),
    (("query", "hosts", "{scan}", "--context", "{scan}/none"), "none: no such folder"),
    (("timeline", "{scan}", "--since", "yesterday"), "--since 'yesterday' is no time such as"),
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


def test_a_newer_schema_is_said_and_read(scanned: Path, tmp_path: Path) -> None:
    table = pq.read_table(scanned / "events.parquet").replace_schema_metadata({"ntlmscan.schema_version": "2"})
    pq.write_table(table, tmp_path / "events.parquet")
    done = run("query", "authentications", tmp_path, "--format", "csv")
    assert "has schema version 2, this program knows 1" in done.stderr
    assert done.stdout.count("CONTOSO\\alice") == 4


def test_raw_logs_are_scanned_first(ntlmscan_binary: Path, fixtures_binary: Path, tmp_path: Path) -> None:
    subprocess.run([fixtures_binary, "demo", tmp_path / "demo"], check=True, capture_output=True)
    done = run("query", "hosts", tmp_path / "demo", "--format", "ndjson", program=ntlmscan_binary)
    assert "contoso-dc3.contoso.local" in {json.loads(line)["host"] for line in done.stdout.splitlines()}
