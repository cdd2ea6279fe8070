"""`ntlmscan query`: one analysis by name, or any SQL text, over logs or over an earlier scan."""

from __future__ import annotations

from typing import Annotated

import typer

from ntlmscan.analysis import load, names, parameters
from ntlmscan.commands import calls
from ntlmscan.commands.inputs import opened
from ntlmscan.commands.limits import Limits
from ntlmscan.commands.terminal import format_of, write
from ntlmscan.questions import answer, is_sql, mentioned

_ALL_ORIGINS = "timeline"
"""The one analysis that tells of recovered and carved rows too."""


def describe(asked: str) -> str:
    """The header of an analysis, for people."""
    one = load(asked)
    lines = [one.summary, f"unit: {one.unit}", f"question: {one.question}", "columns:"]
    lines += [f"  {name}: {meaning}" for name, meaning in one.columns]
    if held := parameters(one.name):
        lines.append("parameters (--set NAME=VALUE): " + ", ".join(f"{p.name} = {p.default}" for _, p in held.values()))
    lines += [f"caveats: {one.caveats}"] if one.caveats else []
    lines += [f"cannot see: {one.cannot_see}"] if one.cannot_see else []
    return "\n".join(lines)


def query(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME|SQL [INPUT...]", help="An analysis and logs; SQL text may also stand last."),
    ] = None,
    output: calls.Output = None,
    kind: calls.Format = None,
    limit: calls.Limit = 50,
    context: calls.Context = None,
    memory: calls.Memory = "2GB",
    settings: calls.Parameters = None,
    about: Annotated[
        bool, typer.Option("--about", help="What the analysis answers and cannot see, instead of running it.")
    ] = False,
) -> None:
    """Answers a question about NTLM from logs, or from a folder that an earlier scan wrote."""
    if not words:
        typer.echo("Analyses:\n" + "\n".join(f"  {name:<16} {load(name).summary}" for name in names()))
        return
    asked, inputs = words[0], words[1:]
    if len(words) > 1 and is_sql(words[-1]):
        asked, inputs = words[-1], words[:-1]
    if about:
        typer.echo(describe(asked))
        return
    shape = format_of(output, kind)
    calls.keep_apart(output, context)
    if not is_sql(asked):
        load(asked)
    limits = Limits()
    with opened(inputs) as folder, calls.engine(folder, context, memory) as engine:
        limits.count(engine, live_only=any(name != _ALL_ORIGINS for name in mentioned(asked)))
        write(answer(engine, asked, calls.given(settings)), output, shape, limit=limit)
    limits.tell()


def main() -> None:
    """The program ntlmscan-query."""
    calls.run_app(query, "query")


if __name__ == "__main__":
    main()
