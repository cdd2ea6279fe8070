"""What counts as too many instructions: counts per record against those that were accepted."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Accepted:
    """The contents of bench/instructions.toml."""

    margin: float
    compiler: str
    per_record: dict[str, int]


def read(path: Path) -> Accepted:
    with path.open("rb") as file:
        table = tomllib.load(file)
    return Accepted(table["margin"], table["compiler"], dict(table["per_record"]))


def text(accepted: Accepted) -> str:
    """The file with these numbers."""
    lines = [
        "# Instructions per record, start-up not counted, by `python -m bench.instructions`. More than these and the",
        "# margin fails; where the change is worth it, and where it takes fewer, --accept renews the numbers.",
        f"margin = {accepted.margin}",
        f'compiler = "{accepted.compiler}"',
        "",
        "[per_record]",
        *(f'"{name}" = {count}' for name, count in accepted.per_record.items()),
    ]
    return "\n".join(lines) + "\n"


def per_record(small: int, large: int, records_small: int, records_large: int) -> int:
    """Instructions of the records that the larger input has more; what both do once is not in it."""
    return round((large - small) / (records_large - records_small))


def too_many(found: Mapping[str, int], accepted: Accepted) -> list[str]:
    """One message for each count beyond its margin or without an accepted number."""
    messages = []
    for name, count in found.items():
        limit = accepted.per_record.get(name)
        if limit is None:
            messages.append(f"{name}: {count:,} instructions a record, and no number was accepted yet")
        elif count > limit * (1 + accepted.margin):
            grown = count / limit - 1
            messages.append(f"{name}: {count:,} instructions a record, {grown:+.1%}; accepted are {limit:,}")
    return messages


def gone(found: Mapping[str, int], accepted: Accepted) -> list[str]:
    """Accepted numbers that nothing measures any more."""
    return [f"{name}: accepted, but not measured any more" for name in accepted.per_record if name not in found]
