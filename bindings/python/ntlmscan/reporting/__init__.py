"""The report: one HTML file that tells where NTLM is used, by whom, why, and what would break if it were blocked.

Needs the extra ``report`` (DuckDB, pyarrow, plotly, Jinja2): ``pip install 'ntlmscan[report]'``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ntlmscan._inputs import Time
from ntlmscan._outputs import destination
from ntlmscan.analysis import Value
from ntlmscan.comparing import side
from ntlmscan.errors import ArgumentError
from ntlmscan.opening import Context, Inputs, opened
from ntlmscan.questions import moment

if TYPE_CHECKING:
    from ntlmscan.engines.duckdb import DuckdbEngine

__all__ = ["report", "written"]

Progress = Callable[[str], object]


def report(
    inputs: Inputs,
    output: str | os.PathLike[str] | None = None,
    *,
    title: str | None = None,
    since: Time = None,
    until: Time = None,
    compare: Inputs | None = None,
    context: Context = None,
    parameters: Mapping[str, Value] | None = None,
    memory: str = "2GB",
    threads: int | None = None,
    progress: Progress | None = None,
) -> str:
    """The report as one self-contained HTML file: no network, no script but its own, every name of a log inert.

    Args:
        inputs: a folder that an earlier scan wrote; a ``ScanResult``; a mapping from table names to Arrow tables; or
            logs, as for ``scan``.
        output: where to write it; it appears there only when whole.
        title: of the report.
        since, until: half-open window of the records that count; coverage is never cut.
        compare: an earlier period, in the forms of ``inputs``, for the page that compares.
        context: a folder of CSV files with what logs do not say, such as ``settings.csv`` and ``tiers.csv``.
        parameters: of the analyses that the report is made of, by name, such as ``{"cycle_days": 14}``.
        memory: what the engine may use before it goes to disk.
        threads: at least 1; one per processor when ``None``.
        progress: called with a few words on what is being done.

    Returns:
        The text of the file, at most 25 MB.

    Raises:
        ArgumentError: a time, a parameter, a context file or an input that cannot be understood.
        OutputError: the file cannot be written; nothing is left behind then.
        OutOfMemoryError: it does not fit ``memory``.
        ImportError: a package is missing; the message says how to get it.

    >>> import ntlmscan
    >>> page = ntlmscan.report(LOG, title="One controller")
    >>> "<title>One controller</title>" in page, "<script src" in page
    (True, False)
    """
    check_packages()
    window = moment(since, "since"), moment(until, "until")
    if all(window) and window[0] >= window[1]:  # type: ignore[operator]
        raise ArgumentError("since: must lie before until")
    old = None
    if compare is not None:
        with opened(compare, context=context, memory=memory, threads=threads) as engine:
            old = side(engine, "old")
    with opened(inputs, context=context, memory=memory, threads=threads) as engine:
        page = built(engine, title, window, progress, old, parameters)
    if output is not None:
        written(page, Path(output))
    return page


def built(
    engine: DuckdbEngine,
    title: str | None = None,
    window: tuple[object, object] = (None, None),
    progress: Progress | None = None,
    old: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Value] | None = None,
) -> str:
    """The report over an open engine."""
    from ._building import build

    return build(engine, title or "NTLM report", window, progress or _silent, old, parameters)  # type: ignore[arg-type]


def check_packages() -> None:
    """Raises ImportError where a package of the extra is missing, with the way to get it."""
    for name in ("jinja2", "plotly"):
        try:
            import_module(name)
        except ImportError as why:
            raise ImportError(
                f"the report needs Jinja2 and plotly, and {name} cannot be loaded ({why}): pip install "
                "'ntlmscan[report]'",
                name=name,
            ) from why


def check_parameters(given: Mapping[str, Value], compares: bool) -> None:
    """Raises ValueError where this report has no such parameter, or a value is none; told before an hour of work."""
    from ntlmscan.analysis import bind, load, shared_out

    from ._building import by_analysis

    for name, values in by_analysis(given, compares).items():
        for holder, held in shared_out(name, values).items():
            bind(load(holder), held)


def written(page: str, output: Path) -> None:
    """Writes the file, which is there whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    with destination(output) as file:
        file.write(page.encode())


def _silent(_: str) -> None:
    """Nobody asked for progress."""
