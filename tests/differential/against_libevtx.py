"""The XML that libevtx gives for each record against ours: the same places, names and texts in the same order."""

from __future__ import annotations

import re
import struct
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyevtx

from tests.differential import our_dump
from tests.differential.event_xml import Leaf, libevtx_leaves, own_leaves, unescaped
from tests.differential.findings import Difference, Findings, Log

GUID = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
HEX = re.compile(r"0x(?:[0-9a-f]{8}|[0-9a-f]{16})")
# What XML 1.0 cannot carry.
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Peer:
    """A record of libevtx; `xml` is None where it cannot render one."""

    xml: str | None
    recovered: bool


# Forms of one value in which old and new editions of Windows differ too. All other differences are rules.
def same_form(ours: str, theirs: str) -> bool:
    """GUIDs in upper case; times with nine digits, of which FILETIME has seven; hex with all digits of its type."""
    if GUID.fullmatch(ours):
        return ours.upper() == theirs
    if TIME.fullmatch(ours):
        return ours.replace("Z", "00Z") == theirs
    return ours.startswith("0x") and HEX.fullmatch(theirs) is not None and int(ours, 16) == int(theirs, 16)


def sign_and_magnitude(ours: str, theirs: str) -> bool:
    if not re.fullmatch(r"-\d+", ours) or not re.fullmatch(r"-\d+", theirs):
        return False
    return any(-(int(ours) & (1 << bits) - 1) == int(theirs) for bits in (7, 15, 31, 63))


def six_digits(ours: str, theirs: str) -> bool:
    scientific = re.fullmatch(r"(-?\d\.\d{6}e[+-])0(\d\d)", theirs)
    if not scientific or not re.fullmatch(r"-?[\d.]+(?:e[+-]?\d+)?", ours):
        return False
    single = struct.unpack("<f", struct.pack("<f", float(ours)))[0]
    return scientific[1] + scientific[2] in (f"{float(ours):.6e}", f"{single:.6e}")


def not_escaped(ours: str, theirs: str) -> bool:
    return ours == theirs and unescaped(theirs) != ours or ours == theirs and re.search("[<&]", theirs) is not None


def control_characters(ours: str, theirs: str) -> bool:
    return CONTROL.search(theirs) is not None and ours == CONTROL.sub("_", theirs)


def blank_text(ours: str, theirs: str) -> bool:
    return ours != "" and ours.isspace() and theirs == ""


RULES: dict[str, Callable[[str, str], bool]] = {
    "libevtx-negative-numbers": sign_and_magnitude,
    "libevtx-six-digits": six_digits,
    "libevtx-ansi-not-escaped": not_escaped,
    "libevtx-control-characters": control_characters,
    "libevtx-blank-text": blank_text,
}
# Found by the comparison of whole records.
OTHER_RULES = (
    "libevtx-recovered",
    "libevtx-entity-in-attribute",
    "libevtx-half-surrogate",
    "libevtx-second-part-of-payload",
)


def text_difference(ours: str, theirs: str) -> tuple[str | None] | None:
    """None where the texts agree, else the name of the rule, if there is one."""
    if "<" not in theirs and "&" not in theirs and ours == theirs:
        return None
    plain = unescaped(theirs)
    if ours == plain and not not_escaped(ours, theirs) or same_form(ours, plain):
        return None
    return (next((name for name, applies in RULES.items() if applies(ours, theirs)), None),)
