"""Holds `causes` against the true reasons, apart where a kept record states a reason and where rules alone must do."""

from __future__ import annotations

from typing import Any

from bench.accuracy.floor import CLOCKS, MISSING, PLAIN, VARIANTS, Floor
from bench.accuracy.judged import Asked, Judged, Run, Tally
from bench.accuracy.truth import Happening

NAMELESS_REASONS = (0, 3)
UNKNOWN = "unknown"


def ask(asked: Asked) -> dict[int, dict[str, Any]]:
    """The rows by authentication."""
    return {row["match_id"]: row for row in asked.rows("causes")}


def judge(run: Run, said: dict[int, dict[str, Any]], tally: Tally) -> None:
    """Every pair whose truth names a cause; where truth has none to name, nothing may be called certain."""
    for answer, happening in run.pairs:
        told, row = happening.told, said[answer.row["match_id"]]
        if told["cause"] is None or happening.nameless:
            continue
        if told["cause"] == UNKNOWN:
            certain = row["basis"] in ("recorded", "rule")
            tally.counts.update({"open": 1, "open called certain": int(certain)})
            _example(tally, not certain, row, happening)
            continue
        _judge_named(row, happening, _reason_recorded(run, happening), tally)


def _judge_named(row: dict[str, Any], happening: Happening, recorded: bool, tally: Tally) -> None:
    told = happening.told
    right = row["cause"] == told["cause"]
    of = "recorded" if recorded else "rules"
    tally.counts.update({of: 1, f"{of} right": int(right), f"{of} unknown": int(row["cause"] == UNKNOWN)})
    tally.counts.update({f"{of} answered": int(row["cause"] != UNKNOWN)})
    if row["basis"] == "recorded":
        tally.counts.update({"called recorded": 1, "wrongly recorded": int(not right)})
    if right and told["sub_cause"]:
        # `alias or VIP` is what an alias that several servers answer to is called.
        right = (row["sub_cause"] or "").startswith(told["sub_cause"])
        tally.counts.update({"kind": 1, "kind right": int(right)})
    if recorded:
        agreed = row["cause_conflict"] == told["cause_conflict"]
        tally.counts.update({"conflict": 1, "conflict right": int(agreed)})
        right = right and agreed
    _example(tally, right, row, happening)


def _reason_recorded(run: Run, happening: Happening) -> bool:
    """Whether a kept record of the client gives a reason, be it by number or in words."""
    told = (run.said.get(record, {}) for record, seen in happening.records.items() if seen.event in (4020, 4021))
    return any(e.get("usage_id") not in (None, *NAMELESS_REASONS) or _in_words(e) for e in told)


def _in_words(event: dict[str, Any]) -> bool:
    return bool(event.get("usage_reason")) and event.get("usage_id") is None


def _example(tally: Tally, right: bool, row: dict[str, Any], happening: Happening) -> None:
    if right:
        return
    told = happening.told
    true = f"{told['cause']}, {told['sub_cause']}, {told['cause_conflict']}"
    given = f"{row['cause']}, {row['sub_cause']}, {row['rule']}, {row['basis']}, {row['cause_conflict']}"
    events = sorted(seen.event for seen in happening.records.values())
    tally.examples.append(f"<{given}> is <{true}> [{told['id']} {told['play']} {told['target_name']} {events}]")


CAUSES = Judged(
    name="causes",
    ask=ask,
    judge=judge,
    shares={
        "right where recorded": ("recorded right", "recorded"),
        "right by rules": ("rules right", "rules"),
        "right of answered by rules": ("rules right", "rules answered"),
        "unknown": ("rules unknown", "rules"),
        "wrongly recorded": ("wrongly recorded", "called recorded"),
        "sub-cause": ("kind right", "kind"),
        "conflict": ("conflict right", "conflict"),
        "open called certain": ("open called certain", "open"),
    },
    floors=(
        *(Floor(variant, "right where recorded", least=0.97) for variant in VARIANTS),
        *(Floor(variant, "wrongly recorded", most=0.0) for variant in VARIANTS),
        *(Floor(variant, "right by rules", least=0.85) for variant in (PLAIN, CLOCKS)),
        *(Floor(variant, "unknown", most=0.15) for variant in (PLAIN, CLOCKS)),
        Floor(MISSING, "right of answered by rules", least=0.85),
    ),
)
