"""Whether `blocked` names who was refused, where, and by which setting, as often as it was."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bench.accuracy.floor import PLAIN, Floor
from bench.accuracy.judged import Asked, Judged, Run, Tally

REFUSALS = frozenset({4001, 4002, 4003, 4004, 4005, 4006, 4013, 4015, 100, 101, 4025})
"""What a refusal leaves as such; 4625 and 4776 with 0xC0000418 stand beside these."""

_SETTINGS = {
    "outgoing": "RestrictSendingNTLMTraffic",
    "smb_client": "BlockNTLM",
    "incoming": "RestrictReceivingNTLMTraffic",
    "incoming_all": "RestrictReceivingNTLMTraffic",
    "domain": "RestrictNTLMInDomain",
    "domain_controller": "RestrictNTLMInDomain",
    "trusted_domain": "RestrictNTLMInDomain",
    "protected_users": "ProtectedUsers",
}

Who = tuple[str, str]
"""Account and client."""


def _ask(asked: Asked) -> list[dict[str, Any]]:
    """Refusals by settings; records that a scenario puts into a log by hand stand in no row of truth."""
    policies = {*_SETTINGS, "server_or_controller"}
    return [row for row in asked.rows("blocked") if row["refusal"] in policies]


def _judge(run: Run, said: list[dict[str, Any]], tally: Tally) -> None:
    """Numbers of refusals by who and setting, since handshakes of one burst cannot be told apart."""
    true: Counter[tuple[Who, str]] = Counter()
    for happening in run.happenings:
        told = happening.told
        if told["outcome"] == "blocked" and any(event in REFUSALS for event in _kept_events(run, told)):
            true[(told["account"], told["client"]), (told["refused_by"] or "").partition(" ")[0]] += 1
    given: Counter[tuple[Who, str]] = Counter()
    for row in said:
        given[(row["account"], row["client"]), _SETTINGS.get(row["refusal"], row["refusal"])] += row["refusals"]
    shared = true & given
    tally.counts.update({"refused": true.total(), "named": given.total(), "right": shared.total()})
    tally.examples += [f"missed: {key} {n}" for key, n in (true - given).items()]
    tally.examples += [f"too many: {key} {n}" for key, n in (given - true).items()]


def _kept_events(run: Run, told: dict[str, Any]) -> set[int]:
    kept = {run.truth.log_at[str(path)] for path in run.kept}
    return {event for log, _, event in told["records"] if log in kept}


REFUSED = Judged(
    name="blocked",
    ask=_ask,
    judge=_judge,
    shares={"found": ("right", "refused"), "right": ("right", "named")},
    floors=(Floor(PLAIN, "found", least=0.97), Floor(PLAIN, "right", least=0.97)),
)
