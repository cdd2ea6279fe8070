"""`ntlmscan report`: one HTML file that answers from logs, or from an earlier scan."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import escaped
from ntlmscan.comparing import side
from ntlmscan.questions import moment


def report(
    inputs: calls.Inputs = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where to write the report; - for stdout.")
    ] = Path("ntlm-report.html"),
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Of the report.")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", "--from", metavar="TIME", help="From then on, UTC: 2026-09-09 or 2026-09-09T20:40Z."),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", "--to", metavar="TIME", help="Before then.")] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="OLD", help="Logs or a scan of an earlier period.")
    ] = None,
    context: calls.Context = None,
    settings: calls.Parameters = None,
    memory: calls.Memory = "2GB",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no closing line.")] = False,
) -> None:
    """Writes one self-contained HTML file: where NTLM is used, by whom, why, and what blocking it would break.

    ntlmscan report logs/ -o report.html

    ntlmscan report scans/april --compare scans/march --context about/ -o april.html
    """
    from ntlmscan.reporting import built, check_packages, check_parameters, written

    check_packages()
    to_stdout = str(output) == "-"
    if not to_stdout:
        _check_output(output)
        calls.keep_apart(str(output), context)
    window = moment(since, "--since"), moment(until, "--until")
    if window[0] and window[1] and window[0] >= window[1]:
        raise ValueError("--since must lie before --until")
    parameters = calls.given(settings)
    check_parameters(parameters, compare is not None)
    line = _Line(quiet)
    line.show("reading the logs")
    limits = Limits()
    old = None
    if compare is not None:
        with opened([compare]) as folder, calls.engine(folder, context, memory) as engine:
            limits.count(engine)
            old = side(engine, "old")
    with opened(inputs or []) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine)
        page = built(engine, title or _title(inputs or []), window, line.show, old, parameters)
    line.clear()
    if to_stdout:
        sys.stdout.write(page)
    else:
        written(page, output)
    if not quiet and not to_stdout:
        print(f"{escaped(str(output))}: {len(page.encode()) / 1e6:.1f} MB, open it in any browser", file=sys.stderr)
    limits.tell()


def _check_output(output: Path) -> None:
    """Told before an hour of work, not after it."""
    if output.is_dir():
        raise ValueError(f"{output}: is a folder; name a file, such as {output / 'ntlm-report.html'}")
    if not output.parent.is_dir():
        raise ValueError(f"{output}: the folder {output.parent} does not exist")
    if output.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"{output}: a report is HTML; end the name in .html")


def _title(inputs: list[str]) -> str:
    names = ", ".join(Path(name).name or name for name in inputs[:3]) + (", …" if len(inputs) > 3 else "")
    return f"NTLM in {names}, {datetime.now(UTC):%Y-%m-%d}"


class _Line:
    """One line on a terminal's standard error that says what is being done; nothing in a pipe."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._began = monotonic()

    def show(self, words: str) -> None:
        """Replaces what stood there."""
        if self._wanted:
            sys.stderr.write(f"\r\x1b[K{monotonic() - self._began:5.0f} s  {words}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Leaves the line empty."""
        if self._wanted:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def main() -> None:
    """The program ntlmscan-report."""
    calls.run_app(report, "report")


if __name__ == "__main__":
    main()
