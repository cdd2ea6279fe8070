"""Answers and happenings brought together one to one, by the records that both name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet


def pair(answers: Sequence[AbstractSet[Hashable]], happenings: Sequence[Iterable[Hashable]]) -> dict[int, int]:
    """answer → happening: those that share most records first, then as many more as can be had by exchange.

    In a burst the analyses may give the k-th record of one machine to the k-th of another and be wrong about single
    records while the number is right; then a row shares records with several happenings, and each takes one.

    >>> pair([{1, 4}, {3, 2}], [{1: 0, 2: 0}, {3: 0, 4: 0}])
    {0: 0, 1: 1}
    """
    owner: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, records in enumerate(happenings):
        for record in records:
            owner[record].append(number)
    shared = [Counter(h for record in answer for h in owner.get(record, ())) for answer in answers]
    taken: dict[int, int] = {}
    found: dict[int, int] = {}
    best = sorted((-n, a, h) for a, counts in enumerate(shared) for h, n in counts.items())
    for _, a, h in best:
        if a not in found and h not in taken:
            found[a], taken[h] = h, a
    for a, counts in enumerate(shared):
        if a not in found and counts:
            _exchange(a, shared, found, taken)
    return dict(sorted(found.items()))


def _exchange(start: int, shared: Sequence[Mapping[int, int]], found: dict[int, int], taken: dict[int, int]) -> None:
    """Looks for a chain of exchanges that gives one more answer a happening, breadth first."""
    came_by: dict[int, int] = {}
    waiting = [start]
    for a in waiting:
        for h in shared[a]:
            if h in came_by:
                continue
            came_by[h] = a
            if h in taken:
                waiting.append(taken[h])
                continue
            _turn(h, start, came_by, found, taken)
            return


def _turn(last: int, start: int, came_by: Mapping[int, int], found: dict[int, int], taken: dict[int, int]) -> None:
    happening = last
    while True:
        answer = came_by[happening]
        before = found.get(answer)
        found[answer], taken[happening] = happening, answer
        if answer == start or before is None:
            return
        happening = before
