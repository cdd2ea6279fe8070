"""What all workloads share: programs, inputs made once, runs in turn, and the form of a result."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bench.peers import evtx_dump
from bench.scan.floors import judge
from bench.scan.inputs import Input, InputMaker
from bench.scan.timing import Command, Runner, Runs, Spread, summary

Result = dict[str, Any]


def reading(logs: list[Path], pread: Path) -> dict[str, Command]:
    """Two ways to read the same bytes and do nothing with them."""
    words = [str(log) for log in logs]
    return {"cat": Command(["cat", *words]), "pread": Command([str(pread), *words])}


@dataclass(frozen=True)
class Session:
    """One call of the benchmark."""

    root: Path
    build: Path
    evtx_dump: Path
    maker: InputMaker
    kinds: list[str]
    size: int  # MiB
    slow_size: int  # MiB, where a peer takes minutes for the whole size
    rounds: int
    made: dict[tuple[str, int], Input] = field(default_factory=dict)

    @property
    def runner(self) -> Runner:
        return Runner(self.program("ntlmscan_timed_run"))

    @property
    def work(self) -> Path:
        return self.maker.work

    def program(self, name: str) -> Path:
        return self.build / "bin" / name

    def input(self, kind: str, mebibytes: int) -> Input:
        if (kind, mebibytes) not in self.made:
            self.made[kind, mebibytes] = self.maker.make(kind, mebibytes)
        return self.made[kind, mebibytes]

    def reading(self, *logs: Path) -> dict[str, Command]:
        return reading(list(logs), self.program("ntlmscan_pread_all"))

    def scan(self, log: Path, output: Path, *options: str, threads: int = 1) -> Command:
        """Ours, to the format that the name of the output says."""
        program = str(self.program("ntlmscan"))
        return Command([program, "scan", "--quiet", "--threads", str(threads), *options, "-o", str(output), str(log)])

    def dump(self, log: Path) -> Command:
        """Ours, every record to NDJSON, with one thread."""
        return Command([str(self.program("ntlmscan")), "dump", "--quiet", "--threads", "1", str(log)])

    def peer(self, log: Path) -> Command:
        return Command(evtx_dump.command(self.evtx_dump, log))

    def peer_records(self, log: Path) -> int:
        return _count(self.evtx_dump, log)

    def result(
        self,
        workload: str,
        kind: str,
        *,
        size: int,
        records: int,
        runs: Runs,
        figures: dict[str, Spread],
        **more: Any,
    ) -> Result:
        """One entry of the report."""
        return {
            "workload": workload,
            "input": kind,
            "bytes": size,
            "records": records,
            **more,
            "commands": {name: summary(of, size, records) for name, of in runs.items()},
            "figures": figures,
            "floors": judge(workload, kind, figures),
        }

    def clear(self) -> None:
        """The large inputs; they are made again faster than they are worth keeping."""
        for made in self.made.values():
            made.whole.unlink(missing_ok=True)


@cache
def _count(program: Path, log: Path) -> int:
    return evtx_dump.count_records(program, log)
