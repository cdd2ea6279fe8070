"""Whether the lists of `exceptions` do what they promise: the same happens again with policy and list in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ntlmscan.policies import SETTINGS, Policy
from ntlmscan.policies import Asked as Question

from bench.accuracy.floor import CLOCKS, PLAIN, VARIANTS, Floor
from bench.accuracy.judged import Asked, Judged, Run, Tally

POLICIES = (Policy("outgoing", 2), Policy("domain", 7), Policy("domain", 1), Policy("smb", 1))
_ALIKE = ("play", "account", "client", "server", "target_name", "client_process", "protocol")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Replayed:
    """One policy with its list in force: what `simulate` says of it, and what became of whom."""

    policy: Policy
    verdicts: Mapping[int, str]
    passed: frozenset[Key]
    stopped: frozenset[Key]


def key_of(told: Mapping[str, Any]) -> Key:
    """What a policy can tell apart."""
    return tuple(told[name] for name in _ALIKE)


def _own_policies(told: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Since when a policy that the scenario itself sets refuses on each host: from then on its own list holds there."""
    since: dict[str, str] = {}
    for row in told:
        if row["refused_by"]:
            since[row["refused_by"]] = min(row["time"], since.get(row["refused_by"], row["time"]))
    return since


def _ask(asked: Asked) -> list[Replayed]:
    asked.engine.ask(Question(POLICIES))
    lists: dict[str, list[str]] = defaultdict(list)
    for row in asked.rows("exceptions"):
        if row["proposed"]:
            lists[row["policy"]].append(row["entry"])
    found = [_replayed(asked, policy, lists[str(policy)]) for policy in POLICIES]
    asked.engine.ask(Question())
    return found


def _replayed(asked: Asked, policy: Policy, entries: list[str]) -> Replayed:
    asked.engine.ask(Question((policy,), {policy.kind: entries}))
    verdicts = {row["auth_id"]: row["verdict"] for row in asked.rows("simulate")}
    setting = SETTINGS[policy.kind]
    assert asked.truth.replay is not None
    with asked.truth.replay({setting.setting: policy.value, setting.exceptions: entries}) as truth:
        rows = [happening.told for happening in truth.happenings(())]
    since = _own_policies(happening.told for happening in asked.truth.happenings(()))
    refused = (row for row in rows if (row["refused_by"] or "").startswith(f"{setting.setting} "))
    stopped = (row for row in refused if row["time"] < since.get(row["refused_by"], "9"))
    passed = (row for row in rows if row["outcome"] == "completed")
    return Replayed(policy, verdicts, frozenset(map(key_of, passed)), frozenset(map(key_of, stopped)))


def _judge(run: Run, said: list[Replayed], tally: Tally) -> None:
    for answer, happening in run.pairs:
        key = key_of(happening.told)
        for one in said:
            verdict = one.verdicts.get(answer.row["auth_id"])
            if happening.told["outcome"] != "completed" or key not in one.passed | one.stopped:
                continue
            wrong = (verdict == "allowed" and key in one.stopped) or (verdict == "refused" and key in one.passed)
            if verdict == "allowed":
                tally.counts.update({"promised": 1, "promises kept": int(not wrong)})
            elif verdict == "refused":
                tally.counts.update({"outside": 1, "outside refused": int(not wrong)})
            if wrong:
                tally.examples.append(f"{one.policy}: {verdict} with its list, and not so when played again: {key}")


EXCEPTED = Judged(
    "exceptions",
    _ask,
    _judge,
    {"promises kept": ("promises kept", "promised"), "outside refused": ("outside refused", "outside")},
    (
        *(Floor(variant, "promises kept", least=1.0) for variant in VARIANTS),
        *(Floor(variant, "outside refused", least=1.0) for variant in (PLAIN, CLOCKS)),
    ),
)
