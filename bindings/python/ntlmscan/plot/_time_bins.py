"""Equal stretches of UTC time, as coarse as the window asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from ._columns import DAY, HOUR

Step: TypeAlias = Literal["hour", "day", "week", "month"]

# A month of 28 days: every bin is as long as the next, so that heights can be compared.
STEPS: dict[str, int] = {"hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 28 * DAY}
_PHRASES = {"hour": "hour", "day": "day", "week": "week", "month": "28 days"}

_MANY = 20_000
_A_MONDAY = 4 * DAY  # 1970-01-05


@dataclass(frozen=True)
class Bins:
    """`count` bins of `step` seconds from `start` on, in seconds since 1970."""

    start: int
    step: int
    count: int

    @property
    def centres(self) -> list[str]:
        """The middle of each, as plotly reads times."""
        return [_iso(self.start + at * self.step + self.step // 2) for at in range(self.count)]

    @property
    def phrase(self) -> str:
        """`day`: what one bin is."""
        return next(_PHRASES[name] for name, seconds in STEPS.items() if seconds == self.step)

    @property
    def limits(self) -> list[str]:
        """Begin of the first and end of the last."""
        return [_iso(self.start), _iso(self.start + self.count * self.step)]

    def name(self, at: int) -> str:
        """One bin for a hover box."""
        begin = datetime.fromtimestamp(self.start + at * self.step, UTC)
        return f"{begin:%Y-%m-%d %H:%M} UTC" if self.step < DAY else f"{begin:%a %Y-%m-%d}"


def bins(first: int, last: int, step: str | None = None, few: int = 200) -> Bins:
    """Bins that hold `first` and `last`; the finest of at most `few` where no step is asked for.

    Raises:
        ValueError: no such step, or more bins than anyone can see.
    """
    if step is not None and step not in STEPS:
        raise ValueError(f"step: '{step}' is none of {', '.join(STEPS)}")
    choices = [_from(first, last, seconds) for name, seconds in STEPS.items() if step in (None, name)]
    chosen = next((one for one in choices if one.count <= few), choices[-1])
    if chosen.count > _MANY:
        raise ValueError(f"step: {chosen.count:,} bins of one {chosen.phrase} are too many")
    return chosen


def _from(first: int, last: int, step: int) -> Bins:
    origin = _A_MONDAY if step > DAY else 0
    start = (first - origin) // step * step + origin
    return Bins(start, step, (last - start) // step + 1)


def _iso(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S}"
