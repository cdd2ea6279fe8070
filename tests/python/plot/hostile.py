"""Names that a log may hold in order to break out of a page, and tables made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

NAMES = [
    "</script><img src=x onerror=1>",
    "<b>bold</b>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;b&gt;",
    "\u202egnp.exe",
    "\u2066\u200fx\u2029\u2028",
    "a\nb\tc\x00\x1b[31m",
    "$x^2$",
    "%{customdata}",
    "A" * 10_000,
    "",
    "DC1$",
]
START = datetime(2026, 3, 2, tzinfo=UTC)
TIME = pa.timestamp("us", tz="UTC")
COVERAGE = pa.schema(
    [("source", pa.string()), ("computer", pa.string()), ("channel", pa.string()), ("hour", TIME),
     ("forwarded", pa.bool_()), ("first_record_id", pa.int64()), ("last_record_id", pa.int64())]
)  # fmt: skip


def events(names: Sequence[str | None], every: timedelta = timedelta(minutes=10)) -> pa.Table:
    """One row per name, at equal distances."""
    times = [START + at * every for at in range(len(names))]
    text = pa.array(names, pa.string()).dictionary_encode()
    return pa.table({"time": pa.array(times, TIME), "computer": text, "user_name": text, "event_group": text})


def coverage(*rows: tuple[str, str, int, int, int], forwarded: bool = False) -> pa.Table:
    """Rows of (computer, channel, hours after START, first id, last id)."""
    return pa.Table.from_pylist(
        [{"source": "x.evtx", "computer": computer, "channel": channel, "hour": START + timedelta(hours=hour),
          "forwarded": forwarded, "first_record_id": first, "last_record_id": last}
         for computer, channel, hour, first, last in rows],
        COVERAGE,
    )  # fmt: skip


def texts(figure: Any) -> list[str]:
    """Every text of a figure, wherever it stands."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, dict):
            for value in part.values():
                walk(value)
        elif isinstance(part, (list, tuple)):
            for value in part:
                walk(value)

    walk(figure.to_plotly_json())
    return found
