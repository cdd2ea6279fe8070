"""DuckDB's JSON reader on what evtx_dump wrote: `python -m bench.peers.duckdb_table LINES.jsonl ROWS.json`.

Both are files: of a pipe it has read the beginning away by the time the query runs, and what it writes it may rename
over its target, which no device survives.
"""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

QUERY = Path(__file__).with_name("ntlm_table.sql")


def version() -> str:
    return f"DuckDB {version_of('duckdb')}"


def main(lines: str, rows: str) -> None:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute(QUERY.read_text(encoding="utf-8").replace("LINES.jsonl", lines))
    connection.execute(f"copy ntlm_table to '{rows}' (format json)")


if __name__ == "__main__":
    main(*sys.argv[1:3])
