"""Makes the tables of a scan of any size, to time the analyses: users, clients, servers, controllers, thirty days."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
from ntlmscan.schema_tables import COVERAGE, EVENTS, FAULTS, FILES

USERS, CLIENTS, SERVERS, CONTROLLERS = 20_000, 8_000, 900, 14
BURST = 3
RECORDS_PER_LOGON = 8
TYPES = {"string": "varchar", "bigint": "bigint", "int": "integer", "boolean": "boolean", "timestamp": "timestamptz"}

LOGONS = f"""
select
  n,
  epoch_us(timestamptz '2026-03-02 00:00:00+00')
    + cast(hash(n // {{burst}}) % 2592000000 as bigint) * 1000 + n % {{burst}} * 20000 as t,
  cast(hash(n // {{burst}}, 1) % {{users}} as bigint) as u,
  cast(hash(n // {{burst}}, 1) % {{clients}} as bigint) as c,
  cast(hash(n // {{burst}}, 3) % {SERVERS} as bigint) as s,
  cast(hash(n // {{burst}}, 3) % {CONTROLLERS} as bigint) as d
from range({{logons}}) as r(n)
"""

# event id, time after the start in microseconds, the writer, and the columns that are not null
VIEWS = (
    (
        8001,
        0,
        "c",
        {
            "target_name": "'cifs/srv' || s",
            "caller_name": "'user' || u",
            "caller_domain": "'CONTOSO'",
            "process_id": "4",
        },
    ),
    (8002, 5_000, "s", {"caller_name": "'SRV' || s || '$'", "caller_domain": "'CONTOSO'", "process_id": "4"}),
    (
        8003,
        9_000,
        "s",
        {
            "user_name": "'user' || u",
            "user_domain": "'CONTOSO'",
            "client_name": "'PC' || c",
            "process_id": "4",
            "logon_type": "3",
        },
    ),
    (
        8004,
        12_000,
        "d",
        {
            "user_name": "'user' || u",
            "user_domain": "'CONTOSO'",
            "client_name": "'PC' || c",
            "via_name": "'SRV' || s",
            "via_type": "'2'",
        },
    ),
    (4776, 12_500, "d", {"user_name": "'user' || u", "client_name": "'PC' || c", "status": "0"}),
    (
        4624,
        16_000,
        "s",
        {
            "user_name": "'user' || u",
            "user_domain": "'CONTOSO'",
            "user_sid": "'S-1-5-21-1-2-3-' || (1000 + u)",
            "client_name": "'PC' || c",
            "client_address": "'10.1.' || c // 250 || '.' || c % 250",
            "logon_type": "3",
            "logon_id": "n * 16 + 1000000",
            "ntlm_version": "'NTLMv2'",
            "auth_package": "'NTLM'",
        },
    ),
    (
        4634,
        9_000_000,
        "s",
        {"user_name": "'user' || u", "user_domain": "'CONTOSO'", "logon_id": "n * 16 + 1000000", "logon_type": "3"},
    ),
    (
        4769,
        15_000_000,
        "d",
        {
            "user_name": "'user' || u || '@CONTOSO.LOCAL'",
            "user_domain": "'CONTOSO.LOCAL'",
            "service_name": "'SRV' || s || '$'",
            "status": "0",
        },
    ),
)
WRITERS = {"c": "'PC' || c", "s": "'SRV' || s", "d": "'DC' || d"}


def view(event: int, after: int, writer: str, columns: dict[str, str]) -> str:
    audit = event >= 8001
    group = "ntlm" if audit or event in (4776, 4624) else "kerberos" if event == 4769 else "session"
    outcome = "would_block" if audit else "info" if event == 4634 else "allowed"
    provider = (
        "Microsoft-Windows-Security-Auditing"
        if not audit
        else "Microsoft-Windows-Security-Netlogon"
        if event == 8004
        else "Microsoft-Windows-NTLM"
    )
    channel = "Microsoft-Windows-NTLM/Operational" if audit else "Security"
    name = WRITERS[writer]
    made = {
        "source": f"'logs/' || {name} || '/{channel.split('/')[0]}.evtx'",
        "byte_offset": f"4096 + n * {RECORDS_PER_LOGON * 512} + {event % 512}",
        "record_id": f"n * {RECORDS_PER_LOGON} + {event % 8}",
        "origin": "'live'",
        "forwarded": "false",
        "time": f"make_timestamptz(t + {after})",
        "filetime": f"(t + {after}) * 10 + 116444736000000000",
        "computer": f"{name} || '.contoso.local'",
        "channel": f"'{channel}'",
        "provider": f"'{provider}'",
        "event_id": str(event),
        "event_group": f"'{group}'",
        "outcome": f"'{outcome}'",
        **columns,
    }
    cells = ", ".join(f"cast({made.get(name, 'null')} as {TYPES[kind]}) as {name}" for name, kind in EVENTS.items())
    return f"select {cells} from logons"


def make(folder: Path, records: int, users: int = USERS, clients: int = CLIENTS, burst: int = BURST) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute("set memory_limit = '3GB'")
    sized = LOGONS.format(logons=records // RECORDS_PER_LOGON, users=users, clients=clients, burst=burst)
    connection.execute("create table logons as " + sized)
    union = " union all ".join(view(*one) for one in VIEWS)
    target = folder / "events.parquet"
    connection.execute(f"copy ({union}) to '{target}' (format parquet, compression zstd, row_group_size 65536)")
    seen = f"""
        select source, computer, channel, date_trunc('hour', time) as hour, false as forwarded, count(*) as records,
            min(time) as first_time, max(time) as last_time, min(record_id) as first_record_id,
            max(record_id) as last_record_id, cast(0 as bigint) as largest_gap_seconds
        from read_parquet('{target}') group by 1, 2, 3, 4"""
    connection.execute(f"copy ({seen}) to '{folder}/coverage.parquet' (format parquet)")
    assert set(COVERAGE) == {
        row[0] for row in connection.execute(f"describe from '{folder}/coverage.parquet'").fetchall()
    }
    for name, columns in (("files", FILES), ("faults", FAULTS)):
        cells = ", ".join(f"cast(null as {TYPES[kind]}) as {column}" for column, kind in columns.items())
        connection.execute(f"copy (select {cells} where false) to '{folder}/{name}.parquet' (format parquet)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--burst", type=int, default=BURST, help="logons one after another")
    given = parser.parse_args()
    make(given.folder, given.records, given.users, given.clients, given.burst)
