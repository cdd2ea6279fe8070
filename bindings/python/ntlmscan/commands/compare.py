"""`ntlmscan compare`: what is new, gone, grown or shrunk between two periods."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.comparing import side
from ntlmscan.engines.duckdb import DuckdbEngine


def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Logs of before: a file, a folder, or an earlier scan.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Logs of after, in the same forms.")],
    factor: Annotated[
        float, typer.Option("--factor", metavar="N", min=1.0, help="By how much rates differ to be grown or shrunk.")
    ] = 1.25,
    output: calls.Output = None,
    kind: calls.Format = None,
    limit: calls.Limit = 50,
    context: calls.Context = None,
    memory: calls.Memory = "2GB",
) -> None:
    """Compares who uses NTLM for what before and after, for each hour in which the logs would have shown it.

    ntlmscan compare before/ after/

    ntlmscan compare scans/march scans/april --factor 2 -o changes.csv
    """
    shape = format_of(output, kind)
    calls.keep_apart(output, context)
    limits = Limits()
    sides: dict[str, Any] = {}
    for name, given in (("old", old), ("new", new)):
        with opened([given]) as folder, calls.engine(folder, context, memory) as engine:
            limits.count(engine)
            sides |= side(engine, name)
    with DuckdbEngine(sides, memory=memory) as engine:
        write(engine.run("compare", factor=factor), output, shape, limit=limit)
    limits.tell()


def main() -> None:
    """The program ntlmscan-compare."""
    calls.run_app(compare, "compare")


if __name__ == "__main__":
    main()
