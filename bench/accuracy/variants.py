"""The ways in which a scenario is played: as it is, with clocks that are wrong, with logs that are missing."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CLOCKS_WRONG_BY = 300.0
LEFT_OUT = 0.3


def with_wrong_clocks(scenario: Path, folder: Path) -> Path:
    """A copy of a scenario whose every host is up to five minutes early or late, unless it says itself by how much."""
    told: dict[str, Any] = json.loads(scenario.read_text(encoding="utf-8"))
    world: dict[str, Any] = json.loads((scenario.parent / told["world"]).read_text(encoding="utf-8"))
    chance = random.Random(f"clocks of {told['name']}")
    hosts = told.setdefault("hosts", {})
    for name in sorted({*world["hosts"], *hosts}):
        offset = round(chance.uniform(-CLOCKS_WRONG_BY, CLOCKS_WRONG_BY), 3)
        hosts.setdefault(name, {}).setdefault("clock", offset)
    for population in told.get("populations", ()):
        if "pattern" in population:
            offset = round(chance.uniform(-CLOCKS_WRONG_BY, CLOCKS_WRONG_BY), 3)
            population["pattern"].setdefault("clock", offset)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / told["world"]).write_text(json.dumps(world), encoding="utf-8")
    copy = folder / scenario.name
    copy.write_text(json.dumps(told), encoding="utf-8")
    return copy


def without_some(logs: Sequence[Path], name: str) -> list[Path]:
    """The logs but for three in ten, drawn by chance and always the same for a scenario."""
    dropped = set(random.Random(f"logs of {name}").sample(range(len(logs)), round(len(logs) * LEFT_OUT)))
    return [log for number, log in enumerate(logs) if number not in dropped]
