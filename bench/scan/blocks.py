"""Workload: reading alone, by block size and advice to the kernel, warm and cold, one large log and many small ones."""

import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.scan import cache
from bench.scan.session import Result, Session
from bench.scan.timing import Command, spread

BLOCKS = (16, 64, 256, 1024)  # KiB
ADVICE = ("none", "sequential", "ahead")


def _commands(program: Path, logs: list[Path]) -> dict[str, Command]:
    """Every byte is looked at once, so that a block that leaves the cache before it is used costs what it costs."""
    words = [str(log) for log in logs]
    return {
        f"{block} KiB, {advice}": Command([str(program), "--sum", "--block", str(block), "--advice", advice, *words])
        for block in BLOCKS
        for advice in ADVICE
    }


def _same_sum(commands: dict[str, Command]) -> None:
    sums = {subprocess.run(one.words, check=True, capture_output=True).stdout for one in commands.values()}
    if len(sums) != 1:
        raise SystemExit("readers by different blocks found different bytes")


def blocks(session: Session) -> Iterator[Result]:
    """Seconds of each; no peers."""
    once = session.maker.once()
    large = session.maker.write("blocks", session.maker.own("mixed"), session.size)
    for label, logs in ((f"{session.size} MiB", [large]), (f"{len(once.logs)} files", once.logs)):
        commands = _commands(session.program("ntlmscan_pread_all"), logs)
        _same_sum(commands)
        for temperature, evicted in (("warm", []), ("cold", logs)):
            runs = session.runner.rounds(commands, session.rounds, partial(cache.evict, evicted))
            yield session.result(
                "blocks",
                f"{label}, {temperature}",
                size=sum(log.stat().st_size for log in logs),
                records=0,
                runs=runs,
                figures={name: spread(run.seconds for run in of) for name, of in runs.items()},
            )
    large.unlink()
