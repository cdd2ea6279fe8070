"""Finds NTLM use in exported Windows event logs: the scan of the native command, as Arrow tables.

>>> import ntlmscan
>>> result = ntlmscan.scan(LOG)
>>> result.events.name
'events'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    from ._core import __version__
except ImportError as why:  # pragma: no cover - only in a broken installation
    import platform
    import sys

    raise ImportError(
        f"the native part of ntlmscan cannot be loaded by {sys.implementation.name} {platform.python_version()} on "
        f"{platform.platform()}: {why}. Wheels fit one version of CPython: install ntlmscan with this interpreter's pip"
    ) from why
from .errors import *
from .errors import __all__ as _errors
from .scanning import Progress, ScanResult, Stream, Summary, scan, stream
from .tables import RecordBatch, Table

__all__ = [
    *_errors,
    "Progress",
    "RecordBatch",
    "ScanResult",
    "Stream",
    "Summary",
    "Table",
    "__version__",
    "scan",
    "stream",
]

if TYPE_CHECKING:
    from . import plot as plot


def __getattr__(name: str) -> object:
    """Loads `ntlmscan.plot` when it is first asked for: a scan needs none of it."""
    if name == "plot":
        from importlib import import_module

        return import_module(".plot", __name__)
    raise AttributeError(f"module 'ntlmscan' has no attribute '{name}'")
