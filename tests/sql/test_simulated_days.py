"""Made-up days with known truth: clocks off by minutes and missing logs change neither who nor where nor how often."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from case_files import _completed, arrow_table
from ntlmscan.engines.duckdb import DuckdbEngine

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
CLIENTS, SERVERS, DAYS, ACCESSES = 40, 12, 10, 600
Truth = Counter[tuple[str, str, str]]


class Estate:
    """Machines with clocks and logs; what a missing log would have said is not written."""

    def __init__(self, seed: int, *, skewed: bool, missing: float) -> None:
        self.random = random.Random(seed)
        names = [f"PC{n}" for n in range(CLIENTS)] + [f"SRV{n}" for n in range(SERVERS)] + ["DC1", "DC2"]
        self.offset = {name: self.random.choice((0, 2, -300, 300, 41.5)) if skewed else 0 for name in names}
        self.gone = {(name, log) for name in names for log in "NS" if self.random.random() < missing}
        self.rows: list[dict[str, Any]] = []
        self.truth: Truth = Counter()

    def record(self, host: str, event: int, at: float, **columns: Any) -> bool:
        if (host, "N" if event > 8000 else "S") in self.gone:
            return False
        moment = BEGIN + timedelta(seconds=at + self.offset[host])
        self.rows.append({**columns, "event_id": event, "computer": f"{host}.contoso.local", "time": moment})
        return True

    def handshake(self, at: float, number: int, server_number: int, user: str, target: str, failing: bool) -> None:
        client, server, dc = f"PC{number}", f"SRV{server_number}", f"DC{server_number % 2 + 1}"
        status = 0xC000006A if failing else 0
        workstation = client if self.random.random() < 0.5 else None
        who = {"user_name": user, "user_domain": "contoso.local", "client_name": client}
        logon = {"user_sid": f"S-1-5-21-1-2-3-{1000 + number}", "client_address": f"10.0.0.{number}", "logon_type": 3}
        self.record(server, 8002, at + 0.010, process_id=4)
        seen = (
            self.record(client, 8001, at, target_name=target, caller_name=user, caller_domain="CONTOSO", process_id=4),
            self.record(server, 8003, at + 0.020, **who, process_id=4),
            self.record(dc, 8004, at + 0.025, **{**who, "user_name": user.upper()}, via_name=server, via_type="2"),
            self.record(dc, 4776, at + 0.027, user_name=user, client_name=client, status=status),
            self.record(
                server, 4625 if failing else 4624, at + 0.040,
                **{**who, "user_domain": "CONTOSO", "client_name": workstation}, **logon, status=status or None,
            ),
        )  # fmt: skip
        if any(seen):
            self.truth[user, client.lower(), server.lower()] += 1


def play(estate: Estate) -> Iterator[dict[str, Any]]:
    draw = estate.random
    for _ in range(ACCESSES):
        at = draw.uniform(0, DAYS * 86400 - 10)
        client, server = draw.randrange(CLIENTS), draw.randrange(SERVERS)
        user = f"user{client}" if draw.random() < 0.8 else "svc1"
        target = f"cifs/10.0.1.{server}" if draw.random() < 0.3 else f"cifs/SRV{server}"
        failing = draw.random() > 0.93
        for place in range(draw.choice((1, 1, 1, 2, 4))):
            estate.handshake(at + place * 0.1 + draw.uniform(0, 0.01), client, server, user, target, failing)
    ordered = sorted(estate.rows, key=lambda row: (row["computer"], row["time"]))
    return (_completed(row, position, "simulated") for position, row in enumerate(ordered))


def found(rows: list[dict[str, Any]]) -> Truth:
    with DuckdbEngine({"events": arrow_table("events", rows)}) as engine:
        answer = engine.run("authentications").to_pylist()
    return Counter(
        (row["account"].split("\\")[1], *((row[side] or "?").split(".")[0] for side in ("client", "server")))
        for row in answer
        if row["outcome"] != "handshake_only"
    )


@pytest.mark.parametrize(
    ("seed", "skewed", "missing", "least"),
    [(1, False, 0.0, 0.99), (2, True, 0.0, 0.97), (3, False, 0.3, 0.97), (4, True, 0.3, 0.97)],
    ids=["whole", "clocks", "missing", "both"],
)
def test_precision_and_recall(seed: int, skewed: bool, missing: float, least: float) -> None:
    estate = Estate(seed, skewed=skewed, missing=missing)
    answer = found(list(play(estate)))
    right = (answer & estate.truth).total()
    assert right >= least * estate.truth.total()
    assert right >= least * answer.total()
