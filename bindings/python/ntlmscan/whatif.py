"""What if NTLM were blocked: what the commands `simulate` and `exceptions` answer, as Arrow tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .opening import Context, Inputs, opened
from .policies import LISTS, SETTINGS, Asked, Policy, PolicyError, policies, read_exceptions

if TYPE_CHECKING:
    import pyarrow

    from .engines.duckdb import DuckdbEngine

# Entries, or the file that holds them one a line.
List = str | os.PathLike[str] | Iterable[str]
PARTS = ("all", "server", "account", "program")


def simulate(
    inputs: Inputs,
    policy: str | Iterable[str] = (),
    *,
    exceptions: Mapping[str, List] | None = None,
    each: bool = False,
    context: Context = None,
    memory: str = "2GB",
    threads: int | None = None,
) -> pyarrow.Table:
    """What blocking policies would have refused, as ``ntlmscan simulate`` tells it.

    Args:
        inputs, context, memory, threads: as for ``query``.
        policy: one or several, such as ``"outgoing=2"`` or ``["domain=3", "smb=1"]``; without one, each by itself.
        exceptions: lists by the policy they belong to, ``outgoing``, ``domain`` or ``smb``: entries, or a file.
        each: one row per authentication and policy, with the reason, in place of sums.

    Returns:
        A ``pyarrow.Table``: sums by policy, and by policy and server, account and program; or, with ``each``, the
        analysis ``simulate``. Policies that do not contradict each other are also answered ``together``.

    Raises:
        ArgumentError: a policy, a list or a context file that cannot be understood.
        OutOfMemoryError: the answer does not fit ``memory``.
        ImportError: DuckDB and pyarrow are needed: ``pip install 'ntlmscan[analyses]'``.

    >>> import ntlmscan
    >>> ntlmscan.simulate(LOG, "outgoing=2", each=True).column_names[:3]
    ['auth_id', 'policy', 'verdict']
    """
    with opened(inputs, context=context, memory=memory, threads=threads) as engine:
        ask(engine, [policy] if isinstance(policy, str) else policy, exceptions or {})
        return engine.run("simulate" if each else "simulate_effects")


def exceptions(
    inputs: Inputs,
    policy: str | Iterable[str] = (),
    *,
    exceptions: Mapping[str, List] | None = None,
    context: Context = None,
    memory: str = "2GB",
    threads: int | None = None,
) -> pyarrow.Table:
    """The shortest exception lists that keep today's authentications working, as ``ntlmscan exceptions`` gives them.

    Args:
        inputs, policy, context, memory, threads: as for ``simulate``.
        exceptions: lists that are in force already; what they let through needs no further entry.

    Returns:
        A ``pyarrow.Table``, the analysis ``exceptions``; the rows that are ``proposed`` make the lists.

    Raises:
        ArgumentError: a policy, a list or a context file that cannot be understood.
        OutOfMemoryError: the answer does not fit ``memory``.
        ImportError: DuckDB and pyarrow are needed: ``pip install 'ntlmscan[analyses]'``.

    >>> import ntlmscan
    >>> "*" in ntlmscan.exceptions(LOG, "outgoing=2").column("entry").to_pylist()
    False
    """
    with opened(inputs, context=context, memory=memory, threads=threads) as engine:
        ask(engine, [policy] if isinstance(policy, str) else policy, exceptions or {})
        return engine.run("exceptions")


def ask(engine: DuckdbEngine, texts: Iterable[str], lists: Mapping[str, List]) -> tuple[Policy, ...]:
    """Puts a question to an engine; a domain that the logs do not know is a PolicyError.

    Raises:
        PolicyError: a policy or a list that cannot be understood.
    """
    chosen = policies(texts)
    entries = {kind: entries_of(given) for kind, given in lists.items()}
    if strange := sorted(set(entries) - set(LISTS)):
        raise PolicyError(f"no policy {strange[0]!r} has an exception list; these have: {', '.join(LISTS)}")
    if idle := sorted(set(entries) - {one.kind for one in chosen}):
        raise PolicyError(
            f"a list for {idle[0]!r} was given, and no policy that it belongs to: {SETTINGS[idle[0]].forms}"
        )
    engine.ask(Asked(chosen, entries))
    if any(one.domain for one in chosen):
        _check_domains(engine, chosen)
    return chosen


def entries_of(given: List) -> list[str]:
    """The entries of a list: read from a file, or as given."""
    return read_exceptions(Path(given)) if isinstance(given, (str, os.PathLike)) else list(given)


def _check_domains(engine: DuckdbEngine, chosen: Iterable[Policy]) -> None:
    engine.prepare("domain_names")
    rows: list[dict[str, Any]] = engine.query("select upper(name) as name, domain from domain_names").to_pylist()
    known = {row["name"] for row in rows} | {row["domain"] for row in rows}
    for one in chosen:
        if one.domain and one.domain not in known:
            seen = ", ".join(sorted({row["domain"] for row in rows if row["domain"]})[:20]) or "none"
            raise PolicyError(f"{one}: no record names a domain {one.domain!r}; there are: {seen}")
