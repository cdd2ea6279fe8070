"""One scenario played, scanned, asked and judged."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.accuracy.answers import ask, scan
from bench.accuracy.judged import Run
from bench.accuracy.judging import Score, judge, judge_further, pairs
from bench.accuracy.truth import Truth
from bench.accuracy.variants import with_questions, with_settings, with_wrong_clocks, without_some

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "fixtures" / "scenarios" / "lab"
MIXED = "month"


@dataclass(frozen=True)
class Programs:
    """The lab, and the command that is measured."""

    lab: Path
    scanner: Path

    @staticmethod
    def built(folder: Path) -> Programs:
        return Programs(folder / "bin" / "ntlmscan-fixtures", folder / "bin" / "ntlmscan")


@dataclass(frozen=True)
class Bench:
    """Where things are and how large the mixed scenario is."""

    programs: Programs
    work: Path
    mixed: int = 20_000

    @contextmanager
    def played(self, scenario: Path, *options: str) -> Iterator[Truth]:
        """A run of the lab, gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            asking = with_questions(scenario, Path(folder) / "asking")
            yield Truth(self._play(asking, Path(folder) / "logs", *options), partial(self._replayed, asking, options))

    @contextmanager
    def _replayed(self, scenario: Path, options: Sequence[str], settings: Mapping[str, Any]) -> Iterator[Truth]:
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            changed = with_settings(scenario, settings, Path(folder) / "changed")
            yield Truth(self._play(changed, Path(folder) / "logs", *options))

    def _play(self, scenario: Path, logs: Path, *options: str) -> Path:
        size = ("--authentications", str(self.mixed)) if scenario.stem == MIXED else ()
        command: list[str | Path] = [self.programs.lab, "lab", scenario, logs, *size, *options]
        subprocess.run(command, check=True, capture_output=True)
        return logs

    def judged(self, truth: Truth, kept: Sequence[Path] | None = None) -> Score:
        """The logs of a run, or the kept ones, held against truth."""
        logs = truth.logs if kept is None else kept
        folder = truth.folder.parent / "scan"
        scan(self.programs.scanner, logs, folder)
        answers = ask(folder, truth)
        shutil.rmtree(folder)
        happenings = truth.happenings(logs)
        score = judge(happenings, answers)
        run = Run(truth, logs, happenings, pairs(happenings, answers), answers.said)
        judge_further(run, answers.further, score)
        return score

    def by_variant(self, name: str) -> dict[str, Score]:
        """A scenario as it is, with wrong clocks, and with logs missing."""
        scenario = SCENARIOS / f"{name}.json"
        with self.played(scenario) as truth:
            found = {"all logs": self.judged(truth)}
            found["logs missing"] = self.judged(truth, without_some(truth.logs, name))
        altered = tempfile.TemporaryDirectory(dir=self.work)
        with altered as folder, self.played(with_wrong_clocks(scenario, Path(folder))) as truth:
            found["wrong clocks"] = self.judged(truth)
        return found

    def with_switch(self, name: str, switch: str) -> Score:
        """A scenario with one uncertain point settled as `NAME=SETTING` says."""
        with self.played(SCENARIOS / f"{name}.json", "--switch", switch) as truth:
            return self.judged(truth)

    def switches(self) -> list[str]:
        """Every uncertain point with every setting but the usual one."""
        command: list[str | Path] = [self.programs.lab, "lab", "--switches"]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        split = [line.split()[:2] for line in lines if line.strip()]
        return [f"{switch}={setting}" for switch, settings in split for setting in settings.split("|")[1:]]


def scenario_names() -> list[str]:
    """Every scenario but the world that they share; the mixed one last."""
    names = sorted(path.stem for path in SCENARIOS.glob("*.json") if path.stem != "world")
    return sorted(names, key=lambda name: name == MIXED)
