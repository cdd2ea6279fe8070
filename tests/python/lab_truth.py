"""Runs of the lab and the truth they leave, for the tests."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SCENARIOS = Path(__file__).resolve().parent.parent.parent / "fixtures" / "scenarios" / "lab"


@dataclass(frozen=True)
class Run:
    """A folder with the logs of one run and its truth."""

    folder: Path

    @cached_property
    def summary(self) -> dict[str, Any]:
        summary: dict[str, Any] = json.loads((self.folder / "truth.json").read_text())
        return summary

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "truth.ndjson").read_text().splitlines()]

    @property
    def logs(self) -> list[Path]:
        return [self.folder / log["path"] for log in self.summary["logs"]]

    def counts(self) -> dict[str, int]:
        """What `expect` of a scenario counts."""
        network = [r for r in self.rows if r["logon_type"] == 3 and r["protocol"] != "Kerberos"]
        outcomes = Counter(r["outcome"] for r in network if r["account_kind"] != "anonymous")
        anonymous = [r for r in network if r["account_kind"] == "anonymous" and r["outcome"] == "completed"]
        kerberos = [r for r in self.rows if r["protocol"] == "Kerberos" and r["logon_type"] == 3]
        return {
            "authentications": outcomes.pop("completed", 0),
            "accesses": self.summary["accesses"],
            "null": len(anonymous),
            "kerberos": sum(1 for r in kerberos if r["outcome"] == "completed"),
            "interactive": sum(1 for r in self.rows if r["logon_type"] != 3 and r["outcome"] == "completed"),
            "lost": sum(r["lost"] for r in self.rows),
        } | dict(outcomes)


def play(binary: Path, scenario: str, folder: Path, *options: str) -> Run:
    path = SCENARIOS / f"{scenario}.json"
    subprocess.run([binary, "lab", path, folder, *options], check=True, capture_output=True, text=True)
    return Run(folder)


def scenario_names() -> list[str]:
    return sorted(path.stem for path in SCENARIOS.glob("*.json") if path.stem != "world")


def differences(run: Run) -> dict[str, tuple[Any, Any]]:
    """name → (expected, found) for everything that is not as the scenario's author counted."""
    expect: dict[str, Any] = dict(run.summary["expect"])
    records = expect.pop("records", {})
    counts = run.counts()
    found = {name: counts.get(name, 0) for name in expect}
    wrong = {name: (expect[name], found[name]) for name in expect if expect[name] != found[name]}
    written = run.summary["records"]
    return wrong | {e: (n, written.get(e, 0)) for e, n in records.items() if n != written.get(e, 0)}
