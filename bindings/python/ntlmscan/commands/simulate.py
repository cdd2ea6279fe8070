"""`ntlmscan simulate`: what blocking policies would have refused, alone and together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from ntlmscan.commands import calls, lists
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.policies import Policy, policies
from ntlmscan.whatif import PARTS, ask

_ABOUT_ALL = ("part", "name")
_ABOUT_ONE = ("part", "accounts", "clients", "servers")


def simulate(
    inputs: calls.Inputs = None,
    policy: lists.Policies = None,
    outgoing: lists.Outgoing = None,
    domain: lists.Domain = None,
    smb: lists.Smb = None,
    each: Annotated[
        bool, typer.Option("--each", help="One row per authentication and policy, with the reason.")
    ] = False,
    output: calls.Output = None,
    kind: calls.Format = None,
    limit: calls.Limit = 20,
    context: calls.Context = None,
    memory: calls.Memory = "2GB",
) -> None:
    """Tells what would have been refused, let through, or cannot be told, if NTLM had been blocked.

    \b
    Examples:
      ntlmscan simulate logs/ --policy outgoing=2
      ntlmscan simulate logs/ --policy domain=3 --policy smb=1 --exceptions-domain list.txt
      ntlmscan simulate logs/ --policy domain:CONTOSO=7 --each -o rows.csv
    """
    shape = format_of(output, kind)
    calls.keep_apart(output, context)
    asked = policies(policy or [])
    given = lists.in_force(outgoing, domain, smb, [Path(str(output))] if output else [])
    limits = Limits()
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine)
        ask(engine, map(str, asked), given)
        table = engine.run("simulate" if each else "simulate_effects")
        _say_unjudged(asked, table)
        if each or shape != "table" or output not in (None, "-"):
            write(table, output, shape, limit=limit)
        else:
            for part in PARTS if policy else PARTS[:1]:
                _section(table, part, limit)
    if not policy and not each and shape == "table":
        typer.echo("choose with --policy to see servers, accounts and programs, and policies together", err=True)
    for line in lists.audits(asked):
        typer.echo(line, err=True)
    limits.tell()


def _say_unjudged(asked: Iterable[Policy], table: Any) -> None:
    """A policy without a row is not one that breaks nothing."""
    judged = set(table.column("policy").to_pylist())
    if missing := [str(one) for one in asked if str(one) not in judged]:
        typer.echo(
            f"nothing in these logs can be judged by {', '.join(missing)}: that is no proof of no NTLM", err=True
        )


def _section(table: Any, part: str, limit: int) -> None:
    import pyarrow.compute as pc

    rows = table.filter(pc.equal(table.column("part"), part))
    if part != "all":
        rows = rows.filter(pc.greater(pc.add(rows.column("refused"), rows.column("unknown")), 0))
        typer.echo(f"\nBy {part}:")
    write(rows.drop_columns(list(_ABOUT_ALL if part == "all" else _ABOUT_ONE)), None, "table", limit=limit)


def main() -> None:
    """The program ntlmscan-simulate."""
    calls.run_app(simulate, "simulate")


if __name__ == "__main__":
    main()
