"""Options that `simulate` and `exceptions` share: policies, and exception lists that are in force."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ntlmscan.policies import SETTINGS, PolicyError, read_exceptions

Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="P",
        help=f"What to block, repeatable: {', '.join(one.forms for one in SETTINGS.values())}. Without one: every one, "
        "each by itself.",
    ),
]
Outgoing = Annotated[
    Path | None,
    typer.Option("--exceptions-outgoing", metavar="FILE", help="ClientAllowedNTLMServers, one entry a line."),
]
Domain = Annotated[
    Path | None, typer.Option("--exceptions-domain", metavar="FILE", help="DCAllowedNTLMServers, one entry a line.")
]
Smb = Annotated[
    Path | None,
    typer.Option("--exceptions-smb", metavar="FILE", help="BlockNTLMServerExceptionList, one entry a line."),
]


def in_force(outgoing: Path | None, domain: Path | None, smb: Path | None, output: str | None) -> dict[str, list[str]]:
    """The entries of the lists that were given, by policy; none of them is where the answer goes.

    Raises:
        PolicyError: a list that cannot be read, or would be written over.
    """
    given = {"outgoing": outgoing, "domain": domain, "smb": smb}
    if output is not None and any(path and path.resolve() == Path(output).resolve() for path in given.values()):
        raise PolicyError(f"{output}: is a list in force, which is never written over")
    entries = {kind: read_exceptions(path) for kind, path in given.items() if path is not None}
    for kind, some in entries.items():
        if "*" in some:
            print(f"ntlmscan: {given[kind]}: the entry * lifts the policy altogether", file=sys.stderr)
    return entries
