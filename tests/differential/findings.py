"""What a comparison of one log finds, and how comparisons of many logs add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

PROCESSES = 2


@dataclass(frozen=True)
class Difference:
    """`rule` is None where no rule of the table explains it."""

    rule: str | None
    source: str
    byte_offset: int
    place: str
    ours: str
    theirs: str

    @property
    def sample(self) -> str:
        return f"{self.source}@{self.byte_offset}"


@dataclass
class Findings:
    files: int = 0
    records: int = 0
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        self.files += other.files
        self.records += other.records
        self.differences += other.differences

    def unexplained(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.rule is None]

    def hits(self) -> Counter[str]:
        return Counter(difference.rule for difference in self.differences if difference.rule is not None)


@dataclass(frozen=True)
class Log:
    """A log, its name below the folder of its set, and the programs that read it."""

    path: Path
    source: str
    ntlmscan: Path
    evtx_dump: Path


def compare_all(compare: Callable[[Log], Findings], logs: list[Log]) -> Findings:
    """Large logs first, so that no process ends alone on one."""
    total = Findings()
    with get_context("spawn").Pool(PROCESSES) as pool:
        ordered = sorted(logs, key=lambda log: log.path.stat().st_size, reverse=True)
        for found in pool.imap_unordered(compare, ordered):
            total.add(found)
    return total
