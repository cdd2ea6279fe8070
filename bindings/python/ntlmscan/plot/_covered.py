"""Which hours of which log are known, out of the table `coverage`: silence told from absence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ._columns import HOUR, columns, counts, plausible
from ._text import counted
from ._time_bins import Bins

Log = tuple[object, object]
"""Computer and channel."""
Span = tuple[int, int]
"""Half-open, in seconds since 1970."""

NTLM_CHANNELS = ("Security", "Microsoft-Windows-NTLM/Operational")

_GROUP = ("source", "computer", "channel")
_IDS = ("first_record_id", "last_record_id", "forwarded")


def known_spans(data: object, channels: Collection[str] | None) -> dict[Log, list[Span]]:
    """The known hours of each log: those with a record, and those between two records whose ids follow each other, in
    which the log was silent and lost nothing. Ids of forwarded records have holes by nature and prove nothing.

    Raises:
        TypeError, ValueError: as `columns`.
    """
    table = columns(data, "coverage", ["computer", "hour"], ["source", "channel", *_IDS])
    table, _ = plausible(table, "hour")
    spans: dict[Log, list[Span]] = {}
    for row, after in _pairs(table):
        log = row["computer"], row["channel"]
        if channels is not None and row["channel"] not in channels:
            continue
        begin = row["hour"] // HOUR * HOUR
        end = after["hour"] if after is not None and _follows(row, after) else begin + HOUR
        spans.setdefault(log, []).append((begin, end))
    return {log: _merged(found) for log, found in spans.items()}


def dated_rows(
    data: object, by: str | None, time: str, weight: str | None, coverage: object | None
) -> tuple[Any, object | None, list[str]]:
    """The rows of `data` that have a time, the coverage that goes with them, and what to say of those without.

    Raises:
        TypeError, ValueError: as `columns`.
    """
    wanted = [time, *([] if by is None else [by]), *([] if weight is None else [weight])]
    table, undated = plausible(columns(data, "events", wanted, ["channel"]), time)
    if coverage is None and hasattr(data, "coverage") and not hasattr(data, "__arrow_c_stream__"):
        coverage = data
    notes = [f"{counted(undated, 'row')} without a time between 1993 and 2100 left out."] if undated else []
    return table, coverage, notes


def channels_of(table: Any) -> set[str] | None:
    """The channels of the rows; None, which is all, where there are no rows or no such column."""
    if "channel" not in table.column_names or table.num_rows == 0:
        return None
    return {name for (name,) in counts(table, ["channel"]) if isinstance(name, str)}


def _pairs(table: Any) -> Iterable[tuple[dict[str, Any], dict[str, Any] | None]]:
    rows = table.to_pylist()
    for row in rows:
        for name in (*_GROUP, *_IDS):
            row.setdefault(name, None)
    rows.sort(key=lambda row: (*(str(row[name]) for name in _GROUP), row["hour"]))
    return zip(rows, [*rows[1:], None], strict=False)


def _follows(row: dict[str, Any], after: dict[str, Any]) -> bool:
    same = all(row[name] == after[name] for name in _GROUP)
    numbered = row["last_record_id"] is not None and after["first_record_id"] is not None
    own = row["forwarded"] is False and after["forwarded"] is False
    return same and numbered and own and after["first_record_id"] == row["last_record_id"] + 1


def _merged(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for begin, end in sorted(spans):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((begin, end))
    return out


def window(spans: Iterable[list[Span]]) -> Span | None:
    """From the first known second to the last."""
    ends = [(one[0][0], one[-1][1]) for one in spans]
    return (min(begin for begin, _ in ends), max(end for _, end in ends)) if ends else None


def seconds_by_bin(spans: list[Span], bins: Bins) -> list[int]:
    """How much of each bin is known."""
    out = [0] * bins.count
    for begin, end in spans:
        begin, end = max(begin, bins.start), min(end, bins.start + bins.count * bins.step)
        while begin < end:
            at = (begin - bins.start) // bins.step
            stop = min(end, bins.start + (at + 1) * bins.step)
            out[at] += stop - begin
            begin = stop
    return out
