"""Workload of scan on input that repeats nothing: every log once, as files and as one log, warm and cold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.peers import evtx_dump
from bench.scan import cache
from bench.scan.compare import compare_slice, records_and_rows
from bench.scan.inputs import Input, Once
from bench.scan.session import Result, Session
from bench.scan.timing import Command, Runs, ratio

# Logs of the corpus are damaged on purpose: programs say so by their status. xargs sums up as 123.
DAMAGED = frozenset({0, 1, 123})
# Share of the records of the files, damaged ones among them, by which the two may differ: a fiftieth of the demo
# collection lies in a chunk that the end of its file cuts, 4 of 194,029 records of real logs differ.
TOLERATED = 0.02


def _ours(session: Session, inputs: list[Path], output: Path) -> Command:
    words = [str(session.program("ntlmscan")), "scan", "--quiet", "--threads", "1", "-o", str(output)]
    return Command([*words, *map(str, inputs)], DAMAGED)


def _peer_on_files(session: Session, once: Once) -> Command:
    """One process a file: evtx_dump takes no folder."""
    listed = session.work / "once.list"
    listed.write_bytes(b"\0".join(str(log).encode() for log in once.logs))
    return Command(["xargs", "-0", "-n", "1", "-a", str(listed), *evtx_dump.words(session.evtx_dump)], DAMAGED)


def _compare(session: Session, once: Once, output: Path) -> dict[str, int]:
    """Sound chunks row by row. Of damaged files each reads what the other does not: tests/differential has the list."""
    made = Input(kind="once", whole=once.whole, slice=once.whole, distinct=once.distinct, chunks=once.distinct)
    session.runner.run(session.scan(once.whole, output))
    page = session.root / "docs" / "events.md"
    equal = compare_slice(made=made, output=output, peer=session.evtx_dump, events_page=page)
    session.runner.run(_ours(session, once.folders, output))
    records, _ = records_and_rows(output)
    theirs = evtx_dump.count_lines(_peer_on_files(session, once).words)
    if abs(theirs - records) > records * TOLERATED:
        raise SystemExit(f"all logs once: {records} records, evtx_dump has {theirs}")
    return {"records": equal.records, "rows": equal.kept, "values": equal.values}


@dataclass(frozen=True)
class _Form:
    """One way in which the same logs are given."""

    label: str
    logs: list[Path]
    ours: Command
    theirs: Command


def _rounds(session: Session, form: _Form, cold: bool) -> tuple[Runs, str]:
    """Timed runs, and in words how much of the input was still cached when a cold one began."""
    left: list[float] = []

    def drop() -> None:
        cache.evict(form.logs)
        share = cache.resident_share(form.logs)
        left.extend([] if share is None else [share])

    commands = {"evtx_dump": form.theirs, "ntlmscan": form.ours, **session.reading(*form.logs)}
    if not cold:
        return session.runner.rounds(commands, session.rounds), ""
    runs = session.runner.rounds(commands, session.rounds, drop)
    return runs, f"{cache.METHOD}; {f'{max(left):.0%} of it left at most' if left else 'not known what was left'}"


def _measured(session: Session, form: _Form, totals: tuple[int, int]) -> Iterator[Result]:
    for temperature in ("warm", "cold"):
        runs, note = _rounds(session, form, temperature == "cold")
        yield session.result(
            "once",
            f"{form.label}, {temperature}",
            size=sum(log.stat().st_size for log in form.logs),
            records=totals[0],
            runs=runs,
            figures={
                "evtx_dump/ntlmscan": ratio(runs, "evtx_dump", "ntlmscan"),
                "ntlmscan/cat": ratio(runs, "ntlmscan", "cat"),
                "ntlmscan/pread": ratio(runs, "ntlmscan", "pread"),
            },
            rows=totals[1],
            note=note,
        )


def once(session: Session) -> Iterator[Result]:
    """Files first, then their distinct sound chunks as one log."""
    made = session.maker.once()
    output = session.work / "once.parquet"
    compared = _compare(session, made, output)
    files = f"{len(made.logs)} files"
    forms = [
        _Form(files, made.logs, _ours(session, made.folders, output), _peer_on_files(session, made)),
        _Form("one log", [made.whole], session.scan(made.whole, output), session.peer(made.whole)),
    ]
    for form in forms:
        session.runner.run(form.ours)
        for result in _measured(session, form, records_and_rows(output)):
            yield result | {"compared": compared, "distinct_chunks": made.distinct}
