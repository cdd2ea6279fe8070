"""Workloads of dump: every record to NDJSON, beside evtx_dump and beside parsers that people call from elsewhere."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from bench.peers import evtxexport, pypi_evtx, python_evtx
from bench.scan import compare_dump
from bench.scan.chunks import records_in
from bench.scan.session import Result, Session
from bench.scan.timing import Command, Runs, ratio

# python-evtx needs some seconds for so many chunks; the others get all of the smaller size.
FEW_CHUNKS = 8


class Peer(Protocol):
    """A module of bench/peers that reads every record."""

    NAME: str

    def command(self, log: Path, /) -> Command: ...

    def ids(self, log: Path, /) -> list[tuple[int, int]]: ...


def dump(session: Session) -> Iterator[Result]:
    """The same JSON by both."""
    for kind in session.kinds:
        made = session.input(kind, session.size)
        compared, values = compare_dump.compare(session.dump(made.slice), session.evtx_dump, made.slice)
        commands = {
            "evtx_dump": session.peer(made.whole),
            "ntlmscan": session.dump(made.whole),
            **session.reading(made.whole),
        }
        records = session.peer_records(made.whole)
        runs = session.runner.rounds(commands, session.rounds)
        yield session.result(
            "dump",
            kind,
            size=made.size,
            records=records,
            runs=runs,
            figures={
                "evtx_dump/ntlmscan": ratio(runs, "evtx_dump", "ntlmscan"),
                "ntlmscan/cat": ratio(runs, "ntlmscan", "cat"),
            },
            compared={"records": compared, "values": values},
        )


def _up_to_the_first_refused(session: Session, own: list[bytes], peer: Peer) -> list[bytes]:
    """The chunks before the one in which the parser gives up; all of them for most."""
    left = len(peer.ids(session.maker.write("tried", own)))
    for at, chunk in enumerate(own):
        left -= records_in(chunk)
        if left < 0:
            return own[:at]
    return own


def _read_whole(session: Session, own: list[bytes], peer: Peer) -> Iterator[bytes]:
    """The chunks that the parser reads to their ends, each tried alone."""
    for chunk in own:
        if len(peer.ids(session.maker.write("tried", [chunk]))) == records_in(chunk):
            yield chunk


def _beside(session: Session, kind: str, peer: Peer, log: Path, note: str) -> Result:
    """Record ids and event ids that both give must be the same before their time counts."""
    records = _compared(session, peer, log)
    commands = {peer.NAME: peer.command(log), "ntlmscan": session.dump(log), **session.reading(log)}
    return _parser_result(session, kind, peer, log, records, session.runner.rounds(commands, session.rounds), note)


def _compared(session: Session, peer: Peer, log: Path) -> int:
    found, ours = Counter(peer.ids(log)), Counter(pypi_evtx.ids_of(session.dump(log).words))
    if found != ours:
        raise SystemExit(f"{log.name}: ours more {list(ours - found)[:5]}, {peer.NAME} more {list(found - ours)[:5]}")
    return found.total()


def _parser_result(session: Session, kind: str, peer: Peer, log: Path, records: int, runs: Runs, note: str) -> Result:
    return session.result(
        "other parsers",
        f"{kind}, {peer.NAME}",
        size=log.stat().st_size,
        records=records,
        runs=runs,
        figures={f"{peer.NAME}/ntlmscan": ratio(runs, peer.NAME, "ntlmscan")},
        compared={"records": records, "values": 2 * records},
        note=note,
    )


def _scaled(session: Session, kind: str, large: Path, own: list[bytes]) -> Result:
    """python-evtx on a few chunks; ours on a large log, by the record, so that its start-up weighs as little."""
    few = list(islice(_read_whole(session, own, python_evtx), FEW_CHUNKS))
    log = session.maker.write(f"{kind}-few", few)
    records = _compared(session, python_evtx, log)
    share = records / session.peer_records(large)
    commands = {python_evtx.NAME: python_evtx.command(log), "ntlmscan": session.dump(large), **session.reading(log)}
    runs = session.runner.rounds(commands, session.rounds)
    runs["ntlmscan"] = [
        replace(run, seconds=run.seconds * share, cpu_seconds=run.cpu_seconds * share) for run in runs["ntlmscan"]
    ]
    note = f"the first {len(few)} chunks that it reads; ours scaled by records from {large.stat().st_size >> 20} MiB"
    return _parser_result(session, kind, python_evtx, log, records, runs, note)


def other_parsers(session: Session) -> Iterator[Result]:
    """Every record by PyPI evtx, libevtx and python-evtx, beside our dump of the same log."""
    for kind in session.kinds:
        own = session.maker.own(kind)
        large = session.input(kind, session.slow_size).whole
        yield _beside(session, kind, pypi_evtx, large, "JSON texts, not parsed")
        readable = _up_to_the_first_refused(session, own, evtxexport)
        log = session.maker.write(f"{kind}-readable", readable, session.slow_size)
        yield _beside(session, kind, evtxexport, log, f"{len(readable)} of {len(own)} chunks: it gives up at the next")
        log.unlink()
        yield _scaled(session, kind, large, own)
