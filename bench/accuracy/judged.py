"""What it takes to hold one more analysis against the truth: how it is asked, what is counted, which floors it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.accuracy.floor import Floor
from bench.accuracy.truth import Happening, Record, Truth

if TYPE_CHECKING:
    from bench.accuracy.answers import Answer


@dataclass(frozen=True)
class Asked:
    """An open scan of the kept logs; `engine` has answered `authentications` and `auth_views` already."""

    engine: Any
    scan: Path
    truth: Truth

    def rows(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The answer of an analysis."""
        found: list[dict[str, Any]] = self.engine.run(name, **parameters).to_pylist()
        return found


@dataclass(frozen=True)
class Run:
    """One run of the lab: which logs were kept, what happened, and which row of `authentications` stands for what."""

    truth: Truth
    kept: Sequence[Path]
    happenings: Sequence[Happening]
    pairs: Sequence[tuple[Answer, Happening]]
    said: Mapping[Record, dict[str, Any]]


@dataclass
class Tally:
    """Counts of one analysis, and misses in words."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judged:
    """One analysis beside `authentications`.

    `ask` fetches its answers while the scan is open, `judge` counts over one run; sums over runs give each figure of
    `shares` as one count of another, and `floors` name these figures.
    """

    name: str
    ask: Callable[[Asked], Any]
    judge: Callable[[Run, Any, Tally], None]
    shares: Mapping[str, tuple[str, str]]
    floors: tuple[Floor, ...]

    def figure(self, share: str) -> str:
        """A figure's name among those of all analyses."""
        return f"{self.name}: {share}"

    def figures(self, counts: Mapping[str, int]) -> dict[str, float | None]:
        """Its shares from counts that `add` has named."""
        found: dict[str, float | None] = {}
        for share, (part, whole) in self.shares.items():
            all_of_it = counts.get(self.figure(whole), 0)
            found[self.figure(share)] = counts.get(self.figure(part), 0) / all_of_it if all_of_it else None
        return found

    def add(self, run: Run, said: Any, counts: Counter[str], examples: list[str]) -> None:
        """Judges one run; its counts bear the analysis' name."""
        tally = Tally()
        self.judge(run, said, tally)
        counts.update({self.figure(name): n for name, n in tally.counts.items()})
        examples += [f"{self.name}: {example}" for example in tally.examples]
