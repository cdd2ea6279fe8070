"""Whether a field of a matched row is right; nothing is asked of a field that no kept record states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from bench.accuracy.answers import Answer
from bench.accuracy.truth import Happening, Record

ENHANCED = frozenset({4020, 4021, 4022, 4023, 4030, 4031, 4032, 4033})


@dataclass(frozen=True)
class Pair:
    """A row, what it stands for, and what the kept records say in so many words."""

    answer: Answer
    happening: Happening
    said: dict[Record, dict[str, Any]]
    claims: Mapping[str, AbstractSet[str]]

    def states(self, column: str, *views: str, events: frozenset[int] | None = None) -> set[str]:
        """The values that its kept records hold in a column of the scan."""
        seen = self.happening.records.items()
        chosen = (r for r, s in seen if (not views or s.view in views) and (events is None or s.event in events))
        found = (self.said.get(r, {}).get(column) for r in chosen)
        return {str(value) for value in found if value is not None}

    def shows(self, *views: str) -> bool:
        return self.happening.shows(*views)


def account(both: Pair) -> bool | None:
    """By kind where the name is localised, and by the name alone where it is a credential blob, which has no domain."""
    given, true = both.answer.row["account"], both.happening.told["account"]
    if given is None:
        return False if both.states("user_name") else None
    if both.happening.told["account_kind"] == "anonymous":
        return bool(both.answer.row["account_kind"] == "anonymous")
    if "\\@@" in true:
        return bool(given.lower().endswith(true.lower().partition("\\")[2]))
    return bool(given == true)


def client(both: Pair) -> bool | None:
    """The machine; where it wrote nothing itself, a name that it claimed is right too."""
    given, true = both.answer.row["client"], both.happening.told["client"]
    if given == true:
        return True
    own = both.shows("client")
    if given is None:
        return None if not own and not both.states("client_name") else False
    claims = both.claims.get(true, frozenset())
    return not own and _short(given) in {_short(name) for name in claims}


def server(both: Pair) -> bool | None:
    """The machine, by its short name where it wrote nothing; where only the client wrote, what that asked for."""
    given, true = both.answer.row["server"], both.happening.told["server"]
    if given == true:
        return True
    if both.shows("server", "handshake"):
        return False
    if given is not None and true is not None and _short(given) == _short(true):
        return "." not in given
    if both.states("via_name") or both.states("server_name"):
        return False
    asked = both.happening.told["target_name"]
    return None if given is None else bool(asked and given.lower() == asked.lower().partition("/")[2].partition(":")[0])


def client_program(both: Pair) -> bool | None:
    return _program(both, "client_process", "client")


def server_program(both: Pair) -> bool | None:
    return _program(both, "server_process", "server", "handshake")


def version(both: Pair) -> bool | None:
    """A version that no kept record states cannot be found; enhanced records count before the logon's."""
    given, true = both.answer.row["ntlm_version"], both.happening.told["protocol"]
    if true == "NTLM":
        return given is None
    stated = both.states("ntlm_version", events=ENHANCED) or both.states("ntlm_version")
    if true not in stated:
        return None
    return bool(given == true)


def outcome(both: Pair) -> bool | None:
    """As it was; or as much of it as the kept records of server and controller state."""
    given, true = both.answer.row["outcome"], both.happening.told["outcome"]
    if given == true:
        return True
    views = ("client", "handshake", "server", "controller") if true == "blocked" else ("server", "controller")
    word = {"completed": "allowed", "failed": "failed", "blocked": "blocked"}[true]
    return None if word not in both.states("outcome", *views) else False


JUDGES: dict[str, Callable[[Pair], bool | None]] = {
    "account": account,
    "client": client,
    "server": server,
    "client program": client_program,
    "server program": server_program,
    "version": version,
    "outcome": outcome,
}


def _program(both: Pair, column: str, *views: str) -> bool | None:
    given, true = both.answer.row[column], both.happening.told[column]
    if given is None:
        return None if true is None or not both.states("process_name", *views) else False
    return bool(true is not None and _image(given) in (true.lower(), _image(true).rpartition("\\")[2]))


def _short(name: str) -> str:
    return name.lower().partition(".")[0].strip("\\")


def _image(path: str) -> str:
    """Without the services that 4022 names behind the image."""
    return re.sub(r" \([^\\]*\)$", "", path.lower())
