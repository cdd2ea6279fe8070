"""What every command does around its work: options that all share, errors as one line and status 2."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from ntlmscan.commands.inputs import InputError
from ntlmscan.commands.signals import ended_by_signals
from ntlmscan.commands.terminal import escaped
from ntlmscan.context import ContextError, read_context
from ntlmscan.engines.duckdb import DuckdbEngine
from ntlmscan.errors import NtlmscanError

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="Logs, folders of logs, or a folder that an earlier scan wrote."),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there: .csv, .json, .ndjson or .parquet; - for stdout."),
]
Format = Annotated[str | None, typer.Option("--format", metavar="KIND", help="table, csv, json, ndjson or parquet.")]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=0, help="Rows shown as a table; 0 for all. Files always hold all.")
]
Context = Annotated[
    Path | None,
    typer.Option("--context", metavar="DIR", help="CSV files with what logs do not say, such as tiers.csv, hosts.csv."),
]


def _size(value: str) -> str:
    """Told before anything is read."""
    try:
        duckdb.connect(config={"memory_limit": value}).close()
    except duckdb.Error as why:
        raise ValueError(f"--memory {value!r} is no size such as 2GB") from why
    return value


Memory = Annotated[
    str,
    typer.Option("--memory", metavar="SIZE", help="What the engine may use before it goes to disk.", callback=_size),
]

Parameters = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A parameter of an analysis; query NAME --about lists them."),
]


def given(pairs: list[str] | None) -> dict[str, str]:
    """NAME=VALUE words as a table of parameters.

    Raises:
        ValueError: a word without an equals sign, or a name that stands there twice.
    """
    made: dict[str, str] = {}
    for pair in pairs or []:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"{pair!r} is no NAME=VALUE")
        if name in made:
            raise ValueError(f"--set {name} stands there twice")
        made[name] = value
    return made


def keep_apart(output: str | None, context: Path | None) -> None:
    """Refuses to write among the files of --context: some have the names of analyses, and all are read from there.

    Raises:
        ValueError: the output is that folder, or lies in it.
    """
    if context is None or output in (None, "-"):
        return
    if Path(str(output)).resolve().is_relative_to(context.resolve()):
        raise ValueError(f"{context}: is the folder of --context; nothing in it is written over")


def engine(folder: Path, context: Path | None, memory: str) -> DuckdbEngine:
    """An engine over scanned tables and the user's context."""
    return DuckdbEngine(folder, context=read_context(context), memory=memory)


def run_app(command: Callable[..., None], name: str) -> None:
    """Runs one command; what the user can mend is one line on standard error and status 2."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name=name)(_for_readers_that_leave(command))
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # as the native commands write, wherever they run
    try:
        with ended_by_signals():
            app(prog_name=f"ntlmscan {name}")
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except (
        ContextError,
        InputError,
        NtlmscanError,
        ImportError,
        ValueError,
        OverflowError,
        OSError,
        duckdb.Error,
    ) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        print(f"ntlmscan: {escaped(first)}", file=sys.stderr)
        sys.exit(2)


def _for_readers_that_leave(command: Callable[..., None]) -> Callable[..., None]:
    """The command, which ends well when nobody reads on; typer would call that a failure."""

    @wraps(command)
    def run(*words: Any, **options: Any) -> None:
        try:
            command(*words, **options)
            sys.stdout.flush()
        except BrokenPipeError as why:
            _drop_output()
            raise typer.Exit(0) from why

    return run


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
