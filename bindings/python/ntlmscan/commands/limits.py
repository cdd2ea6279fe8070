"""What the rows of an answer leave out, told once at the end: by a line on standard error and by the exit status."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import typer

from ntlmscan._inputs import counted
from ntlmscan.engines.duckdb import DuckdbEngine

_COUNTS = """select (select count(*) from faults where severity = 'lost') as lost,
  (select count(*) from events where coalesce(origin, 'live') <> 'live') as not_live"""


@dataclass
class Limits:
    """What one run met, in one scan or in two."""

    lost: int = 0
    not_live: int = 0

    def count(self, engine: DuckdbEngine, *, live_only: bool = True) -> None:
        """Adds what the tables of this scan say, before a window narrows them; `live_only` where the answer is so."""
        found = engine.query(_COUNTS).to_pylist()[0]
        self.lost += found["lost"]
        self.not_live += found["not_live"] if live_only else 0

    def tell(self) -> None:
        """The last words of a run that ended well; status 1 where bytes that should hold records could not be read."""
        if self.not_live:
            are = f"{counted(self.not_live, 'row is', 'rows are')} recovered or carved"
            print(f"ntlmscan: {are}: analyses count live rows only (timeline shows all)", file=sys.stderr)
        if self.lost:
            where = "see the table faults, or ntlmscan info"
            print(
                f"ntlmscan: {counted(self.lost, 'place')} could not be read: the counts may be too low ({where})",
                file=sys.stderr,
            )
            raise typer.Exit(1)
