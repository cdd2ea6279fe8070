"""What the user knows and logs do not say: a folder of small CSV files, each one a table, each checked line by line."""

from __future__ import annotations

import csv
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Row = dict[str, str | datetime | int | None]


class ContextError(ValueError):
    """A context file says something that cannot be used; the text names the file and the line."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str = "string"
    required: bool = False
    check: Callable[[str], str | None] | None = None


@dataclass(frozen=True)
class ContextTable:
    file: str
    columns: tuple[Column, ...]
    need_one_of: tuple[str, ...] = ()
    finish: Callable[[Row], Row] = lambda row: row


def _one_of(*allowed: str) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        return None if value.lower() in allowed else f"must be one of {', '.join(allowed)}"

    return check


def _address(value: str) -> str | None:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "is no IP address"
    return None


def _pattern(value: str) -> str | None:
    return "may hold one asterisk" if value.count("*") > 1 else None


POLICIES = tuple(
    "RestrictSendingNTLMTraffic RestrictReceivingNTLMTraffic AuditReceivingNTLMTraffic ClientAllowedNTLMServers"
    " RestrictNTLMInDomain AuditNTLMInDomain DCAllowedNTLMServers LmCompatibilityLevel NtlmMinClientSec"
    " NtlmMinServerSec BlockNtlmv1SSO TryIPSPN BlockNTLM BlockNTLMServerExceptionList EnableAuthEpResolution"
    " RestrictRemoteClients RpcNamedPipeAuthentication KdcExtraLogLevel LogLevel LogEnhancedAuditEvents"
    " EnableEnhancedDomainNtlmLogs UseMachineId".split()
)


def _policy(value: str) -> str | None:
    if value.lower() in {name.lower() for name in POLICIES}:
        return None
    return "is no registry value of a policy that is known here"


_LISTS = frozenset(("clientallowedntlmservers", "dcallowedntlmservers", "blockntlmserverexceptionlist"))
_NUMBER = re.compile(r"0*([0-9]{1,10})|0x0*([0-9a-f]{1,8})", re.ASCII | re.IGNORECASE)


def _setting(row: Row) -> Row:
    """The value of a policy in decimal digits, as the analyses compare it; a list is text.

    >>> _setting({"policy": "AuditNTLMInDomain", "value": "0x07"})["value"]
    '7'
    """
    policy, value = str(row["policy"]), str(row["value"])
    if policy.lower() in _LISTS:
        return row
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise ValueError(f"value {value!r} of {policy} is no number")
    return {**row, "value": str(int(found[1]) if found[1] else int(found[2], 16))}


CONTEXT_TABLES = {
    "context_tiers": ContextTable(
        "tiers.csv",
        (Column("account"), Column("host"), Column("tier", required=True, check=_one_of("0", "1", "2"))),
        need_one_of=("account", "host"),
    ),
    "context_hosts": ContextTable(
        "hosts.csv",
        (
            Column("name", required=True),
            Column("alias"),
            Column("address", check=_address),
            Column("role", check=_one_of("dc", "server", "client")),
            Column("owner"),
        ),
    ),
    "context_settings": ContextTable(
        "settings.csv",
        (
            Column("host", required=True, check=_pattern),
            Column("policy", required=True, check=_policy),
            Column("value", required=True),
            Column("since", "timestamp"),
        ),
        finish=_setting,
    ),
    "context_scanners": ContextTable("scanners.csv", (Column("name", required=True), Column("note"))),
    "context_exceptions": ContextTable(
        "exceptions.csv",
        (
            Column("policy", required=True, check=_policy),
            Column("entry", required=True, check=_pattern),
            Column("owner"),
            Column("expires", "timestamp"),
        ),
    ),
    "context_changes": ContextTable(
        "changes.csv", (Column("time", "timestamp", required=True), Column("text", required=True))
    ),
}


def empty() -> dict[str, list[Row]]:
    """Every context table without a row."""
    return {name: [] for name in CONTEXT_TABLES}


def read_context(folder: Path | None) -> dict[str, list[Row]]:
    """All context tables of a folder; a file that is not there is an empty table.

    >>> read_context(None)["context_tiers"]
    []
    """
    tables = empty()
    if folder is None:
        return tables
    if not folder.is_dir():
        raise ContextError(f"{folder}: no such folder")
    known = {table.file: name for name, table in CONTEXT_TABLES.items()}
    for path in sorted(one for one in folder.iterdir() if one.suffix.lower() == ".csv"):
        table = known.get(path.name.lower())
        if table is None:
            raise ContextError(f"{path}: not a context file; these are: {', '.join(known)}")
        tables[table] = _read(path, CONTEXT_TABLES[table])
    return tables


def _read(path: Path, table: ContextTable) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ContextError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        header = [name.strip().lower() for name in reader.fieldnames or []]
        _check_header(path, table, header)
        reader.fieldnames = header
        return [_row(path, reader.line_num, table, raw) for raw in reader]
    except csv.Error as error:
        raise ContextError(f"{path}:{reader.line_num}: {error}") from error


def _check_header(path: Path, table: ContextTable, header: list[str]) -> None:
    known = [column.name for column in table.columns]
    for name in header:
        if any(mark in name for mark in ";\t"):
            raise ContextError(f"{path}:1: columns are separated by commas, not by semicolons or tabs")
        if name not in known:
            raise ContextError(f"{path}:1: unknown column {name!r}; columns are: {', '.join(known)}")
        if header.count(name) > 1:
            raise ContextError(f"{path}:1: column {name!r} stands there twice")
    for column in table.columns:
        if column.required and column.name not in header:
            raise ContextError(f"{path}:1: column {column.name!r} is missing")


def _row(path: Path, line: int, table: ContextTable, raw: dict[str | None, str | None]) -> Row:
    where = f"{path}:{line}"
    if None in raw:
        raise ContextError(f"{where}: more values than columns")
    row: Row = {}
    for column in table.columns:
        value = (raw.get(column.name) or "").strip()
        if not value:
            if column.required:
                raise ContextError(f"{where}: {column.name} is empty")
            row[column.name] = None
            continue
        if column.check and (wrong := column.check(value)):
            raise ContextError(f"{where}: {column.name} {value!r} {wrong}")
        row[column.name] = _time(where, column.name, value) if column.type == "timestamp" else value
    if table.need_one_of and not any(row[name] for name in table.need_one_of):
        raise ContextError(f"{where}: one of {', '.join(table.need_one_of)} is needed")
    try:
        return table.finish(row)
    except ValueError as error:
        raise ContextError(f"{where}: {error}") from error


def _time(where: str, name: str, value: str) -> datetime:
    try:
        return moment(value)
    except ValueError as error:
        raise ContextError(f"{where}: {name} {value!r} is no date such as 2026-09-09 or 2026-09-09T20:40Z") from error


def moment(value: str) -> datetime:
    """A time as people write it; without a zone it is UTC.

    >>> moment("2026-09-09T20:40Z").minute
    40
    """
    parsed = datetime.fromisoformat(value)
    try:
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{value}: before the year 1 or after 9999") from error
