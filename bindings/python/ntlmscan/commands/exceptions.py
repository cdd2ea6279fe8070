"""`ntlmscan exceptions`: the lists to set before NTLM is blocked, in the form each policy takes, with the evidence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ntlmscan._outputs import destination
from ntlmscan.commands import calls, lists
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.policies import SETTINGS, Policy, PolicyError, policies
from ntlmscan.whatif import ask

_TEXT = "text"
_EVIDENCE = ("csv", "json", "ndjson", "parquet")
"""The forms that the evidence has in a folder, where the lists are text whatever is asked for."""


def exceptions(
    inputs: calls.Inputs = None,
    policy: lists.Policies = None,
    outgoing: lists.Outgoing = None,
    domain: lists.Domain = None,
    smb: lists.Smb = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR/",
            help="Write there: .txt the list alone; .csv, .json, .ndjson, .parquet the evidence; a folder: both, the "
            "evidence as --format says.",
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="KIND", help="text, table, csv, json, ndjson or parquet.")
    ] = None,
    limit: calls.Limit = 50,
    context: calls.Context = None,
    memory: calls.Memory = "2GB",
) -> None:
    """Gives the shortest exception list of each policy that keeps today's authentications working.

    \b
    Examples:
      ntlmscan exceptions logs/ --policy outgoing=2 --format text
      ntlmscan exceptions logs/ --policy outgoing=2 --policy domain=7 --context known/ -o lists/
    """
    asked = policies(policy or [])
    folder_wanted = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    shape = _evidence_shape(kind) if folder_wanted else _shape(output, kind)
    if shape == _TEXT:
        _check_one_list(asked)
    if folder_wanted:
        _check_folder(Path(str(output)))
    calls.keep_apart(output, context)
    given = lists.in_force(outgoing, domain, smb, _outputs(asked, output, shape if folder_wanted else None))
    limits = Limits()
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine)
        chosen = ask(engine, map(str, asked), given)
        table = engine.run("exceptions")
        if folder_wanted:
            lists.keep((outgoing, domain, smb), _outputs(chosen, output, shape))
            _write_folder(table, chosen, Path(str(output)), shape)
        elif shape == _TEXT:
            _write_text(_entries(table, chosen[0]), output)
        else:
            write(table, output, shape, limit=limit)
    for line in before(chosen):
        print(line, file=sys.stderr)
    limits.tell()


def before(chosen: Sequence[Policy]) -> list[str]:
    """What has to be done before any of these policies refuses something."""
    return [
        *lists.audits(chosen),
        "- every domain controller covered by logs, for one business cycle (31 days or more)",
        "- the way back written down, and a break-glass account tested over Kerberos",
        "- every exception weakens the protection against relaying: an owner and an expiry for each",
    ]


def _shape(output: str | None, kind: str | None) -> str:
    if kind == _TEXT or (kind is None and output is not None and output.lower().endswith(".txt")):
        return _TEXT
    return format_of(output, kind)


def _evidence_shape(kind: str | None) -> str:
    if kind is not None and kind not in _EVIDENCE:
        raise ValueError(
            f"--format {kind}: a folder holds each list as text, and the evidence as {', '.join(_EVIDENCE[:-1])} or "
            f"{_EVIDENCE[-1]}"
        )
    return kind or _EVIDENCE[0]


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder}: a file has that name; name a folder")


def _check_one_list(asked: Sequence[Policy]) -> None:
    if len(asked) != 1:
        raise PolicyError("text holds the list of one policy: give one --policy, or a folder with -o DIR/")
    if not SETTINGS[asked[0].kind].exceptions:
        raise PolicyError(f"{asked[0]} has no exception list: nothing that it refuses can be excepted")


def _entries(table: Any, policy: Policy) -> list[str]:
    rows = table.select(["policy", "entry", "proposed"]).to_pylist()
    return [row["entry"] for row in rows if row["proposed"] and row["policy"] == str(policy)]


def _write_text(entries: Sequence[str], output: str | None) -> None:
    text = "".join(f"{entry}\n" for entry in entries)
    if output in (None, "-"):
        sys.stdout.write(text)
    else:
        with destination(Path(str(output))) as file:
            file.write(text.replace("\n", os.linesep).encode())


def _outputs(chosen: Sequence[Policy], output: str | None, evidence: str | None) -> list[Path]:
    """All files that will be written; `evidence` is its form in a folder, None where the output is one file."""
    if output in (None, "-"):
        return []
    path = Path(str(output))
    return [path] if evidence is None else [path / f"evidence.{evidence}", *_lists(chosen, path).values()]


def _lists(chosen: Sequence[Policy], folder: Path) -> dict[Policy, Path]:
    """One file for each list that a policy takes."""
    found = {}
    for one in chosen:
        if setting := SETTINGS[one.kind].exceptions:
            words = [one.kind, *([one.domain] if one.domain else []), str(one.value), setting]
            found[one] = folder / f"{'-'.join(words)}.txt"
    return found


def _write_folder(table: Any, chosen: Sequence[Policy], folder: Path, shape: str) -> None:
    """One file for each list that a policy takes, and the evidence of all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    write(table, str(folder / f"evidence.{shape}"), shape, limit=0)
    for one, path in _lists(chosen, folder).items():
        _write_text(_entries(table, one), str(path))


def main() -> None:
    """The program ntlmscan-exceptions."""
    calls.run_app(exceptions, "exceptions")


if __name__ == "__main__":
    main()
