"""Bad input: every analysis answers over empty tables, one host, absurd clocks, other schemas; context is checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from case_files import CASES, arrow_table, read_case
from ntlmscan.analysis import UnknownAnalysisError, bind, load, names, parse, plan
from ntlmscan.context import ContextError, read_context
from ntlmscan.engines.duckdb import DuckdbEngine
from ntlmscan.engines.duckdb import run as run_analysis
from ntlmscan.schema_tables import SIDES, TABLES


def run_all(tables: dict[str, pa.Table]) -> dict[str, int]:
    with DuckdbEngine(tables) as engine:
        return {name: engine.run(name).num_rows for name in names()}


def test_empty_tables_give_empty_answers() -> None:
    assert set(run_all({name: arrow_table(name, []) for name in TABLES}).values()) == {0}


def test_no_tables_at_all() -> None:
    assert set(run_all({}).values()) == {0}


def test_one_server_without_controllers_says_unconfirmed() -> None:
    case = read_case(CASES / "c01_smb_by_address.txt")
    case.tables["events"] = [row for row in case.tables["events"] if row["event_id"] in (8002, 8003)]
    with DuckdbEngine(case.arrow()) as engine:
        rows = engine.run("authentications").to_pylist()
    assert [row["outcome"] for row in rows] == ["unconfirmed"] * 4
    assert {row["match"] for row in rows} == {"single"}


def test_clocks_decades_off_do_not_stop_anything() -> None:
    case = read_case(CASES / "c30_trust.txt")
    for row in case.tables["events"]:
        if row["computer"].startswith("DC1"):
            row["time"] = datetime(1601, 1, 2, tzinfo=UTC)
        if row["computer"].startswith("FDC1"):
            row["time"] = datetime(9999, 12, 31, tzinfo=UTC)
    counts = run_all(case.arrow())
    assert counts["authentications"] >= 2
    assert counts["hosts"] == 3


def test_records_without_time_or_computer_are_left_aside() -> None:
    case = read_case(CASES / "c18_local_account.txt")
    case.tables["events"][0]["time"] = None
    case.tables["events"][1]["computer"] = None
    assert run_all(case.arrow())["authentications"] == 3


def test_a_newer_scan_may_have_more_columns_and_an_older_one_fewer() -> None:
    tables = read_case(CASES / "c01_smb_by_address.txt").arrow()
    newer = tables["events"].append_column("brought_later", pa.array(["x"] * tables["events"].num_rows))
    older = newer.drop_columns(["usage_reason", "duplicate", "channel_binding"])
    assert run_all({**tables, "events": older})["authentications"] == 4


def test_recovered_and_duplicate_rows_count_nowhere() -> None:
    case = read_case(CASES / "c01_smb_by_address.txt")
    for number, row in enumerate(case.tables["events"]):
        row["origin" if number % 2 else "duplicate"] = "slack" if number % 2 else True
    counts = run_all(case.arrow())
    assert counts["authentications"] == 0
    assert counts["accesses"] == 0


def test_hostile_names_are_only_text() -> None:
    case = read_case(CASES / "c18_local_account.txt")
    for row in case.tables["events"]:
        row["client_name"] = "'; drop table events; --\u202e%_" + "x" * 10_000
    assert run_all(case.arrow())["authentications"] == 3


def test_parameters_are_named_and_bound(tmp_path: Path) -> None:
    pq.write_table(arrow_table("events", []), tmp_path / "events.parquet")
    with DuckdbEngine(tmp_path) as engine:
        assert engine.run("timeline", host="o'neill").num_rows == 0
        with pytest.raises(ValueError, match="timeline has no parameter 'hots'; it has: host, account, since, until"):
            engine.run("timeline", hots="x")
    assert bind(load("host_coverage"), {}) == {"cycle_hours": ("bigint", 744)}


def test_an_analysis_takes_the_parameters_of_its_steps_and_is_made_anew_with_them() -> None:
    case = read_case(CASES / "hunt.txt")
    with DuckdbEngine(case.arrow()) as engine:
        few = engine.run("hunt").num_rows
        engine.prepare("hunt_rows")
        rows = engine.query("select count(*) as n from hunt_rows").to_pylist()[0]["n"]
        assert engine.run("hunt", spray_accounts=2, fan_out_servers=2, guesses=2).num_rows > few
        engine.prepare("hunt_rows")
        assert engine.query("select count(*) as n from hunt_rows").to_pylist()[0]["n"] > rows
        with pytest.raises(ValueError, match="hunt has no parameter 'x'; it has: fan_out_servers, spray_accounts, gue"):
            engine.run("hunt", x=1)
        with pytest.raises(ValueError, match="readiness has no parameter 'guesses'"):
            engine.run("readiness", guesses=1)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("many", "guesses 'many' is no whole number"),
        ("1.5", "guesses '1.5' is no whole number"),
        ("\uff11\uff12", "is no whole number"),
        (0, "guesses 0 must be more than 0"),
        ("-3", "guesses '-3' must be more than 0"),
        ("9" * 30, "must be more than 0, and at most 1,000,000,000"),
    ],
)
def test_a_threshold_that_is_none_is_told(value: str | int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bind(load("hunt_members"), {"guesses": value})
    with pytest.raises(ValueError, match="factor 'nan' must be more than 0"):
        bind(load("compare"), {"factor": "nan"})


def test_an_unknown_analysis_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownAnalysisError, match=r"no analysis is called 'hsots'; there are: accesses, .*timeline"):
        load("hsots")


def test_each_analysis_follows_what_it_builds_on() -> None:
    ordered = [one.name for one in plan(*names())]
    for place, name in enumerate(ordered):
        for below in load(name).builds_on:
            assert (
                below in TABLES
                or below in SIDES
                or below.startswith(("context_", "asked_"))
                or below in ordered[:place]
            )


def test_a_header_of_several_lines() -> None:
    header = ("What.", "unit: one row", "builds on: events, hosts", "columns:", "a: first", "goes on", "b, c: two")
    one = parse("x", "".join(f"-- {line}\n" for line in header) + "select 1")
    assert (one.summary, one.unit, one.builds_on) == ("What.", "one row", ("events", "hosts"))
    assert one.columns == (("a", "first goes on"), ("b, c", "two"))


CONTEXT_ERRORS = (
    ("tiers.csv", "account,tier\nCONTOSO\\a,9\n", "tiers.csv:2: tier '9' must be one of 0, 1, 2"),
    ("tiers.csv", "account,host,tier\n,,0\n", "tiers.csv:2: one of account, host is needed"),
    ("tiers.csv", "acount,tier\n", "tiers.csv:1: unknown column 'acount'; columns are: account, host, tier"),
    ("tiers.csv", "account;tier\n", "tiers.csv:1: columns are separated by commas, not by semicolons or tabs"),
    ("TIERS.CSV", "account,tier\na,9\n", "TIERS.CSV:2: tier '9' must be one of 0, 1, 2"),
    ("changes.csv", "time,text\n0001-01-01T00:00+14:00,x\n", "changes.csv:2: time '0001-01-01T00:00+14:00' is no date"),
    ("tiers.csv", "account\nx\n", "tiers.csv:1: column 'tier' is missing"),
    ("hosts.csv", "name,address\nfs1,10.0.0.300\n", "hosts.csv:2: address '10.0.0.300' is no IP address"),
    ("hosts.csv", "name\nfs1,dc\n", "hosts.csv:2: more values than columns"),
    (
        "settings.csv",
        "host,policy,value\n*,NoSuchPolicy,1\n",
        "settings.csv:2: policy 'NoSuchPolicy' is no registry value",
    ),
    (
        "settings.csv",
        "host,policy,value\n*,AuditNTLMInDomain,seven\n",
        "settings.csv:2: value 'seven' of AuditNTLMInDomain is no number",
    ),
    ("settings.csv", "host,policy,value\n*,LogLevel,-1\n", "settings.csv:2: value '-1' of LogLevel is no number"),
    (
        "settings.csv",
        "host,policy,value,since\n\n*,AuditNTLMInDomain,7,31.12.2026\n",
        "settings.csv:3: since '31.12.2026' is no date",
    ),
    (
        "exceptions.csv",
        "policy,entry\nDCAllowedNTLMServers,a*b*\n",
        "exceptions.csv:2: entry 'a*b*' may hold one asterisk",
    ),
    ("changes.csv", "time,text\n2026-01-01,\n", "changes.csv:2: text is empty"),
    ("tier.csv", "account,tier\n", "tier.csv: not a context file; these are: tiers.csv, hosts.csv"),
)


@pytest.mark.parametrize(("file", "text", "message"), CONTEXT_ERRORS, ids=[row[2][:40] for row in CONTEXT_ERRORS])
def test_a_context_file_is_refused_by_name_and_line(tmp_path: Path, file: str, text: str, message: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(ContextError) as caught:
        read_context(tmp_path)
    assert message in str(caught.value)


def test_a_setting_is_a_number_in_any_notation_and_a_list_is_text(tmp_path: Path) -> None:
    rows = "*,auditntlmindomain,0x07\n*,AuditReceivingNTLMTraffic,02\n*,DCAllowedNTLMServers,fs1\n"
    (tmp_path / "settings.csv").write_text(f"host,policy,value\n{rows}", encoding="utf-8")
    assert [row["value"] for row in read_context(tmp_path)["context_settings"]] == ["7", "2", "fs1"]


def test_context_names_roles_and_tiers(tmp_path: Path) -> None:
    (tmp_path / "hosts.csv").write_text("name,alias,role\nfs1.contoso.local,FILES,dc\n", encoding="utf-8")
    (tmp_path / "tiers.csv").write_text("account,tier\nCONTOSO\\ALICE,0\n", encoding="utf-8")
    case = read_case(CASES / "c01_smb_by_address.txt")
    with DuckdbEngine(case.arrow(), context=read_context(tmp_path)) as engine:
        roles = {row["host"]: (row["role"], row["role_evidence"]) for row in engine.run("hosts").to_pylist()}
        tiers = {row["account"]: (row["tier"], row["tier_basis"]) for row in engine.run("accounts").to_pylist()}
    assert roles["fs1.contoso.local"] == ("dc", "context")
    assert tiers["CONTOSO\\alice"] == ("0", "context")


def test_a_result_with_the_tables_as_attributes_is_a_scan_too() -> None:
    tables = read_case(CASES / "c01_smb_by_address.txt").arrow()
    assert run_analysis(SimpleNamespace(**tables), "authentications").num_rows == 4
