"""Workloads of scan on repeated chunks: everything wanted, one event id, and two threads beside one."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from bench.scan.compare import Rows, compare_slice, records_and_rows
from bench.scan.inputs import Input
from bench.scan.session import Result, Session
from bench.scan.timing import Command, ratio, shell, spread

# One id that is rare and one that is frequent in that input.
ONE_EVENT = {"mixed": (4776, 4624), "security": (4776, 4625), "ntlm": (4776, 4672)}
TWO_THREADS = ("security", "ntlm")
AT_ONCE = "one scan/two at once, by the scan"


def compared(session: Session, made: Input, output: Path, only: frozenset[int] | None = None) -> tuple[Rows, int]:
    """The slice row by row, then the totals of the whole; a run that finds something else is not timed."""
    options = ["--events", ",".join(map(str, sorted(only)))] if only else []
    session.runner.run(session.scan(made.slice, output, *options))
    page = session.root / "docs" / "events.md"
    equal = compare_slice(made=made, output=output, peer=session.evtx_dump, events_page=page, only=only)
    session.runner.run(session.scan(made.whole, output, *options))
    records, rows = records_and_rows(output)
    theirs = session.peer_records(made.whole)
    if records != theirs:
        raise SystemExit(f"{made.kind}: {records} records, evtx_dump has {theirs}")
    return equal, rows


def _beside_evtx_dump(session: Session, workload: str, kind: str, only: frozenset[int] | None = None) -> Result:
    made = session.input(kind, session.size)
    output = session.work / "rows.parquet"
    equal, rows = compared(session, made, output, only)
    options = ["--events", ",".join(map(str, sorted(only)))] if only else []
    commands = {
        "evtx_dump": session.peer(made.whole),
        "ntlmscan": session.scan(made.whole, output, *options),
        **session.reading(made.whole),
    }
    runs = session.runner.rounds(commands, session.rounds)
    return session.result(
        workload,
        kind if only is None else f"{kind}, {min(only)}",
        size=made.size,
        records=session.peer_records(made.whole),
        runs=runs,
        figures={
            "evtx_dump/ntlmscan": ratio(runs, "evtx_dump", "ntlmscan"),
            "ntlmscan/cat": ratio(runs, "ntlmscan", "cat"),
            "ntlmscan/pread": ratio(runs, "ntlmscan", "pread"),
        },
        rows=rows,
        distinct_chunks=made.distinct,
        chunks=made.chunks,
        compared={"records": equal.records, "rows": equal.kept, "values": equal.values},
    )


def scan(session: Session) -> Iterator[Result]:
    """All that is wanted, to Parquet."""
    for kind in session.kinds:
        yield _beside_evtx_dump(session, "scan", kind)


def one_event(session: Session) -> Iterator[Result]:
    """`--events ID`: nearly every record is rejected."""
    for kind in session.kinds:
        for event_id in ONE_EVENT[kind]:
            yield _beside_evtx_dump(session, "one event", kind, frozenset({event_id}))


def _at_once(one: Command, other: Command) -> Command:
    return shell(f"{shlex.join(one.words)} & {shlex.join(other.words)}; wait $!")


def two_threads(session: Session) -> Iterator[Result]:
    """One log by two threads and by one; the output must be the same to the byte.

    Beside it what two scans of one thread get done at once, which share nothing but the machine: more than that two
    threads cannot gain on it.
    """
    for kind in [kind for kind in TWO_THREADS if kind in session.kinds]:
        made = session.input(kind, session.size)
        outputs = {"one thread": session.work / "one.parquet", "two threads": session.work / "two.parquet"}
        commands = {
            "one thread": session.scan(made.whole, outputs["one thread"]),
            "two threads": session.scan(made.whole, outputs["two threads"], threads=2),
            "two scans at once": _at_once(*(session.scan(made.whole, output) for output in outputs.values())),
            **session.reading(made.whole),
        }
        for name in outputs:
            session.runner.run(commands[name])
        if outputs["one thread"].read_bytes() != outputs["two threads"].read_bytes():
            raise SystemExit(f"{kind}: two threads wrote another file than one")
        records, rows = records_and_rows(outputs["one thread"])
        runs = session.runner.rounds(commands, session.rounds)
        yield session.result(
            "two threads",
            kind,
            size=made.size,
            records=records,
            runs=runs,
            figures={
                "one thread/two threads": ratio(runs, "one thread", "two threads"),
                AT_ONCE: spread(
                    2 * one.seconds / both.seconds
                    for one, both in zip(runs["one thread"], runs["two scans at once"], strict=True)
                ),
            },
            rows=rows,
            compared={"bytes": outputs["one thread"].stat().st_size},
        )
