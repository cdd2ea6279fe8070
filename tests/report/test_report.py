"""The report as a function and as a command: what it writes, refuses and says; its parts without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import ntlmscan
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from ntlmscan.reporting import _building
from ntlmscan.reporting._answers import Limits
from ntlmscan.reporting._embedded import json_block, policy, script
from ntlmscan.reporting._text import LONGEST, cell, literal, name, visible

from .hostile_scan import HOSTILE, hostile_scan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan's folder with few names."""
    made = tmp_path_factory.mktemp("scan")
    for table, rows in hostile_scan(servers=3).items():
        pq.write_table(rows, made / f"{table}.parquet")
    return made


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    """Its report, made by one thread."""
    return ntlmscan.report(folder, title="Of a test", threads=1)


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ntlmscan.commands.report", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


LOST = " places could not be read: the counts may be too low (see the table faults, or ntlmscan info)\n"


def data_of(page: str) -> dict[str, Any]:
    block = page.split('id="report-data">')[1].split("</script>")[0]
    found: dict[str, Any] = json.loads(block)
    return found


def test_the_command_writes_one_file_and_says_where(folder: Path, page: str, tmp_path: Path) -> None:
    done = run(folder, "-o", tmp_path / "r.html", "--title", "Of a test")
    assert done.returncode == 1, done.stderr  # the scan lost something
    assert [one.name for one in tmp_path.iterdir()] == ["r.html"]
    lost = f"ntlmscan: {pq.read_table(folder / 'faults.parquet').num_rows}{LOST}"
    assert re.fullmatch(r".*r\.html: [0-9.]+ MB, open it in any browser\n" + re.escape(lost), done.stderr)
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == page


def test_a_query_to_copy_is_whole_and_a_name_in_one_has_an_end() -> None:
    query = "select count(*) as remaining from causes where server = '" + "x" * 100 + "' and " + "a = 1 and " * 30
    assert cell(query, "code") == query
    assert len(str(cell("x" * 10_000, "code"))) <= LONGEST
    assert len(str(cell("x " * 10_000, "code"))) <= 1000


def test_attempts_alone_are_no_trend(tmp_path: Path) -> None:
    made = hostile_scan(servers=3)
    events = made["events"]
    attempts = {**made, "events": events.filter(pc.equal(events["event_id"], 8001))}
    page = ntlmscan.report(attempts)
    assert "None was seen to complete; " in page
    assert re.search("[1-9][0-9,]* attempts? of which nobody recorded the end", page)
    assert "of these days" not in page


def test_parameters_reach_the_analyses_and_are_said(folder: Path, page: str) -> None:
    other = ntlmscan.report(folder, parameters={"cycle_days": 3, "fan_out_servers": 2})
    for words, usual, wanted in (("in the cycle of {} days", 31, 3), ("fan_out from {} servers on", 10, 2)):
        assert words.format(usual) in page
        assert words.format(wanted) in other
    with pytest.raises(ntlmscan.ArgumentError, match="factor is a parameter of the comparison, and nothing is"):
        ntlmscan.report(folder, parameters={"factor": 2})
    with pytest.raises(ntlmscan.ArgumentError, match="the report has no parameter 'days'"):
        ntlmscan.report(folder, parameters={"days": 3})


def test_a_window_leaves_out_records_and_says_so(folder: Path, page: str) -> None:
    whole = data_of(page)
    page = ntlmscan.report(folder, since="2026-03-03", until="2026-03-05")
    part = data_of(page)
    assert {row[4] for row in whole["tables"]["accounts"]["rows"]} == {6}
    assert {row[4] for row in part["tables"]["accounts"]["rows"]} == {2}
    assert "Only records from 2026-03-03 00:00:00 before 2026-03-05 00:00:00 UTC were asked for" in page


REFUSED = (
    (("{scan}/nowhere", "-o", "{out}/r.html"), "nowhere: no such file or folder"),
    (("-o", "{out}/r.html"), "no input: give logs"),
    (("{scan}", "-o", "{out}/r.xls"), "a report is HTML; end the name in .html"),
    (("{scan}", "-o", "{out}"), "is a folder; name a file"),
    (("{scan}", "-o", "{out}/none/r.html"), "none does not exist"),
    (("{scan}", "-o", "{out}/r.html", "--since", "yesterday"), "--since 'yesterday' is no time such as"),
    (
        ("{scan}", "-o", "{out}/r.html", "--since", "2026-03-03", "--until", "2026-03-02"),
        "--since must lie before --until",
    ),
    (("{scan}", "-o", "{out}/r.html", "--context", "{scan}/none"), "none: no such folder"),
    (("{scan}", "-o", "{out}/r.html", "--set", "host=x"), "the report has no parameter 'host'; it has: cycle_days, "),
    (("{scan}", "-o", "{out}/r.html", "--set", "factor=2"), "factor is a parameter of the comparison, and nothing is"),
    (("{scan}", "-o", "{out}/r.html", "--set", "cycle_days=0"), "cycle_days '0' must be more than 0"),
)


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=[row[1][:30] for row in REFUSED])
def test_what_cannot_be_done_is_one_line_and_status_2(
    folder: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    done = run(*(word.format(scan=folder, out=tmp_path) for word in words))
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ntlmscan.OutputError, match="cannot be written"):
        ntlmscan.report(folder, tmp_path / "none" / "r.html")
    with pytest.raises(ntlmscan.ArgumentError, match="must lie before"):
        ntlmscan.report(folder, since="2026-03-03", until="2026-03-03")
    assert not list(tmp_path.iterdir())


def test_a_scan_without_a_record_is_a_report_that_says_so() -> None:
    nothing = {name: table.slice(0, 0) for name, table in hostile_scan(0).items()}
    page = ntlmscan.report(nothing)
    assert "No record with a time." in page
    assert "No domain controller&#39;s log is here" in page
    assert data_of(page)["records"] == []


def _advice(page: str) -> list[str]:
    steps = page.split("The next three actions")[1].split("</ol>")[0]
    return [re.sub("<[^>]+>", "", one).strip() for one in steps.split("<li>")[1:]]


def test_logs_without_ntlm_get_no_advice_about_its_use(folder: Path, tmp_path: Path) -> None:
    for table in ("events", "coverage", "faults", "files"):
        rows = pq.read_table(folder / f"{table}.parquet")
        if table == "events":
            rows = rows.filter(pc.is_in(rows["event_id"], pa.array([4672, 4769], rows["event_id"].type)))
        pq.write_table(rows, tmp_path / f"{table}.parquet")
    page = ntlmscan.report(tmp_path)
    assert "No NTLM was seen at all, which proves something only where it would have been recorded" in page
    assert "No use of NTLM names a server." in page
    advice = _advice(page)
    assert len(advice) == 3
    assert not [one for one in advice if re.search("servers that are asked|NTLMv1|addresses|largest cause", one)]


def test_rows_that_no_page_counts_are_told(folder: Path, page: str) -> None:
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in ("events", "coverage", "faults", "files")}
    events = tables["events"]
    carved = pa.array(["carved"] * events.num_rows)
    place = events.schema.get_field_index("origin")
    other = ntlmscan.report({**tables, "events": events.set_column(place, "origin", carved)})
    assert f"{events.num_rows:,} rows are recovered or carved: these pages count live rows only." in other
    assert "recovered or carved" not in page


def test_logs_with_ntlm_get_advice_that_counts_it(page: str) -> None:
    assert [one for one in _advice(page) if re.search(r"Move \d|NTLMv1|Replace addresses", one)]
    assert "No NTLM was seen at all" not in page


def test_the_same_scan_gives_the_same_report(folder: Path, page: str) -> None:
    assert ntlmscan.report(folder, title="Of a test", threads=2) == page


def test_a_report_that_would_be_too_large_holds_less(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    full = len(page.encode())
    monkeypatch.setattr(_building, "LARGEST", full - 1)
    monkeypatch.setattr(_building, "_LADDER", (Limits(), Limits(rows=4, drilled=1, records=3)))
    less = data_of(ntlmscan.report(folder))
    table = less["tables"]["accounts"]
    assert len(table["rows"]) == 4 < table["total"]
    assert [less["drills"][at]["held"] for at in table["drills"]] == [True, False, False, False]
    assert max(len(drill["records"]) for drill in less["drills"]) == 3
    assert all(drill["more"] for drill in less["drills"] if len(drill["records"]) == 3)


def test_scripts_are_those_that_the_policy_names(page: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    named = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert named is not None
    assert len(scripts) == 2
    for one in scripts:
        digest = base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()
        assert f"sha256-{digest}" in named[1].replace("&#39;", "'")
    assert "default-src" in named[1]
    assert "unsafe-eval" not in named[1]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_data_in_a_script_cannot_end_it(text: str) -> None:
    block = json_block({text: [text]})
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {text: [text]}


def test_a_script_with_its_own_end_tag_is_no_script() -> None:
    with pytest.raises(ValueError, match="end tag"):
        script("x = '</SCRIPT>'")
    assert script("a\r\nb\rc") == "a\nb\nc"
    assert policy([]).startswith("default-src 'none'")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_are_visible_bounded_and_quoted(text: str) -> None:
    assert visible(text).isprintable()
    assert len(name(text)) <= LONGEST
    assert name(text).isprintable()
    assert cell(text) == name(text)
    answer = ntlmscan.query(hostile_scan(0), f"select {literal(text.replace(chr(0), ''))} as said").to_pylist()
    assert answer == [{"said": text.replace(chr(0), "")}]
