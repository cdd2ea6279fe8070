"""DuckDB's JSON reader on what evtx_dump wrote: `python -m bench.peers.duckdb_table LINES.jsonl`.

It takes a file: of a pipe it has read the beginning away by the time the query runs.
"""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

QUERY = Path(__file__).with_name("ntlm_table.sql")


def version() -> str:
    return f"DuckDB {version_of('duckdb')}"


def main(lines: str) -> None:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute(QUERY.read_text(encoding="utf-8").replace("LINES.jsonl", lines))
    connection.execute("copy ntlm_table to '/dev/stdout' (format json)")


if __name__ == "__main__":
    main(sys.argv[1])
