"""What people write around PyPI evtx to get the rows about NTLM as a DataFrame: the columns of ntlm_table.sql."""

import json
from pathlib import Path
from typing import Any

import polars

ALWAYS = {4776, 4777, 4822, 4823, 6272, 6273}
PACKAGES = {"ntlm", "microsoft_authentication_package_v1_0"}
RANGES = {"Microsoft-Windows-Security-Netlogon": (4004, 8006), "LsaSrv": (6036, 6041), "NETLOGON": (5816, 5819)}
USERS = ("TargetUserName", "UserName", "AccountName", "Username")
DOMAINS = ("TargetDomainName", "DomainName", "AccountDomain")
CLIENTS = ("WorkstationName", "Workstation", "AccountMachine", "Hostname", "RemoteClientMachine", "DeviceName")
ABSENT = (None, "", "-", "(NULL)", "NULL")


def frame(log: Path) -> polars.DataFrame:
    """Every record as JSON, parsed, looked at, and kept where it is about NTLM."""
    from evtx import PyEvtxParser

    rows = []
    for record in PyEvtxParser(str(log), number_of_threads=1).records_json():
        if record is None:
            continue
        event = json.loads(record["data"])["Event"]
        system, fields = event["System"], event.get("EventData") or {}
        event_id = int(plain(system["EventID"]))
        if about_ntlm(system["Provider"]["#attributes"]["Name"], event_id, fields):
            rows.append(row(system, event_id, fields))
    return polars.DataFrame(rows, schema=COLUMNS, orient="row")


COLUMNS = {"record_id": polars.Int64, "time": polars.String, "computer": polars.String, "channel": polars.String,
           "event_id": polars.Int32, "user_name": polars.String, "user_domain": polars.String,
           "client_name": polars.String, "process_name": polars.String, "logon_type": polars.Int64}  # fmt: skip


def plain(value: Any) -> Any:
    return value["#text"] if isinstance(value, dict) else value


def about_ntlm(provider: str, event_id: int, fields: dict[str, Any]) -> bool:
    if provider != "Microsoft-Windows-Security-Auditing":
        low, high = RANGES.get(provider, (1, 0))
        return provider == "Microsoft-Windows-NTLM" or low <= event_id <= high
    package = str(fields.get("AuthenticationPackageName", "")).lower()
    process = str(fields.get("LogonProcessName", "")).lower()
    named = fields.get("LmPackageName") in ("NTLM V1", "NTLM V2", "LM") or package in PACKAGES
    return event_id in ALWAYS or (event_id in (4624, 4625) and (named or process.startswith("ntlmssp")))


def first(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next(
        (None if fields[name] in ABSENT else fields[name] for name in names if fields.get(name) is not None), None
    )


def row(system: dict[str, Any], event_id: int, fields: dict[str, Any]) -> tuple[Any, ...]:
    time = system["TimeCreated"]["#attributes"]["SystemTime"]
    names = (first(fields, some) for some in (USERS, DOMAINS, CLIENTS, ("ProcessName", "ImageName")))
    return (int(plain(system["EventRecordID"])), time, system["Computer"], system["Channel"], event_id, *names,
            fields.get("LogonType"))  # fmt: skip
