"""Every record and every value of real logs against evtx_dump and libevtx; rules.toml names what may differ."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.differential import against_evtx_dump, against_libevtx, rule_table
from tests.differential.findings import Findings, Log, compare_all

RULES, COMPARED = rule_table.load()
COMPARISONS = {"evtx_dump": against_evtx_dump.compare, "libevtx": against_libevtx.compare}
PREDICATES = {
    "evtx_dump": {*against_evtx_dump.RULES, *against_evtx_dump.OTHER_RULES},
    "libevtx": {*against_libevtx.RULES, *against_libevtx.OTHER_RULES},
}
MOST_RULES = 30

FindingsOf = Callable[[str, str], Findings]


@pytest.fixture(scope="module")
def logs(corpus: Path, collections: Path, ntlmscan_binary: Path, evtx_dump: Path) -> dict[str, list[Log]]:
    """Logs that lie in the corpus as they are, and those of its collections."""
    folders = {"corpus": corpus, "collections": collections}
    return {
        name: [
            Log(path, path.relative_to(folder).as_posix(), ntlmscan_binary, evtx_dump)
            for path in sorted(folder.rglob("*.evtx"))
        ]
        for name, folder in folders.items()
    }


@pytest.fixture(scope="module")
def findings_of(logs: dict[str, list[Log]]) -> FindingsOf:
    """Compares each set of logs with each parser once."""
    done: dict[tuple[str, str], Findings] = {}

    def find(parser: str, name: str) -> Findings:
        if (parser, name) not in done:
            done[parser, name] = compare_all(COMPARISONS[parser], logs[name])
        return done[parser, name]

    return find


def test_every_rule_is_known_to_the_comparison_and_back():
    assert len(RULES) <= MOST_RULES
    assert len({rule.id for rule in RULES}) == len(RULES)
    for parser, predicates in PREDICATES.items():
        assert {rule.id for rule in RULES if rule.parser == parser} == predicates
    assert all(rule.corpus + rule.collections > 0 for rule in RULES)


@pytest.mark.needs_corpus
@pytest.mark.parametrize("name", rule_table.SETS)
@pytest.mark.parametrize("parser", rule_table.PARSERS)
def test_every_difference_has_its_rule(findings_of: FindingsOf, parser: str, name: str):
    found = findings_of(parser, name)
    assert (found.files, found.records) == (COMPARED[name].files, COMPARED[name].records)
    unexplained = found.unexplained()
    shown = "\n".join(f"{one.sample} {one.place}: {one.ours[:200]} <> {one.theirs[:200]}" for one in unexplained[:20])
    assert not unexplained, f"{len(unexplained)} differences without a rule\n{shown}"


@pytest.mark.needs_corpus
@pytest.mark.parametrize("name", rule_table.SETS)
@pytest.mark.parametrize("parser", rule_table.PARSERS)
def test_rules_hit_exactly_as_often_as_the_table_says(findings_of: FindingsOf, parser: str, name: str):
    expected = {rule.id: rule.hits(name) for rule in RULES if rule.parser == parser and rule.hits(name)}
    assert dict(findings_of(parser, name).hits()) == expected


@pytest.mark.needs_corpus
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_sample_of_a_rule_is_one_of_its_hits(findings_of: FindingsOf, rule: rule_table.Rule):
    name = "corpus" if rule.corpus else "collections"
    samples = {one.sample for one in findings_of(rule.parser, name).differences if one.rule == rule.id}
    assert rule.sample in samples


@pytest.mark.needs_corpus
def test_plans_and_walker_agree_over_the_collections_too(ntlmscan_binary: Path, corpus: Path, collections: Path):
    """ctest runs the same program over the corpus, before the collections are unpacked."""
    program = ntlmscan_binary.with_name(f"ntlmscan_test_differential{ntlmscan_binary.suffix}")
    places = {"NTLMSCAN_CORPUS": str(corpus), "NTLMSCAN_COLLECTIONS": str(collections)}
    run = subprocess.run(
        [program, "--gtest_filter=WalkerEquality.*"],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert f"{COMPARED['corpus'].files + COMPARED['collections'].files} files" in run.stdout
