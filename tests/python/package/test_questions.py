"""Answers of the analyses as Arrow tables: every kind of input, SQL text, windows, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import ntlmscan
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

LOADED = """
import sys
import ntlmscan
heavy = {"duckdb", "pyarrow", "typer", "rich", "ntlmscan.analysis"}
print(sorted(heavy & set(sys.modules)), ntlmscan.query.__name__, ntlmscan.timeline.__name__)
print(sorted(heavy & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def result(demo):
    return ntlmscan.scan(demo)


def test_the_package_loads_no_engine_before_it_is_asked():
    out = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    assert out.splitlines() == ["[] query timeline", "['ntlmscan.analysis']"]


def test_every_kind_of_input_gives_the_same_answer(result, demo, tmp_path):
    result.write(f"{tmp_path}/scan/")
    tables = {table.name: table for table in result.tables}
    answers = [ntlmscan.query(one, "accesses") for one in (result, demo, tmp_path / "scan", tables)]
    assert answers[0].num_rows > 20
    assert all(one == answers[0] for one in answers[1:])


def test_sql_text_reads_analyses_as_tables(result):
    sql = "select count(*) as n, count(distinct server) as servers from accesses"
    row = ntlmscan.query(result, sql).to_pylist()[0]
    accesses = ntlmscan.query(result, "accesses")
    assert row == {"n": accesses.num_rows, "servers": len(set(accesses.column("server").to_pylist()) - {None})}


def test_parameters_and_context_reach_the_analysis(result, tmp_path):
    (tmp_path / "hosts.csv").write_text("name,role\nCONTOSO-PC1,server\n", encoding="utf-8")
    rows = ntlmscan.query(result, "hosts", context=tmp_path).to_pylist()
    assert {row["host"]: row["role"] for row in rows}["contoso-pc1.contoso.local"] == "server"
    asked = ntlmscan.query(result, "timeline", host="contoso-pc1")
    assert asked == ntlmscan.timeline(result, host="contoso-pc1")


def test_a_window_is_half_open_and_takes_what_scan_takes(result):
    whole = ntlmscan.timeline(result, account="CONTOSO\\svc-copier")
    times = whole.column("time").to_pylist()
    first, last = times[0], times[-1]
    assert times == sorted(times)
    assert last > first
    before = ntlmscan.timeline(result, account="svc-copier", since=first, until=last).num_rows
    assert before == sum(time < last for time in times)
    day = date(2026, 3, 3)
    texts = ntlmscan.timeline(result, since="2026-03-03", until="2026-03-04T01:00+01:00")
    assert texts == ntlmscan.timeline(result, since=day, until=datetime(2026, 3, 4, tzinfo=UTC))


def test_two_periods_are_compared(result):
    before = {table.name: table.to_arrow() for table in result.tables}
    others = pc.fill_null(pc.not_equal(pc.cast(before["events"].column("user_name"), "string"), "svc-copier"), True)
    after = before | {"events": before["events"].filter(others)}
    for sides, change in (((before, after), "gone"), ((after, before), "new")):
        rows = ntlmscan.compare(*sides).to_pylist()
        changed = {row["account"] for row in rows if row["change"] == change}
        assert changed == {"CONTOSO\\svc-copier"}
        assert {row["change"] for row in rows} == {"same", change}


REFUSED = (
    (lambda result: ntlmscan.query(result, "nosuch"), "no analysis is called 'nosuch'; there are: "),
    (lambda result: ntlmscan.query(result, "hosts", nosuch=1), "hosts has no parameter 'nosuch'"),
    (lambda result: ntlmscan.query(result, "select * from events", host="a"), "SQL text has no parameter 'host'"),
    (lambda result: ntlmscan.query(result, "select nope from events"), 'column "nope" not found'),
    (lambda result: ntlmscan.query(result, "hosts", context="/nowhere/at/all"), "no such folder"),
    (lambda result: ntlmscan.compare(result, result, nosuch=1), "compare has no parameter 'nosuch'; it has: factor"),
    (lambda result: ntlmscan.timeline(result, since="yesterday"), "since 'yesterday' is no time such as"),
)


@pytest.mark.parametrize(("call", "message"), REFUSED, ids=[row[1][:24] for row in REFUSED])
def test_what_cannot_be_done_is_an_argument_error_of_one_line(result, call, message):
    with pytest.raises(ntlmscan.ArgumentError, match=message.replace("*", ".")) as caught:
        call(result)
    assert "\n" not in str(caught.value)


def test_a_newer_schema_is_warned_of_and_a_broken_table_refused(result, tmp_path):
    events = result.events.to_arrow().replace_schema_metadata({"ntlmscan.schema_version": "99"})
    pq.write_table(events, tmp_path / "events.parquet")
    with pytest.warns(UserWarning, match="has schema version 99, this program knows"):
        assert ntlmscan.query(tmp_path, "hosts").num_rows > 0
    (tmp_path / "events.parquet").write_bytes(b"PAR1 not at all")
    with pytest.raises(ntlmscan.ArgumentError, match="no Parquet file that can be read"):
        ntlmscan.query(tmp_path, "hosts")


def test_tables_that_are_no_scan(log):
    result = ntlmscan.scan(log)
    for one in (result.events, result.events.to_arrow(), ntlmscan.stream(log)):
        with pytest.raises(TypeError, match="is no scan"):
            ntlmscan.query(one, "accesses")
    with pytest.raises(ntlmscan.ArgumentError, match="are named events, files, coverage, faults, not all of evnts"):
        ntlmscan.query({"evnts": result.events}, "accesses")
