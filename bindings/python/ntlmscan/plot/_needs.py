"""The optional packages that figures need, named in one message where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(name: str) -> Any:
    """The module `name`.

    Raises:
        ImportError: it is not installed; the message says how to get it.
    """
    try:
        return import_module(name)
    except ImportError as why:
        raise ImportError(
            f"ntlmscan.plot needs plotly and pyarrow, and {name} cannot be loaded ({why}): "
            "pip install 'ntlmscan[plot]'",
            name=name,
        ) from why
