"""Whether `readiness` calls nothing ready that in truth depends on NTLM, and how much of the truly ready it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bench.accuracy.floor import VARIANTS, Floor
from bench.accuracy.judged import Asked, Judged, Run, Tally
from bench.accuracy.truth import Truth

Subject = tuple[str, str]
"""A host or account, and the direction: incoming, outgoing or any."""

CYCLE_DAYS = 31
STATED = ("AuditReceivingNTLMTraffic", "RestrictSendingNTLMTraffic", "AuditNTLMInDomain")
NTLM_LOG = "Microsoft-Windows-NTLM/Operational"
LEAVES_OPEN = ("attempt", "aborted", "blocked")
"""What is no dependency, and keeps an honest answer from being ready."""


def stated_settings(truth: Truth) -> list[dict[str, Any]]:
    """What the owner of these machines would write into settings.csv."""
    return [
        {"host": host["fqdn"], "policy": policy, "value": str(host["settings"][policy]), "since": None}
        for host in truth.summary["hosts"]
        for policy in STATED
        if host["role"] != "device" and (policy != "AuditNTLMInDomain" or host["role"] == "dc")
    ]


def _ask(asked: Asked) -> dict[str, Any]:
    """The rows by subject, who is ready before a cycle is over, and from when to when each host's logs have records."""
    days = min(CYCLE_DAYS, asked.truth.summary["days"])
    early = [row["subject"] for row in asked.rows("readiness") if row["verdict"] == "ready" and days < CYCLE_DAYS]
    rows = {(row["subject"], row["direction"]): row for row in asked.rows("readiness", cycle_days=days)}
    spans = asked.engine.query(
        "select lower(computer) as host, min(first_time) as first_time, max(last_time) as last_time"
        " from coverage where not forwarded group by 1"
    ).to_pylist()
    return {
        "rows": rows,
        "early": early,
        "days": days,
        "spans": {s["host"]: (s["first_time"], s["last_time"]) for s in spans},
    }


def _judge(run: Run, said: dict[str, Any], tally: Tally) -> None:
    depends, open_ones = _by_truth(run)
    tally.counts.update({"called ready": len(said["early"]), "wrongly ready": len(said["early"])})
    tally.examples += [f"called ready too soon: {subject}" for subject in said["early"]]
    rows: Mapping[Subject, dict[str, Any]] = said["rows"]
    for subject, row in rows.items():
        wrong = row["verdict"] == "ready" and subject in depends
        tally.counts.update({"called ready": int(row["verdict"] == "ready"), "wrongly ready": int(wrong)})
        if wrong:
            tally.examples.append(f"called ready: {subject}: {row['reason']}")
    for subject in _ready_and_covered(run, said, {*depends, *open_ones}):
        found = subject in rows and rows[subject]["verdict"] == "ready"
        tally.counts.update({"truly ready": 1, "found ready": int(found)})
        if not found:
            tally.examples.append(f"not called ready: {subject}: {rows.get(subject, {}).get('reason', 'no row')}")


def _by_truth(run: Run) -> tuple[set[Subject], set[Subject]]:
    """Who depends on NTLM over the network, seen or not, and who did what leaves the answer open."""
    depends: set[Subject] = set()
    open_ones: set[Subject] = set()
    for told in (happening.told for happening in run.happenings):
        subjects = {(told["server"], "incoming"), (told["client"], "outgoing"), (told["account"], "any")}
        if told["outcome"] == "completed" and told["access"] is not None and told["client"] != told["server"]:
            depends |= subjects
        elif told["outcome"] in LEAVES_OPEN or told["logon_type"] != 3:
            open_ones |= subjects
    return depends, open_ones


def _ready_and_covered(run: Run, said: dict[str, Any], others: set[Subject]) -> Iterable[Subject]:
    """Hosts and accounts without NTLM whose logs, settings and controllers would have shown it for the whole cycle."""
    summary = run.truth.summary
    hosts = {host["fqdn"]: host for host in summary["hosts"]}
    covered = {name for name, host in hosts.items() if _covered(run, said, host)}
    controlled = {
        domain["netbios"]
        for domain in summary["domains"]
        for controllers in [[h for h in hosts.values() if h["key"] in domain["controllers"]]]
        if all(h["fqdn"] in covered and h["settings"]["AuditNTLMInDomain"] == 7 for h in controllers)
    }
    for name in sorted(covered):
        host = hosts[name]
        if host["domain"] not in controlled:
            continue
        for direction, setting, least in (("incoming", STATED[0], 2), ("outgoing", STATED[1], 1)):
            if host["settings"][setting] >= least and (name, direction) not in others:
                yield name, direction
    for account in sorted(_at_work(run)):
        if account.partition("\\")[0] in controlled and (account, "any") not in others:
            yield account, "any"


def _covered(run: Run, said: dict[str, Any], host: Mapping[str, Any]) -> bool:
    """All its logs are kept, whole from the first record on, and reach over the cycle."""
    kept = {run.truth.log_at[str(path)] for path in run.kept}
    logs = [
        log for log in run.truth.summary["logs"] if log["host"] == host["key"] and log["channel"] != "ForwardedEvents"
    ]
    whole = all(log["log"] in kept for log in logs) and all(
        log["first_record_id"] == 1 for log in logs if log["channel"] == NTLM_LOG
    )
    first, last = said["spans"].get(host["fqdn"], (None, None))
    if not (logs and whole and isinstance(first, datetime) and isinstance(last, datetime)):
        return False
    return (last.date() - first.date()).days + 1 >= int(said["days"])


def _at_work(run: Run) -> set[str]:
    """Accounts that came in by Kerberos, which the kept logs of a controller show."""
    kept = {run.truth.log_at[str(path)] for path in run.kept}
    found: defaultdict[str, int] = defaultdict(int)
    for row in run.truth.rows():
        if row["protocol"] == "Kerberos" and row["outcome"] == "completed":
            found[row["account"]] += sum(log in kept and event in (4768, 4624) for log, _, event in row["records"])
    return {account for account, records in found.items() if records}


READY = Judged(
    name="readiness",
    ask=_ask,
    judge=_judge,
    shares={
        "wrongly ready": ("wrongly ready", "called ready"),
        "ready found": ("found ready", "truly ready"),
    },
    floors=(
        *(Floor(variant, "wrongly ready", most=0.0) for variant in VARIANTS),
        *(Floor(variant, "ready found", least=0.9) for variant in VARIANTS),
    ),
)
