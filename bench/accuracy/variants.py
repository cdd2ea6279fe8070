"""The ways in which a scenario is played: as it is, with clocks that are wrong, with logs that are missing."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CLOCKS_WRONG_BY = 300.0
LEFT_OUT = 0.3


POLICIES: tuple[tuple[str, int], ...] = (
    *(("RestrictNTLMInDomain", value) for value in (1, 3, 5, 7)),
    *(("RestrictReceivingNTLMTraffic", value) for value in (1, 2)),
    *(("LmCompatibilityLevel", value) for value in (4, 5)),
    ("RestrictSendingNTLMTraffic", 2),
    ("BlockNTLM", 1),
    ("BlockNtlmv1SSO", 1),
    ("ProtectedUsers", 1),
)


def with_questions(scenario: Path, folder: Path) -> Path:
    """A copy of a scenario that asks its truth about every policy, unless it asks itself."""
    told, world = _read(scenario)
    told.setdefault("simulate", [{"policy": policy, "value": value} for policy, value in POLICIES])
    return _write(scenario.name, told, world, folder)


def with_settings(scenario: Path, settings: Mapping[str, Any], folder: Path) -> Path:
    """A copy of a scenario in which these settings hold on every host from the beginning."""
    told, world = _read(scenario)
    told["settings"] = {**told.get("settings", {}), **settings}
    for host in (*world.get("hosts", {}).values(), *told.get("hosts", {}).values()):
        for name in settings:
            (host or {}).get("settings", {}).pop(name, None)
    return _write(scenario.name, told, world, folder)


def with_wrong_clocks(scenario: Path, folder: Path) -> Path:
    """A copy of a scenario whose every host is up to five minutes early or late, unless it says itself by how much."""
    told, world = _read(scenario)
    chance = random.Random(f"clocks of {told['name']}")
    hosts = told.setdefault("hosts", {})
    for name in sorted({*world["hosts"], *hosts}):
        offset = round(chance.uniform(-CLOCKS_WRONG_BY, CLOCKS_WRONG_BY), 3)
        hosts.setdefault(name, {}).setdefault("clock", offset)
    for population in told.get("populations", ()):
        if "pattern" in population:
            offset = round(chance.uniform(-CLOCKS_WRONG_BY, CLOCKS_WRONG_BY), 3)
            population["pattern"].setdefault("clock", offset)
    return _write(scenario.name, told, world, folder)


def without_some(logs: Sequence[Path], name: str) -> list[Path]:
    """The logs but for three in ten, drawn by chance and always the same for a scenario."""
    dropped = set(random.Random(f"logs of {name}").sample(range(len(logs)), round(len(logs) * LEFT_OUT)))
    return [log for number, log in enumerate(logs) if number not in dropped]


def _read(scenario: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """A scenario and the world that it names."""
    told: dict[str, Any] = json.loads(scenario.read_text(encoding="utf-8"))
    world: dict[str, Any] = json.loads((scenario.parent / told["world"]).read_text(encoding="utf-8"))
    return told, world


def _write(name: str, told: dict[str, Any], world: dict[str, Any], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / told["world"]).write_text(json.dumps(world), encoding="utf-8")
    copy = folder / name
    copy.write_text(json.dumps(told), encoding="utf-8")
    return copy
