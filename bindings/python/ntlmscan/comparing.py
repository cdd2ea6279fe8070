"""Two periods beside each other: each side's accesses and covered hours, and one analysis over both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .analysis import Value
from .opening import Context, Inputs, opened

if TYPE_CHECKING:
    import pyarrow

    from .engines.duckdb import DuckdbEngine

_STEPS = {"edges": "compare_edges", "cover": "compare_cover"}


def compare(
    old: Inputs,
    new: Inputs,
    *,
    context: Context = None,
    memory: str = "2GB",
    threads: int | None = None,
    **parameters: Value,
) -> pyarrow.Table:
    """Which use of NTLM is new, gone, grown or shrunk between two periods, as ``ntlmscan compare`` does.

    Args:
        old, new: what came before and what came after, each as for ``query``.
        context: a folder of CSV files with what logs do not say; it holds for both.
        memory, threads: as for ``query``.
        parameters: ``factor``, by how much rates have to differ (1.25).

    Returns:
        A ``pyarrow.Table``, one row per account, client and server; its columns are in docs/analyses.md.

    Raises:
        ArgumentError: a parameter or a context file that cannot be used.
        OutOfMemoryError: the answer does not fit ``memory``.
        ImportError: DuckDB and pyarrow are needed: ``pip install 'ntlmscan[analyses]'``.

    >>> import ntlmscan
    >>> set(ntlmscan.compare(LOG, LOG).column("change").to_pylist()) <= {"same", "not_comparable"}
    True
    """
    sides: dict[str, Any] = {}
    for name, inputs in (("old", old), ("new", new)):
        with opened(inputs, context=context, memory=memory, threads=threads) as engine:
            sides |= side(engine, name)
    with opened(sides, memory=memory, threads=threads) as engine:
        return engine.run("compare", **parameters)


def side(engine: DuckdbEngine, name: str) -> Mapping[str, Any]:
    """What one side, `old` or `new`, brings to the comparison, by table name."""
    return {f"{name}_{table}": engine.run(step) for table, step in _STEPS.items()}
