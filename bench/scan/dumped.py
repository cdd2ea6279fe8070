"""Workloads of dump: every record to NDJSON, beside evtx_dump and beside parsers that people call from elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from bench.peers import evtxexport, pypi_evtx, python_evtx
from bench.scan import compare_dump
from bench.scan.chunks import records_in
from bench.scan.session import Result, Session
from bench.scan.timing import Command, ratio

# python-evtx needs some seconds for so many chunks; the others get all of the smaller size.
FEW_CHUNKS = 8

Ids = Callable[[Path], list[tuple[int, int]]]


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


def readable(session: Session, kind: str, ids: Ids) -> list[bytes]:
    """The chunks of a kind up to the first in which the parser gives up; all of them for most."""
    own = session.maker.own(kind)
    left = len(ids(session.maker.write(f"{kind}-slice", own)))
    whole = []
    for chunk in own:
        left -= records_in(chunk)
        if left < 0:
            break
        whole.append(chunk)
    return whole


def _beside(session: Session, kind: str, peer: Peer, log: Path, note: str) -> Result:
    """Record ids and event ids that both give must be the same before their time counts."""
    found, ours = Counter(peer.ids(log)), Counter(pypi_evtx.ids_of(session.dump(log).words))
    if found != ours:
        raise SystemExit(f"{log.name}: ours more {list(ours - found)[:5]}, {peer.NAME} more {list(found - ours)[:5]}")
    commands = {peer.NAME: peer.command(log), "ntlmscan": session.dump(log), **session.reading(log)}
    runs = session.runner.rounds(commands, session.rounds)
    records = found.total()
    figures = {f"{peer.NAME}/ntlmscan": ratio(runs, peer.NAME, "ntlmscan")}
    return session.result(
        "other parsers",
        f"{kind}, {peer.NAME}",
        size=log.stat().st_size,
        records=records,
        runs=runs,
        figures=figures,
        compared={"records": records, "values": 2 * records},
        note=note,
    )


def other_parsers(session: Session) -> Iterator[Result]:
    """Every record by PyPI evtx, libevtx and python-evtx, beside our dump of the same log."""
    for kind in session.kinds:
        own = session.maker.own(kind)
        log = session.maker.write(f"{kind}-parsers", own, session.slow_size)
        yield _beside(session, kind, pypi_evtx, log, "JSON texts, not parsed")
        few = readable(session, kind, evtxexport.ids)
        log = session.maker.write(f"{kind}-parsers", few, session.slow_size)
        note = f"{len(few)} of {len(own)} chunks: at the next it gives up"
        yield _beside(session, kind, evtxexport, log, note)
        log = session.maker.write(f"{kind}-parsers", own[:FEW_CHUNKS])
        yield _beside(session, kind, python_evtx, log, f"{FEW_CHUNKS} chunks; start-up of both included")
        log.unlink()
