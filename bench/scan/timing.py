"""Timed runs of whole processes, in turn, and the statistics made of them."""

import json
import statistics
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Spread = dict[str, float]


@dataclass(frozen=True)
class Run:
    """One run of one command; `anonymous_kib` is -1 where memory was not sampled."""

    seconds: float
    cpu_seconds: float
    peak_kib: int
    anonymous_kib: int = -1


@dataclass(frozen=True)
class Command:
    """What is run. Some peers end with another status than 0 where a log is damaged; `accepts` names these."""

    words: list[str]
    accepts: frozenset[int] = field(default_factory=lambda: frozenset({0}))


def shell(text: str) -> Command:
    """Programs behind each other; it fails where any of them does."""
    return Command(["bash", "-e", "-o", "pipefail", "-c", text])


Commands = Mapping[str, Command]
Runs = dict[str, list[Run]]


class Runner:
    """Runs commands by the small timing program, their output to nothing."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def run(self, command: Command, *, output: Path = Path("/dev/null"), sampled: bool = False) -> Run:
        options = ["--sample"] if sampled else []
        words = [str(self.program), *options, str(output), *command.words]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        took = json.loads(done.stdout)
        if took["status"] not in command.accepts:
            raise SystemExit(f"{' '.join(command.words)[:200]} ended with {took['status']}: {done.stderr.strip()}")
        return Run(took["seconds"], took["user"] + took["system"], took["peak_kib"], took["anonymous_kib"])

    def rounds(self, commands: Commands, count: int, before: Callable[[], None] = lambda: None) -> Runs:
        """`count` rounds A B C A B C … after one that is not counted; `before` is called ahead of every run."""
        runs: Runs = {name: [] for name in commands}
        for turn in range(count + 1):
            for name, command in commands.items():
                before()
                run = self.run(command)
                if turn > 0:
                    runs[name].append(run)
        return runs


def spread(values: Iterable[float], digits: int = 4) -> Spread:
    """Median with the quartiles around it."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"median": round(median, digits), "low": round(low, digits), "high": round(high, digits)}


def ratio(runs: Runs, above: str, below: str) -> Spread:
    """Of the times of two commands, round by round: what disturbs a round disturbs both."""
    return spread(a.seconds / b.seconds for a, b in zip(runs[above], runs[below], strict=True))


def processor_ratio(runs: Runs, above: str, below: str) -> Spread:
    """The same of processor time, which does not count how long a command waited for others."""
    return spread(a.cpu_seconds / b.cpu_seconds for a, b in zip(runs[above], runs[below], strict=True))


def summary(runs: list[Run], size: int, records: int) -> dict[str, Any]:
    """What one command took, by input byte and by record; without records only how long."""
    seconds = spread([run.seconds for run in runs])
    median = statistics.median(run.seconds for run in runs)
    took = {
        "seconds": seconds,
        "cpu_seconds": spread([run.cpu_seconds for run in runs]),
        "peak_mib": round(max(run.peak_kib for run in runs) / 1024, 1),
        "all_seconds": [run.seconds for run in runs],
    }
    if records == 0:
        return took
    return took | {
        "gb_per_second": round(size / median / 1e9, 3),
        "records_per_second": round(records / median),
        "ns_per_record": round(median / records * 1e9, 1),
    }
