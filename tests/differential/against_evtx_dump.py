"""Each line of `evtx_dump -o jsonl` against ours: the same records, names and values in the same order."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.differential import our_dump
from tests.differential.findings import Difference, Findings, Log
from tests.differential.our_dump import Record


class Pairs(list[Any]):
    """The members of a JSON object in their order, also those of one name."""


def any_bit_is_true(ours: Any, theirs: Any) -> bool:
    return ours is True and type(theirs) is int and theirs not in (0, 1)


def whole_float(ours: Any, theirs: Any) -> bool:
    return isinstance(ours, str) and isinstance(theirs, str) and theirs == f"{ours}.0" and ours.lstrip("-").isdigit()


def array_of_one(ours: Any, theirs: Any) -> bool:
    return type(ours) is int and theirs == str(ours)


RULES: dict[str, Callable[[Any, Any], bool]] = {
    "evtx_dump-bool-as-number": any_bit_is_true,
    "evtx_dump-whole-float-with-point": whole_float,
    "evtx_dump-array-of-one-as-text": array_of_one,
}
# Found by the comparison of whole records.
OTHER_RULES = ("evtx_dump-chunks-by-age", "evtx_dump-torn-record")


def rule_of(ours: Any, theirs: Any) -> str | None:
    return next((name for name, applies in RULES.items() if applies(ours, theirs)), None)


def differences(ours: Any, theirs: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts that differ; a place is a path of names."""
    if type(ours) is type(theirs) and isinstance(ours, list) and shape(ours) == shape(theirs):
        for name, mine, other in zip(shape(ours), members(ours), members(theirs), strict=True):
            yield from differences(mine, other, f"{place}/{name}")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield place, ours, theirs


def shape(container: list[Any]) -> list[Any]:
    return [name for name, _ in container] if isinstance(container, Pairs) else list(range(len(container)))


def members(container: list[Any]) -> list[Any]:
    return [value for _, value in container] if isinstance(container, Pairs) else container


def parsed(event: bytes) -> Any:
    return json.loads(event, object_pairs_hook=Pairs)


def lines_of(log: Log) -> list[bytes]:
    command: list[str | Path] = [log.evtx_dump, "-t", "1", "-o", "jsonl", log.path]
    return subprocess.run(command, capture_output=True, check=False).stdout.splitlines()


def record_number(event: bytes) -> bytes:
    found = our_dump.EVENT_RECORD_ID.search(event)
    return found[1] if found else b""


def paired(ours: list[Record], theirs: list[bytes]) -> list[tuple[int | None, bytes]]:
    """Each line of theirs with the place of ours that has its EventRecordID, None where there is none."""
    waiting: dict[bytes, deque[int]] = defaultdict(deque)
    for index, record in enumerate(ours):
        waiting[record_number(record.event)].append(index)
    pairs = []
    for line in theirs:
        same = waiting[record_number(line)]
        pairs.append((same.popleft() if same else None, line))
    return pairs


def values(log: Log, record: Record, line: bytes) -> Iterator[Difference]:
    if record.event == line:
        return
    for place, ours, theirs in differences(parsed(record.event), parsed(line)):
        rule = rule_of(ours, theirs)
        yield Difference(rule, log.source, record.byte_offset, place, repr(ours), repr(theirs))


def order(log: Log, ours: list[Record], matched: list[int]) -> Iterator[Difference]:
    """A log that was written round and round: the chunks of evtx_dump begin with the oldest, ours with the first."""
    breaks = [i for i in range(1, len(matched)) if matched[i] < matched[i - 1]]
    for count, i in enumerate(breaks):
        one_turn = count == 0 and matched[-1] < matched[0]
        rule = "evtx_dump-chunks-by-age" if one_turn else None
        yield Difference(rule, log.source, ours[matched[i]].byte_offset, "order", "by offset", "by age")


def compare(log: Log) -> Findings:
    ours = our_dump.json_records(log)
    content = log.path.read_bytes()
    found = Findings(files=1)
    matched: list[int] = []
    for index, line in paired(ours, lines_of(log)):
        if index is not None:
            matched.append(index)
            found.records += 1
            found.differences += values(log, ours[index], line)
            continue
        at = our_dump.end_of_record(content, ours[matched[-1]].byte_offset) if matched else 0
        torn = our_dump.is_torn(content, at)
        rule = "evtx_dump-torn-record" if torn else None
        found.differences.append(Difference(rule, log.source, at, "record", "absent", line.decode(errors="replace")))
    for index in sorted(set(range(len(ours))) - set(matched)):
        mine = ours[index]
        found.differences.append(
            Difference(None, log.source, mine.byte_offset, "record", f"{mine.record_id}", "absent")
        )
    found.differences += order(log, ours, matched)
    return found
