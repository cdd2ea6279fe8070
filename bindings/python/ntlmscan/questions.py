"""Questions to logs: what the commands `query` and `timeline` answer, as Arrow tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ._inputs import Time
from .analysis import Value, load, names
from .errors import ArgumentError
from .opening import Context, Inputs, opened

if TYPE_CHECKING:
    import pyarrow

    from .engines.duckdb import DuckdbEngine

_SQL = re.compile(r"^\s*(--.*\n\s*)*(select|with|from|describe|summarize|values)\b", re.IGNORECASE)


def query(
    inputs: Inputs,
    asked: str,
    *,
    context: Context = None,
    memory: str = "2GB",
    threads: int | None = None,
    **parameters: Value,
) -> pyarrow.Table:
    """Answers one analysis, or any SQL text over the tables and the analyses, as ``ntlmscan query`` does.

    Args:
        inputs: a folder that an earlier scan wrote; a ``ScanResult``; a mapping from table names to Arrow tables; or
            logs, as for ``scan``.
        asked: the name of an analysis (docs/analyses.md), or SQL text in which analyses stand as tables.
        context: a folder of CSV files with what logs do not say, such as ``tiers.csv`` and ``hosts.csv``.
        memory: what the engine may use before it goes to disk.
        threads: at least 1; one per processor when ``None``.
        parameters: those of the analysis, by name.

    Returns:
        A ``pyarrow.Table``; an analysis by name comes in the order that its page states.

    Raises:
        ArgumentError: there is no such analysis or parameter, or the SQL text or a context file cannot be used.
        OutOfMemoryError: the answer does not fit ``memory``.
        ImportError: DuckDB and pyarrow are needed: ``pip install 'ntlmscan[analyses]'``.

    >>> import ntlmscan
    >>> result = ntlmscan.scan(LOG)
    >>> ntlmscan.query(result, "hosts").column("host").to_pylist()[0]
    'contoso-pc1.contoso.local'
    >>> ntlmscan.query(result, "select outcome, count(*) as n from authentications group by outcome").column_names
    ['outcome', 'n']
    """
    with opened(inputs, context=context, memory=memory, threads=threads) as engine:
        return answer(engine, asked, parameters).table()


def timeline(
    inputs: Inputs,
    *,
    host: str | None = None,
    account: str | None = None,
    since: Time = None,
    until: Time = None,
    context: Context = None,
    memory: str = "2GB",
    threads: int | None = None,
) -> pyarrow.Table:
    """All records about one host, account or window of time, in order, as ``ntlmscan timeline`` shows them.

    Args:
        inputs, context, memory, threads: as for ``query``.
        host: any of its names; records by it, from it and to it.
        account: ``NAME``, ``DOMAIN\\NAME`` or ``NAME@DOMAIN``.
        since, until: half-open window: a datetime, a date, or text such as ``"2026-09-09T20:40Z"``; UTC without a zone.

    Returns:
        A ``pyarrow.Table``, one row per record. It is held whole, beside ``memory``: name a host, account or window
        for large scans, or let ``ntlmscan timeline -o`` write a file as the rows come.

    Raises:
        ArgumentError: a time or a context file that cannot be understood.
        OutOfMemoryError: the answer does not fit ``memory``.
        ImportError: DuckDB and pyarrow are needed: ``pip install 'ntlmscan[analyses]'``.

    >>> import ntlmscan
    >>> rows = ntlmscan.timeline(LOG, host="contoso-pc1", since="2026-03-02", until="2026-03-03")
    >>> rows.column_names[:3]
    ['time', 'computer', 'event_id']
    """
    window = {"since": moment(since, "since"), "until": moment(until, "until")}
    if window["since"] and window["until"] and window["since"] >= window["until"]:
        raise ArgumentError("since: must lie before until")
    asked = {"host": host, "account": account, **window}
    with opened(inputs, context=context, memory=memory, threads=threads) as engine:
        return engine.run("timeline", **{name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True)
class Answer:
    """An answer that is computed as it is read: whole, in batches, or its beginning."""

    engine: DuckdbEngine
    sql: str
    of: str = ""

    def table(self) -> pyarrow.Table:
        """All of it in memory."""
        return self.batches().read_all() if self.of else self.engine.query(self.sql)

    def batches(self) -> pyarrow.RecordBatchReader:
        """All of it, a part at a time."""
        return self.engine.read(self.of) if self.of else self.engine.stream(self.sql)

    def beginning(self, rows: int) -> tuple[pyarrow.Table, int]:
        """The first rows, all for 0, and how many there are in all; an analysis is not sorted for those not shown."""
        if not (rows and self.of):
            whole = self.table()
            return (whole.slice(0, rows) if rows else whole), whole.num_rows
        count = self.engine.query(f"select count(*) as n from {self.of}").to_pylist()[0]["n"]
        return self.engine.query(f"{self.sql} limit {rows}"), count


def answer(engine: DuckdbEngine, asked: str, parameters: Mapping[str, Value]) -> Answer:
    """The answer of an analysis or of SQL text, after all that it builds on."""
    if not is_sql(asked):
        one = load(asked)
        engine.prepare(one.name, **parameters)
        return Answer(engine, one.ordered, one.name)
    if parameters:
        raise ValueError(f"SQL text has no parameter {min(parameters)!r}: write the value into it")
    for name in mentioned(asked):
        engine.prepare(name)
    return Answer(engine, asked)


def mentioned(asked: str) -> list[str]:
    """The analyses that SQL text reads, or the one that is asked for by name.

    >>> mentioned("select count(*) from hosts, events"), mentioned("hosts")
    (['hosts'], ['hosts'])
    """
    words = set(re.findall(r"[a-z_0-9]+", asked.lower()))
    return [name for name in names(steps=True) if name in words]


def is_sql(asked: str) -> bool:
    """Whether it is SQL text, not the name of an analysis.

    >>> is_sql("with a as (select 1) select * from a"), is_sql("hosts")
    (True, False)
    """
    return _SQL.match(asked) is not None


def moment(time: Time, argument: str) -> datetime | None:
    """A time as people give it; without a zone it is UTC.

    Raises:
        ArgumentError: text that is no time.
    """
    if time is None:
        return None
    try:
        parsed = datetime.fromisoformat(time) if isinstance(time, str) else time
    except ValueError as why:
        raise ArgumentError(f"{argument} {time!r} is no time such as 2026-09-09 or 2026-09-09T20:40Z") from why
    if not isinstance(parsed, datetime):
        if not isinstance(parsed, date):
            raise TypeError(f"{argument}: {type(parsed).__qualname__} is no datetime, no date and no text")
        parsed = datetime(parsed.year, parsed.month, parsed.day)
    try:
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except OverflowError as why:
        raise ArgumentError(f"{argument} {time!s} lies before the year 1 or after 9999") from why
