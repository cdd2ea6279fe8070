"""What the rows of an answer leave out, told once at the end: by a line on standard error and by the exit status."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import typer

from ntlmscan._inputs import counted
from ntlmscan.engines.duckdb import DuckdbEngine


@dataclass
class Limits:
    """What one run met, in one scan or in two."""

    lost: int = 0

    def count(self, engine: DuckdbEngine) -> None:
        """Adds what the tables of this scan say; before a window narrows them."""
        found = engine.query("select count(*) as lost from faults where severity = 'lost'").to_pylist()[0]
        self.lost += found["lost"]

    def tell(self) -> None:
        """The last words of a run that ended well; status 1 where bytes that should hold records could not be read."""
        if self.lost:
            where = "see the table faults, or ntlmscan info"
            print(
                f"ntlmscan: {counted(self.lost, 'place')} could not be read: the counts may be too low ({where})",
                file=sys.stderr,
            )
            raise typer.Exit(1)
