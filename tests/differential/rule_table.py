"""The table of the known differences between parsers, rules.toml, as it is checked in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("rules.toml")
PARSERS = ("evtx_dump", "libevtx")
SETS = ("corpus", "collections")


@dataclass(frozen=True)
class Rule:
    """One kind of difference. Hits are counted in the logs of the corpus and in its unpacked collections."""

    id: str
    parser: str
    what: str
    right: str
    why: str
    corpus: int
    collections: int
    sample: str

    def hits(self, name: str) -> int:
        return self.corpus if name == "corpus" else self.collections


@dataclass(frozen=True)
class Records:
    """Records that were compared, so that a run which compared nothing does not pass."""

    files: int
    records: int


def load() -> tuple[list[Rule], dict[str, Records]]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [Rule(**rule) for rule in table["rule"]], {name: Records(**table["compared"][name]) for name in SETS}
