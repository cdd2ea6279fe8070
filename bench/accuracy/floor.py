"""A bound on one figure, and the variants that figures are measured in."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN, CLOCKS, MISSING = "all logs", "wrong clocks", "logs missing"
VARIANTS = (PLAIN, CLOCKS, MISSING)


@dataclass(frozen=True)
class Floor:
    """A bound on one figure over all scenarios of a variant."""

    variant: str
    figure: str
    least: float | None = None
    most: float | None = None

    @property
    def wanted(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"

    def met_by(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
