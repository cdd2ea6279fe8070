"""`ntlmscan timeline`: all records about one host, account or window of time, in order."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.questions import answer, moment

_KNOWN = """select 1 from timeline_parameters as p
where exists (select 1 from host_names as n where lower(p.host) in (n.host, lower(n.name), split_part(n.host, '.', 1)))
  or exists (select 1 from events as e where e.client_address = lower(p.host))"""
"""A row where the host that was asked for is one that the timeline can find."""


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
    if len(window) > 1 and window["since"] >= window["until"]:  # type: ignore[operator]
        raise ValueError("--since must lie before --until")
    for option, given in (("--host", host), ("--user", account)):
        if given is not None and not given.strip():
            raise ValueError(f"{option} is empty: leave it out, or give a name")
    asked = {name: value for name, value in (("host", host), ("account", account)) if value}
    limits = Limits()
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine, live_only=False)
        write(answer(engine, "timeline", {**asked, **window}), output, shape, limit=limit)
        if host and not engine.query(_KNOWN).num_rows:
            print(f"ntlmscan: no record names a host {host!r}", file=sys.stderr)
    limits.tell()


def main() -> None:
    """The program ntlmscan-timeline."""
    calls.run_app(timeline, "timeline")


if __name__ == "__main__":
    main()
