"""Text out of logs as plotly may show it: no markup, no formula, no control character, no endless name."""

from __future__ import annotations

import unicodedata

NOT_RECORDED = "<i>not recorded</i>"
"""For null; no text of a log can look like it, since theirs has no markup."""

_LABEL, _HOVER, _HOVER_LINE, _WRAP = 24, 240, 60, 50

# plotly reads a small HTML and, where MathJax is loaded, text between two dollars as a formula.
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}


def _inert(character: str) -> str:
    if character in _MARKUP:
        return _MARKUP[character]
    # C*: controls, marks of direction, zero width, private and unassigned; Zl, Zp: separators of lines.
    if unicodedata.category(character)[0] == "C" or character in "\u2028\u2029":
        return f"\\u{ord(character):04x}"
    return character


def inert(text: str) -> str:
    """`text` as plotly shows it letter by letter."""
    return "".join(map(_inert, text))


def label(value: object, limit: int = _LABEL) -> str:
    """A name beside an axis or in a legend; its middle is left out where it is long, since both ends tell."""
    if value is None:
        return NOT_RECORDED
    text = str(value)
    if _width(text[: limit + 1]) > limit:
        head = limit * 2 // 3
        text = f"{_fitting(text, head)}…{_fitting(text[::-1], limit - head - 1)[::-1]}"
    return inert(text) or "(empty)"


def _width(text: str) -> int:
    """How many letters are seen: a character that is shown by its number has six of them."""
    return sum(1 if one in _MARKUP else len(_inert(one)) for one in text)


def _fitting(text: str, limit: int) -> str:
    """The beginning that is at most so many letters wide."""
    taken = 0
    while taken < len(text) and _width(text[: taken + 1]) <= limit:
        taken += 1
    return text[:taken]


def hover(value: object) -> str:
    """A name in a hover box: lines of bounded length, and how much of it is not shown."""
    if value is None:
        return NOT_RECORDED
    text = str(value)
    lines = [inert(text[at : at + _HOVER_LINE]) for at in range(0, min(len(text), _HOVER), _HOVER_LINE)]
    if len(text) > _HOVER:
        lines.append(f"… ({len(text):,} characters)")
    return "<br>".join(lines) or "(empty)"


def lines(text: str) -> list[str]:
    """Our own sentence in lines that a narrow screen holds; what it quotes must be inert already."""
    out = [""]
    for word in text.split():
        if out[-1] and len(out[-1]) + len(word) >= _WRAP:
            out.append("")
        out[-1] = f"{out[-1]} {word}".strip()
    return out if text else []


def counted(number: int, noun: str) -> str:
    """`1 name`, `2 names`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def amount(number: float, unit: str) -> str:
    """A number of what a figure counts: records, or the name of the column that was added up."""
    return counted(int(number), "record") if unit == "records" else f"{number:,} {label(unit)}"
