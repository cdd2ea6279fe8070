"""Whether `simulate` says of each authentication what the lab knows that a policy would have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ntlmscan.policies import Asked as Question
from ntlmscan.policies import policies

from bench.accuracy.floor import VARIANTS, Floor
from bench.accuracy.judged import Asked, Judged, Run, Tally

Verdicts = list[dict[int, tuple[str, str]]]
"""One for each policy of truth: verdict and reason by auth_id."""

_WORDS = {
    "RestrictReceivingNTLMTraffic": "incoming",
    "RestrictSendingNTLMTraffic": "outgoing",
    "RestrictNTLMInDomain": "domain",
    "BlockNTLM": "smb",
    "BlockNtlmv1SSO": "v1sso",
    "ProtectedUsers": "protected-users",
    "LmCompatibilityLevel": "lm",
}


def written(told: Mapping[str, Any]) -> str:
    """A policy of truth as people write it."""
    word = _WORDS[told["policy"]]
    if word == "protected-users":
        return word
    domain = told.get("domain") or ""
    return f"{word}{':' if domain else ''}{domain}={told['value']}"


def _ask(asked: Asked) -> Verdicts:
    """Policies without a list in one question; one for each with a list, since every list is another question."""
    told = asked.truth.summary["simulate"]
    plain = _answers(asked, [one for one in told if not one.get("exceptions")])
    found = [_answers(asked, [one])[written(one)] if one.get("exceptions") else plain[written(one)] for one in told]
    asked.engine.ask(Question())
    return found


def _answers(asked: Asked, told: Sequence[Mapping[str, Any]]) -> dict[str, dict[int, tuple[str, str]]]:
    """By policy as written, verdict and reason by auth_id."""
    if not told:
        return {}
    chosen = policies([written(one) for one in told])
    asked.engine.ask(Question(chosen, {chosen[0].kind: told[0].get("exceptions") or []}))
    found: dict[str, dict[int, tuple[str, str]]] = {written(one): {} for one in told}
    for row in asked.rows("simulate"):
        if row["policy"] in found:
            found[row["policy"]][row["auth_id"]] = (row["verdict"], row["reason"])
    return found


def _may_be_unknown(told: Mapping[str, Any], row: Mapping[str, Any], reason: str, run: Run) -> bool:
    """What the table of policies leaves open where a view is missing, for each reason that `simulate` can give."""
    kind = _WORDS[told["policy"]]
    if "bare 4776" in reason:
        return True
    if "not certain" in reason:  # which NetBIOS name goes with a DNS suffix may stand in a log that is missing
        return len(run.kept) < len(run.truth.logs)
    if kind in ("outgoing", "smb", "v1sso") and not row["seen_client"]:
        return True
    if kind == "smb" and "build" in reason:
        return not _kept(run, row["client"], "System")
    if kind == "lm":
        return row["ntlm_version"] is None
    if kind == "protected-users":
        return "wrote no logs" in reason
    return kind == "domain" and (row["server"] is None or "." not in row["server"])


def _kept(run: Run, host: str | None, channel: str) -> bool:
    """Whether a log of a machine was among those read."""
    names = {one["key"]: one["fqdn"].lower() for one in run.truth.summary["hosts"]}
    numbers = {run.truth.log_at[str(path)] for path in run.kept}
    logs = (one for one in run.truth.summary["logs"] if one["log"] in numbers and one["channel"] == channel)
    return any(names[one["host"]] == host for one in logs)


def _judge(run: Run, said: Verdicts, tally: Tally) -> None:
    policies = run.truth.summary["simulate"]
    for answer, happening in run.pairs:
        for told, verdicts, true in zip(policies, said, happening.told["verdicts"], strict=False):
            if true == "not counted":
                continue
            verdict, reason = verdicts.get(answer.row["auth_id"], ("missing", ""))
            decided = verdict in ("refused", "allowed")
            open_rightly = verdict == "unknown" and (
                true == "unknown" or _may_be_unknown(told, answer.row, reason, run)
            )
            tally.counts["asked"] += 1
            tally.counts["decided"] += decided
            tally.counts["decided right"] += decided and verdict == true
            tally.counts["decided or rightly open"] += decided or open_rightly
            if verdict != true and not open_rightly:
                tally.examples.append(
                    f"{written(told)}: {true}, said {verdict} ({reason}):"
                    f" {happening.told['play']} {happening.told['account']} {happening.told['target_name']}"
                )


SIMULATED = Judged(
    "simulate",
    _ask,
    _judge,
    {"decided right": ("decided right", "decided"), "open only where it may": ("decided or rightly open", "asked")},
    (
        *(Floor(variant, "decided right", least=1.0) for variant in VARIANTS),
        *(Floor(variant, "open only where it may", least=1.0) for variant in VARIANTS),
    ),
)
