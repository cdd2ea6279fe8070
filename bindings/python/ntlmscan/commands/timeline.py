"""`ntlmscan timeline`: all records about one host, account or window of time, in order."""

from __future__ import annotations

from typing import Annotated

import typer

from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.questions import answer, moment


def timeline(
    inputs: calls.Inputs = None,
    host: Annotated[str | None, typer.Option("--host", help="Records by, from or to it: any of its names.")] = None,
    account: Annotated[
        str | None, typer.Option("--user", "--account", help="NAME, DOMAIN\\NAME or NAME@DOMAIN.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", "--from", metavar="TIME", help="From then on, UTC: 2026-09-09 or 2026-09-09T20:40Z."),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", "--to", metavar="TIME", help="Before then.")] = None,
    output: calls.Output = None,
    kind: calls.Format = None,
    limit: calls.Limit = 50,
    context: calls.Context = None,
    memory: calls.Memory = "2GB",
) -> None:
    """Shows what happened there and then, from every vantage."""
    shape = format_of(output, kind)
    calls.keep_apart(output, context)
    window = {name: moment(value, f"--{name}") for name, value in (("since", since), ("until", until)) if value}
    asked = {name: value for name, value in (("host", host), ("account", account)) if value}
    limits = Limits()
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine, live_only=False)
        write(answer(engine, "timeline", {**asked, **window}), output, shape, limit=limit)
    limits.tell()


def main() -> None:
    """The program ntlmscan-timeline."""
    calls.run_app(timeline, "timeline")


if __name__ == "__main__":
    main()
