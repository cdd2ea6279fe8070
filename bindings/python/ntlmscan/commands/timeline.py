"""`ntlmscan timeline`: all records about one host, account or window of time, in order."""

from __future__ import annotations

from pathlib import Path

import typer

from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.context import ContextError, moment


def timeline(
    inputs: list[str] = typer.Argument(None, metavar="INPUT...", help="Logs, folders of logs, or a folder that an earlier scan wrote."),
    host: str = typer.Option(None, "--host", help="Records by, from or to this machine: any of its names, or an address."),
    account: str = typer.Option(None, "--account", help="Records of this account: name, DOMAIN\\name or name@domain."),
    since: str = typer.Option(None, "--since", "--from", metavar="TIME", help="From then on, UTC: 2026-09-09 or 2026-09-09T20:40Z."),
    until: str = typer.Option(None, "--until", "--to", metavar="TIME", help="Before then."),
    output: str = calls.OUTPUT,
    kind: str = calls.FORMAT,
    limit: int = calls.LIMIT,
    context: Path = calls.CONTEXT,
    memory: str = calls.MEMORY,
) -> None:
    """Shows what happened there and then, from every vantage."""
    shape = format_of(output, kind)
    window = {name: _time(name, value) for name, value in (("since", since), ("until", until)) if value}
    asked = {name: value for name, value in (("host", host), ("account", account)) if value}
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        write(engine.run("timeline", **asked, **window), output, shape, limit=limit)


def _time(name: str, value: str) -> str:
    try:
        return moment(value).isoformat()
    except ValueError as error:
        raise ContextError(f"--{name} {value!r} is no time such as 2026-09-09 or 2026-09-09T20:40Z") from error


def main() -> None:
    """The program ntlmscan-timeline."""
    calls.run_app(timeline, "timeline")


if __name__ == "__main__":
    main()
