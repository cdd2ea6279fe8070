"""What every page says of itself: the window, the hosts, the tool, what was left out as a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ntlmscan
from ntlmscan.schema_tables import SCHEMA_VERSION

from ._answers import Answers
from ._model import Code, Name
from ._text import cell, counted


@dataclass(frozen=True)
class Scope:
    """The frame of all numbers of one report."""

    version: str
    schema: int
    first: datetime | None
    last: datetime | None
    hosts: int
    controllers: int
    records: int
    not_live: int
    copies: int
    uses: int
    accesses: int
    line: tuple[str | Name | Code, ...]

    @property
    def days(self) -> float:
        """Length of the window."""
        if self.first is None or self.last is None:
            return 0.0
        return (self.last - self.first).total_seconds() / 86_400


def scope_of(answers: Answers, window: tuple[datetime | None, datetime | None] = (None, None)) -> Scope:
    """Read once for the whole report."""
    found = answers.one(
        """select
          (select min(first_time) from hosts) as first, (select max(last_time) from hosts) as last,
          (select count(*) from hosts) as hosts, (select count(*) from hosts where role = 'dc') as controllers,
          (select count(*) from events) as records,
          (select count(*) from events where coalesce(origin, 'live') <> 'live') as not_live,
          (select count(*) from copies) as copies,
          (select count(*) from auth_accesses) as uses, (select count(*) from accesses) as accesses""",
        "hosts",
        "copies",
        "auth_accesses",
        "accesses",
    )
    return Scope(
        version=ntlmscan.__version__,
        schema=SCHEMA_VERSION,
        line=_line(found, window),
        **{
            name: found[name]
            for name in ("first", "last", "hosts", "controllers", "records", "not_live", "copies", "uses", "accesses")
        },
    )


def _line(found: dict[str, object], window: tuple[datetime | None, datetime | None]) -> tuple[str, ...]:
    parts = ["No record with a time. "]
    if found["first"] is not None:
        parts = [f"Logs from {str(cell(found['first']))[:16]} to {str(cell(found['last']))[:16]} UTC, by whole hours. "]
    since, until = window
    if since or until:
        begin = f" from {cell(since)}" if since else ""
        end = f" before {cell(until)}" if until else ""
        parts.append(f"Only records{begin}{end} UTC were asked for. ")
    hosts, controllers = _number(found["hosts"]), _number(found["controllers"])
    copies = _number(found["copies"])
    parts.append(
        f"{counted(hosts, 'computer')} wrote them, {counted(controllers, 'domain controller')} among these. "
        f"{counted(_number(found['records']), 'record')} kept"
        + (f", {counted(copies, 'copy', 'copies')} of others not counted. " if copies else ", none of them a copy. ")
    )
    parts.append(f"ntlmscan {ntlmscan.__version__}, schema {SCHEMA_VERSION}.")
    return tuple(parts)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
