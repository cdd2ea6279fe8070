"""From numbers to records: for each drill the first records behind it, and the query that lists them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ._answers import Answers
from ._model import Cell, Drill
from ._text import cell, literal, visible


@dataclass(frozen=True)
class Base:
    """A set of authentications `a` by its FROM clause, and the analyses that clause needs."""

    joined: str
    needs: tuple[str, ...]


_USES = "authentications as a\njoin auth_accesses as b on b.auth_id = a.auth_id"

BASES = {
    "uses": Base(_USES, ("authentications", "auth_accesses")),
    "all": Base("authentications as a", ("authentications",)),
    "causes": Base(
        f"{_USES}\njoin causes as c on c.auth_id = a.auth_id", ("authentications", "auth_accesses", "causes")
    ),
    "policies": Base(
        f"{_USES}\njoin auth_cases as c on c.auth_id = a.auth_id\njoin policy_verdicts as p on p.case_no = c.case_no",
        ("authentications", "auth_accesses", "auth_cases", "policy_verdicts"),
    ),
    "v1": Base("authentications as a\njoin ntlmv1 as f on f.auth_id = a.auth_id", ("authentications", "ntlmv1")),
}


class Evidence:
    """The drills of one report, each once, and their records."""

    def __init__(self) -> None:
        self._numbers: dict[Drill, int] = {}
        self._held: set[int] = set()

    def add(self, drill: Drill | None, *, held: bool) -> int | None:
        """The drill's number in the report; `held` where its records are to stand in the file itself."""
        if drill is None:
            return None
        number = self._numbers.setdefault(drill, len(self._numbers))
        if held:
            self._held.add(number)
        return number

    def resolve(self, answers: Answers) -> dict[str, Any]:
        """What the page's script reads: drills, the records they point to, and the words these are made of."""
        groups: dict[tuple[str, tuple[str, ...]], list[tuple[int, Drill]]] = {}
        for drill, number in self._numbers.items():
            groups.setdefault((drill.base, drill.columns), []).append((number, drill))
        whole: dict[int, int] = {}
        picked: list[dict[str, Any]] = []
        for (base, columns), drills in groups.items():
            found = _picked(answers, BASES[base], columns, drills)
            whole.update({row["d"]: row["whole"] for row in found})
            picked.extend(row for row in found if row["d"] in self._held)
        return self._told(_records(answers, picked), whole, answers.limits.records)

    def _told(self, records: list[dict[str, Any]], whole: dict[int, int], most: int) -> dict[str, Any]:
        words: dict[str, int] = {}
        pool: dict[tuple[str, int], int] = {}
        rows: list[list[Cell]] = []
        of_drill: dict[int, list[int]] = {}
        in_all: dict[int, int] = {}
        for row in records:
            place = (row["source"], row["byte_offset"])
            if place not in pool:
                pool[place] = len(rows)
                rows.append(
                    [
                        cell(row["time"]),
                        *(
                            words.setdefault(visible(str(row[name])), len(words)) if name != "event_id" else row[name]
                            for name in ("computer", "event_id", "view", "source")
                        ),
                        row["byte_offset"],
                    ]
                )
            of_drill.setdefault(row["d"], []).append(pool[place])
            in_all[row["d"]] = row["records"]
        told = [
            {
                "title": drill.title,
                "authentications": whole.get(number, 0),
                "held": number in self._held,
                "records": of_drill.get(number, [])[:most],
                "more": whole.get(number, 0) > most or in_all.get(number, 0) > most,
                "query": listing_query(drill),
            }
            for drill, number in self._numbers.items()
        ]
        return {"drills": told, "records": rows, "words": list(words)}


def listing_query(drill: Drill) -> str:
    """The SQL that lists every record behind a number."""
    conditions = [
        f"{column} is null" if value is None else f"{column} = {literal(value)}"
        for column, value in zip(drill.columns, drill.values, strict=True)
    ]
    where = f"\nwhere {' and '.join(conditions)}" if conditions else ""
    return (
        "select a.time, v.view, v.event_id, v.source, v.byte_offset\n"
        f"from {BASES[drill.base].joined}\njoin auth_views as v on v.match_id = a.match_id{where}\n"
        "order by a.time, v.source, v.byte_offset"
    )


def _picked(
    answers: Answers, base: Base, columns: tuple[str, ...], drills: list[tuple[int, Drill]]
) -> list[dict[str, Any]]:
    """The first authentications of each drill that differ only in their values, and how many there are."""
    wanted: dict[str, Any] = {"d": pa.array([number for number, _ in drills], pa.int64())}
    for at in range(len(columns)):
        wanted[f"v{at}"] = pa.array([_compared(drill.values[at]) for _, drill in drills], pa.string())
    tests = " and ".join(f"cast({column} as varchar) is not distinct from w.v{at}" for at, column in enumerate(columns))
    rows: list[dict[str, Any]] = answers.with_given(
        "drills_wanted",
        pa.table(wanted),
        f"""select w.d, min_by(a.match_id, a.auth_id, {answers.limits.records}) as matches, count(*) as whole
        from {base.joined} join drills_wanted as w on {tests or "true"}
        group by w.d order by w.d""",
        *base.needs,
    ).to_pylist()
    return rows


def _compared(value: Cell) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _records(answers: Answers, picked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records behind the picked authentications, in the order of time."""
    if not picked:
        return []
    pairs = [(row["d"], match) for row in picked for match in row["matches"]]
    chosen = pa.table({"d": [drill for drill, _ in pairs], "match_id": [match for _, match in pairs]})
    rows: list[dict[str, Any]] = answers.with_given(
        "drills_picked",
        chosen,
        f"""with members as (
          select match_id, id, view from auth_members where match_id in (select match_id from drills_picked)
        ), seen as (
          select distinct k.d, m.id, m.view from members as m join drills_picked as k on k.match_id = m.match_id
        ), told as (
          select s.d, o.source, s.id % 1099511627776 as byte_offset, s.view, r.event_id, h.host as computer,
            timestamp_micros(r.t) as time
          from seen as s join kept as r on r.id = s.id
          join sources as o on o.source_no = (s.id - s.id % 1099511627776) // 1099511627776
          join (select distinct host_no, host from host_names) as h on h.host_no = r.host_no
        ), numbered as (
          select *, row_number() over (partition by d order by time, source, byte_offset, view) as n,
            count(*) over (partition by d) as records from told
        ) select * from numbered where n <= {answers.limits.records} order by d, n""",
        "auth_members",
        "kept",
        "sources",
        "host_names",
    ).to_pylist()
    return rows
