"""The recovery bench: its own walk, its damage, and how rows are held against each other."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from bench.recovery.corpus import agrees
from bench.recovery.damage import KINDS, bomb, damaged
from bench.recovery.logs import CHUNK, HEADER, records
from bench.recovery.readers import Outcome, ours_lines
from bench.recovery.speed import ratios
from bench.recovery.trial import Variant, truthful


@pytest.fixture(scope="module")
def log(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "collection"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder / "CONTOSO-FS1" / "Security.evtx"


def test_the_walk_finds_the_records_of_a_dump(log: Path, ntlmscan_binary: Path) -> None:
    done = subprocess.run([ntlmscan_binary, "dump", "--quiet", log], check=True, capture_output=True)
    dumped = [json.loads(line)["byte_offset"] for line in done.stdout.splitlines()]
    assert [place.at for place in records(log.read_bytes())] == dumped


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_damage_is_done_and_the_same_each_time(log: Path, kind: object) -> None:
    content = log.read_bytes()
    variants = [damaged(content, kind, seed) for seed in (2, 2, 4, 6, 8, 10)]  # type: ignore[arg-type]
    assert variants[0] == variants[1]
    assert any(variant != content for variant in variants)


def test_a_bomb_goes_in_front() -> None:
    assert damaged(bytes(HEADER), bomb(b"x" * CHUNK), 2) == bytes(HEADER) + b"x" * CHUNK


def test_a_status_that_lies_is_seen() -> None:
    variant = Variant("v", b"", [], Counter({1: 1, 2: 1}))
    assert truthful(variant, Outcome(0, live=2))
    assert not truthful(variant, Outcome(0, live=1))
    assert truthful(variant, Outcome(1, live=1))
    assert not truthful(variant, Outcome(2, live=1))


def test_lines_that_are_no_json_are_counted() -> None:
    outcome = Outcome(0)
    ours_lines(b'{"record_id":7,"origin":"live"}\n{"record_id":8,\n{"record_id":9,"origin":"slack"}\n', outcome)
    assert (outcome.live, outcome.invalid, sorted(outcome.ids)) == (1, 1, [7, 9])


def test_rows_agree_by_name_or_by_order() -> None:
    live = {"decoded_by": "chunk", "Event": {"System": {}, "EventData": {"A": "1", "B": 2}}}
    other = {"decoded_by": "file", "Event": {"System": {}, "EventData": {"B": "1", "A": 2}}}
    unnamed = {"decoded_by": "none", "Event": {"System": {}, "EventData": {"Data": {"#text": ["1", "2"]}}}}
    assert agrees(live, live)
    assert not agrees(other, live)
    assert agrees(unnamed, live)
    unnamed["Event"]["EventData"]["Data"]["#text"].reverse()  # type: ignore[index]
    assert not agrees(unnamed, live)


def test_costs_are_told_beside_the_plain_scan_of_the_same_round() -> None:
    rounds = [{"off": off, "one pass": off * 1.5, "two passes": off * 2} for off in (1.0, 10.0)]
    rounds.append({"off": 2.0, "one pass": 20.0, "two passes": 1.0})
    assert ratios(rounds) == {"one pass": 1.5, "two passes": 2.0}
