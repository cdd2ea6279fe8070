"""What `simulate` and `exceptions` share: policies, lists that are in force, and the settings that only audit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ntlmscan.policies import SETTINGS, Policy, PolicyError, read_exceptions

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


def in_force(
    outgoing: Path | None, domain: Path | None, smb: Path | None, outputs: Iterable[Path] = ()
) -> dict[str, list[str]]:
    """The entries of the lists that were given, by policy; none of them is where an answer goes.

    Raises:
        PolicyError: a list that cannot be read, or would be written over.
    """
    given = {"outgoing": outgoing, "domain": domain, "smb": smb}
    keep(given.values(), outputs)
    entries = {kind: read_exceptions(path) for kind, path in given.items() if path is not None}
    for kind, some in entries.items():
        if "*" in some:
            print(f"ntlmscan: {given[kind]}: the entry * lifts the policy altogether", file=sys.stderr)
    return entries


def keep(given: Iterable[Path | None], outputs: Iterable[Path]) -> None:
    """Refuses to write over a list in force.

    Raises:
        PolicyError: an output is one of them.
    """
    lists = [path for path in given if path is not None]
    for output in outputs:
        if any(_same(path, output) for path in lists):
            raise PolicyError(f"{output}: is a list in force, which is never written over")


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def audits(chosen: Iterable[Policy]) -> list[str]:
    """For each policy the setting that audits and refuses nothing, which comes first."""
    return ["Before anything is refused:", *(f"- {one}: first {_audit(one)}" for one in chosen)]


def _audit(one: Policy) -> str:
    """The setting that shows the same and refuses nothing."""
    words = {
        "outgoing": "RestrictSendingNTLMTraffic = 1 on the clients (audits as 8001; 2 would refuse)",
        "incoming": f"AuditReceivingNTLMTraffic = {one.value} on the servers (audits and refuses nothing)",
        "domain": f"AuditNTLMInDomain = {one.value} on every domain controller (audits and refuses nothing)",
        "smb": "RestrictSendingNTLMTraffic = 1 on the clients (audits as 8001; the SMB client has no audit of its own)",
        "v1sso": "BlockNtlmv1SSO = 0 on the clients (audits as 4024; 1 would refuse)",
        "lm": "logons by version (4624, and 4022 or 4032 where there are any); the level has no audit of its own",
        "protected-users": "a pilot group; membership has no audit of its own",
    }
    return words[one.kind]
