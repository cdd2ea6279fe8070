"""The analyses against the truth of a few scenarios of the lab, and how rows and truth are paired and judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.accuracy.answers import Answer, Answers
from bench.accuracy.causes import CAUSES
from bench.accuracy.floor import PLAIN, VARIANTS, Floor
from bench.accuracy.floors import FLOORS, judge_floors
from bench.accuracy.judged import Judged, Run, Tally
from bench.accuracy.judging import Score, judge
from bench.accuracy.pairing import pair
from bench.accuracy.runs import Bench, Programs
from bench.accuracy.truth import Happening, Seen

# A burst, no target, a local account, a trust, phantoms, a scanner, remote execution by an unknown client, a collector,
# refusals, a month in which most need no NTLM.
SCENARIOS = ("c01", "c16", "c18", "c30", "s06", "n05", "n07", "n14", "b04", "ready")
TOLD: dict[str, Any] = {
    "id": 1, "play": "", "outcome": "completed", "protocol": "NTLMv2", "account": "A\\u", "account_kind": "user",
    "client": "pc.a", "workstation": "PC", "server": "fs.a", "target_name": "cifs/fs", "client_process": "System",
    "server_process": "System", "access": 1,
}  # fmt: skip
ROW = {
    "account": "A\\u", "account_kind": "user", "client": "pc.a", "server": "fs.a", "client_process": None,
    "server_process": "SYSTEM", "ntlm_version": "NTLMv2", "outcome": "completed", "match": "key", "seen_client": False,
    "seen_server": True, "seen_dc": False,
}  # fmt: skip


def happening(*numbers: int, **told: Any) -> Happening:
    return Happening(TOLD | told, {(1, n): Seen(8003, "server") for n in numbers})


def answer(*numbers: int, **row: Any) -> Answer:
    return Answer(ROW | row, {(1, n) for n in numbers})


def judged(happenings: list[Happening], answers: list[Answer]) -> Score:
    return judge(
        happenings, Answers(answers, 1, {(1, n): {"process_name": "System", "outcome": "allowed"} for n in range(9)})
    )


def test_a_row_is_paired_by_its_records_alone() -> None:
    assert pair([{1, 2}, {3}, {9}], [{3: 0}, {1: 0, 2: 0}]) == {0: 1, 1: 0}


def test_crossed_records_of_a_burst_keep_its_number() -> None:
    assert len(pair([{1, 2}, {1}, {3, 4}], [{1: 0, 4: 0}, {2: 0}, {3: 0}])) == 3


def test_one_authentication_in_two_rows_costs_precision() -> None:
    score = judged([happening(1, 2)], [answer(1), answer(2)])
    assert score.figures()["precision"] == 0.5
    assert score.figures()["recall"] == 1


def test_two_authentications_in_one_row_cost_recall() -> None:
    assert judged([happening(1), happening(2)], [answer(1, 2)]).figures()["recall"] == 0.5


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("account", {"account": "A\\v"}),
        ("client", {"client": "other.a"}),
        ("server", {"server": "fs.b"}),
        ("server program", {"server_process": None}),
        ("outcome", {"outcome": "failed"}),
    ],
)
def test_a_wrong_field_is_counted(field: str, row: dict[str, Any]) -> None:
    figures = judged([happening(1)], [answer(1, **row)]).figures()
    assert figures[field] == 0
    assert figures["precision"] == 1


def test_a_phantom_that_completed_is_counted() -> None:
    phantom = Happening(TOLD | {"outcome": "phantom"}, {(1, 1): Seen(8001, "client")})
    assert judged([phantom], [answer(1)]).figures()["phantoms completed"] == 1


def count_outcomes(run: Run, said: dict[int, str], tally: Tally) -> None:
    for row, truth in run.pairs:
        right = said[row.row["auth_id"]] == truth.told["outcome"]
        tally.counts.update({"all": 1, "right": int(right)})
        tally.examples += [] if right else [truth.told["account"]]


def test_a_further_analysis_is_counted_under_its_name() -> None:
    one = Judged(
        "further", lambda _: None, count_outcomes, {"right": ("right", "all")}, (Floor(PLAIN, "right", least=0.9),)
    )
    pairs = [(answer(1, auth_id=1), happening(1)), (answer(2, auth_id=2), happening(2))]
    score = Score()
    run = Run(None, [], [], pairs, {})  # type: ignore[arg-type]
    one.add(run, {1: "completed", 2: "failed"}, score.counts, score.examples)
    assert one.figures(score.counts) == {"further: right": 0.5}
    assert score.examples == ["further: A\\u"]


@pytest.mark.parametrize(
    ("true", "reason", "row", "counted"),
    [
        ("spn_ip", {"usage_id": 7}, ("spn_ip", "recorded"), {"recorded": 1, "recorded right": 1, "called recorded": 1}),
        ("spn_ip", {"usage_id": 10}, ("loopback", "recorded"), {"recorded right": 0, "wrongly recorded": 1}),
        ("spn_ip", {"usage_id": 0}, ("spn_ip", "rule"), {"recorded": 0, "rules right": 1, "wrongly recorded": 0}),
        ("trust", {}, ("unknown", None), {"rules": 1, "rules unknown": 1, "rules answered": 0}),
        ("unknown", {}, ("trust", "rule"), {"open": 1, "open called certain": 1, "rules": 0}),
        ("unknown", {}, ("trust", "hint"), {"open": 1, "open called certain": 0}),
    ],
)
def test_a_cause_is_judged_by_what_was_recorded(
    true: str, reason: dict[str, int], row: tuple[str, str | None], counted: dict[str, int]
) -> None:
    told = TOLD | {"cause": true, "sub_cause": None, "cause_conflict": False}
    truth = Happening(told, {(1, 1): Seen(4020, "client")})
    given = {"cause": row[0], "basis": row[1], "sub_cause": None, "rule": None, "cause_conflict": False}
    run = Run(None, [], [], [(answer(1, match_id=5), truth)], {(1, 1): reason})  # type: ignore[arg-type]
    tally = Tally()
    CAUSES.judge(run, {5: given}, tally)
    assert {name: tally.counts[name] for name in counted} == counted


@pytest.fixture(scope="module")
def total(fixtures_binary: Path, ntlmscan_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    """The scores of all scenarios by variant."""
    bench = Bench(Programs(fixtures_binary, ntlmscan_binary), tmp_path_factory.mktemp("accuracy"))
    sums = {variant: Score() for variant in VARIANTS}
    for name in SCENARIOS:
        for variant, score in bench.by_variant(name).items():
            sums[variant] += score
    return sums


def test_the_analyses_reach_their_floors(total: dict[str, Score]) -> None:
    floors = judge_floors({variant: score.figures() for variant, score in total.items()})
    missed = [floor for floor in floors if not floor["met"]]
    assert not missed, [example for score in total.values() for example in score.examples[:5]]
    assert len(floors) == len(FLOORS)
    assert all(score.counts["true"] > 150 for score in total.values())
