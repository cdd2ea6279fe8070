"""Timed runs of whole processes, in turn, and the statistics made of them."""

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of one command."""

    seconds: float
    cpu_seconds: float
    peak_kib: int


class Runner:
    """Runs commands by the small timing program, their output to nothing."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def run(self, command: list[str]) -> Run:
        done = subprocess.run([self.program, "/dev/null", *command], check=True, capture_output=True, text=True)
        took = json.loads(done.stdout)
        if took["status"] != 0:
            raise SystemExit(f"{command[0]} ended with {took['status']}: {done.stderr.strip()}")
        return Run(took["seconds"], took["user"] + took["system"], took["peak_kib"])

    def rounds(self, commands: dict[str, list[str]], count: int) -> dict[str, list[Run]]:
        """`count` rounds A B C A B C … after one that is not counted."""
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for turn in range(count + 1):
            for name, command in commands.items():
                run = self.run(command)
                if turn > 0:
                    runs[name].append(run)
        return runs


def spread(values: list[float]) -> dict[str, float]:
    """Median with the quartiles around it."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"median": round(median, 4), "low": round(low, 4), "high": round(high, 4)}


def ratio(runs: dict[str, list[Run]], above: str, below: str) -> dict[str, float]:
    """Of the times of two commands, round by round: what disturbs a round disturbs both."""
    return spread([a.seconds / b.seconds for a, b in zip(runs[above], runs[below], strict=True)])
