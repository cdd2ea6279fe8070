"""What each workload has to reach: the one table of floors, and whether a figure is at or above its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.scan.timing import Spread


@dataclass(frozen=True)
class Floor:
    """A bound on one figure of a workload: at least or at most. Without an input it holds for all of them."""

    workload: str
    figure: str
    least: float | None = None
    most: float | None = None
    input: str | None = None

    @property
    def wanted(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"

    def met_by(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


FLOORS = (
    Floor("scan", "evtx_dump/ntlmscan", least=5.0, input="mixed"),
    Floor("scan", "ntlmscan/cat", most=1.8, input="mixed"),
    Floor("scan", "evtx_dump/ntlmscan", least=3.0, input="security"),
    Floor("scan", "evtx_dump/ntlmscan", least=2.5, input="ntlm"),
    Floor("dump", "evtx_dump/ntlmscan", least=1.2),
    Floor("one event", "evtx_dump/ntlmscan", least=6.0),
    Floor("two threads", "one thread/two threads", least=1.7),
    Floor("ntlm table", "evtx_dump and jq/ntlmscan", least=50.0),
    Floor("memory", "anonymous MiB", most=48.0),
    Floor("start-up", "ms", most=5.0),
    Floor("Python import", "ms over bare Python", most=50.0),
    Floor("Python scan", "Python/native", most=1.1),
    Floor("Python handover", "M rows/s to polars", least=5.0),
    Floor("Python NTLM frame", "PyPI evtx/ntlmscan", least=30.0),
    Floor("Python stream", "large/small", most=1.1),
)


def judge(workload: str, kind: str, figures: Mapping[str, Spread]) -> list[dict[str, Any]]:
    """Every floor of a result, with the median that is held against it."""
    judged = []
    for floor in FLOORS:
        if floor.workload == workload and floor.input in (None, kind.split(",")[0]) and floor.figure in figures:
            value = figures[floor.figure]["median"]
            judged.append(
                {"figure": floor.figure, "measured": value, "wanted": floor.wanted, "met": floor.met_by(value)}
            )
    return judged
