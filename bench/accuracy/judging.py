"""Counts of one run: authentications found and missed, and fields of matched rows right and wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.accuracy.answers import Answer, Answers
from bench.accuracy.fields import JUDGES, Pair
from bench.accuracy.judged import Run
from bench.accuracy.judges import TABLE, figures_of_all
from bench.accuracy.pairing import pair
from bench.accuracy.truth import Happening

VANTAGES = (("seen_client", "client"), ("seen_server", "server"), ("seen_dc", "controller"))
NAMELESS = ("server", "outcome")


@dataclass
class Score:
    """Sums over one or more runs."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        self.counts.update(other.counts)
        self.examples += other.examples
        return self

    def share(self, part: str, whole: str) -> float | None:
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None

    def figures(self) -> dict[str, float | None]:
        """Every share that has a floor or a column."""
        shares = {
            "precision": self.share("matched", "claimed"),
            "recall": self.share("matched", "true"),
            "views joined": self.share("view joined", "view"),
            "accesses": self.share("accesses found", "accesses true"),
            "phantoms completed": self.share("phantom completed", "phantoms"),
        }
        fields = {name: self.share(f"{name} right", f"{name} judged") for name in JUDGES}
        return shares | fields | figures_of_all(self.counts)


def judge(happenings: Sequence[Happening], answers: Answers) -> Score:
    """Holds the answers of one run against what the kept logs can show."""
    score = Score()
    claims, true, found = _matched(happenings, answers)
    score.counts.update({"true": len(true), "claimed": len(claims), "matched": len(found)})
    names = _claimed_names(happenings)
    for a, h in found.items():
        _judge_pair(Pair(claims[a], true[h], answers.said, names), score)
    _judge_missed(claims, true, found, happenings, score)
    _judge_phantoms(happenings, answers.authentications, score)
    score.counts.update({"accesses true": _accesses(true), "accesses found": answers.accesses})
    return score


def judge_further(run: Run, further: Mapping[str, Any], score: Score) -> None:
    """Adds what the other analyses say of the same run."""
    for one in TABLE:
        one.add(run, further[one.name], score.counts, score.examples)


def pairs(happenings: Sequence[Happening], answers: Answers) -> list[tuple[Answer, Happening]]:
    """The rows that claim an authentication, each with the one it stands for."""
    claims, true, found = _matched(happenings, answers)
    return [(claims[a], true[h]) for a, h in found.items()]


def _matched(happenings: Sequence[Happening], answers: Answers) -> tuple[list[Answer], list[Happening], dict[int, int]]:
    true = [h for h in happenings if h.visible_as == "authentication"]
    claims = [a for a in answers.authentications if a.claims]
    return claims, true, pair([a.records for a in claims], [h.records for h in true])


def _claimed_names(happenings: Iterable[Happening]) -> dict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for happening in happenings:
        if workstation := happening.told["workstation"]:
            names[happening.told["client"]].add(workstation)
    return names


def _accesses(true: Iterable[Happening]) -> int:
    return len({h.told["access"] for h in true if h.told["access"] is not None and h.told["outcome"] == "completed"})


def _judge_pair(both: Pair, score: Score) -> None:
    nameless = both.happening.nameless
    for column, view in VANTAGES:
        if both.happening.shows(view) and not nameless:
            joined = bool(both.answer.row[column])
            score.counts.update({"view": 1, "view joined": int(joined)})
            if not joined:
                score.examples.append(f"{column} missing {_told(both.happening)}")
    for name, right in JUDGES.items():
        verdict = right(both) if not nameless or name in NAMELESS else None
        if verdict is None:
            continue
        score.counts.update({f"{name} judged": 1, f"{name} right": int(verdict)})
        if not verdict:
            score.examples.append(f"{name} wrong: {_shown(both.answer)} {_told(both.happening)}")


def _judge_missed(
    claims: Sequence[Answer],
    true: Sequence[Happening],
    found: dict[int, int],
    happenings: Sequence[Happening],
    score: Score,
) -> None:
    """Examples only: what was not matched, and what the records of a claim too many really are."""
    owner = {record: h for h in happenings for record in h.records}
    for number, answer in enumerate(claims):
        if number not in found:
            real = {id(owner[r]): _told(owner[r]) for r in answer.records if r in owner}
            score.examples.append(f"too many: {_shown(answer)} is {list(real.values()) or 'no NTLM'}")
    matched = set(found.values())
    score.examples += [f"missed: {_told(h)}" for number, h in enumerate(true) if number not in matched]


def _judge_phantoms(happenings: Iterable[Happening], answers: Iterable[Answer], score: Score) -> None:
    """A claim must not rest on the records of phantoms alone."""
    phantom = {record for h in happenings if h.told["outcome"] == "phantom" for record in h.records}
    score.counts["phantoms"] += sum(1 for h in happenings if h.told["outcome"] == "phantom" and h.records)
    for answer in answers:
        if answer.row["outcome"] in ("completed", "unconfirmed") and answer.records and answer.records <= phantom:
            score.counts["phantom completed"] += 1


def _told(h: Happening) -> str:
    t: dict[str, Any] = h.told
    events = sorted(seen.event for seen in h.records.values())
    who = f"{t['account']} {t['client']}({t['workstation']}) -> {t['server']}"
    return f"[{t['id']} {t['play']} {t['outcome']} {t['protocol']} {who} {events}]"


def _shown(answer: Answer) -> str:
    row = answer.row
    names = "account client server client_process server_process ntlm_version outcome match".split()
    return f"<{', '.join(str(row[n]) for n in names)}>"
