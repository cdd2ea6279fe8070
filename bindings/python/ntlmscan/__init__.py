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
from .carving import CarveResult, carve
from .errors import (
    FAULT_CODES,
    ArgumentError,
    FormatError,
    InputError,
    InputMissingError,
    NtlmscanError,
    OutOfMemoryError,
    OutputError,
    RecordError,
    StoppedError,
    StreamClosedError,
    StreamUsedError,
    UnreadableWarning,
)
from .knowledge import CatalogueEntry, CatalogueField, Column, TableSchema, catalogue, schema
from .reading import Fault, Record, RecordDetail, Records, records, show
from .scanning import Progress, ScanResult, Stream, Summary, scan, stream
from .tables import RecordBatch, Table

__all__ = [
    "FAULT_CODES",
    "ArgumentError",
    "CarveResult",
    "CatalogueEntry",
    "CatalogueField",
    "Column",
    "Fault",
    "FormatError",
    "InputError",
    "InputMissingError",
    "NtlmscanError",
    "OutOfMemoryError",
    "OutputError",
    "Progress",
    "Record",
    "RecordBatch",
    "RecordDetail",
    "RecordError",
    "Records",
    "ScanResult",
    "StoppedError",
    "Stream",
    "StreamClosedError",
    "StreamUsedError",
    "Summary",
    "Table",
    "TableSchema",
    "UnreadableWarning",
    "__version__",
    "carve",
    "catalogue",
    "compare",
    "exceptions",
    "query",
    "records",
    "report",
    "scan",
    "schema",
    "show",
    "simulate",
    "stream",
    "timeline",
]

if TYPE_CHECKING:
    from . import plot as plot
    from .comparing import compare as compare
    from .questions import query as query
    from .questions import timeline as timeline
    from .reporting import report as report
    from .whatif import exceptions as exceptions
    from .whatif import simulate as simulate

# Functions by the module that has them; a scan needs none of these and pays for none. See opening.py for a new one.
_LATER = {
    "compare": "comparing",
    "exceptions": "whatif",
    "query": "questions",
    "report": "reporting",
    "simulate": "whatif",
    "timeline": "questions",
}


def __getattr__(name: str) -> object:
    """Loads `ntlmscan.plot` and what answers from the analyses when it is first asked for."""
    from importlib import import_module

    if name == "plot":
        return import_module(".plot", __name__)
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module 'ntlmscan' has no attribute '{name}'")
