"""Scripts and data inside the page: hashed for its policy, and written so that no value ends a script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import Any

_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPES = str.maketrans(_DANGEROUS)


def json_block(value: Any) -> str:
    """`value` as JSON that can stand inside a script element.

    >>> json_block("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def script(text: str) -> str:
    """A script's text as a browser hashes it: line ends of one kind, and no end tag within.

    Raises:
        ValueError: it holds the end tag of its own element.
    """
    if "</script" in text.lower():
        raise ValueError("a script must not hold its own end tag")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def policy(scripts: Iterable[str]) -> str:
    """The Content-Security-Policy: nothing from outside, and no script but these. plotly sets styles of elements."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
