"""Text as a terminal shows it."""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 80
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp"})


def plain(text: str) -> str:
    return ESCAPES.sub("", text)


def width(line: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain(line)
    )


def too_wide(text: str) -> list[str]:
    return [line for line in text.splitlines() if width(line) > COLUMNS]


def forbidden(text: str) -> set[str]:
    """Characters that would move, hide or reorder what a terminal shows."""
    return {c for c in text if unicodedata.category(c) in FORBIDDEN_CATEGORIES and c != "\n"}
