"""The XML that libevtx gives for each record against ours: the same places, names and texts in the same order."""

from __future__ import annotations

import re
import struct
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pyevtx

from tests.differential import our_dump
from tests.differential.event_xml import Leaf, libevtx_leaves, own_leaves, unescaped
from tests.differential.findings import Difference, Findings, Log
from tests.differential.our_dump import Record

GUID = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
HEX = re.compile(r"0x(?:[0-9a-f]{8}|[0-9a-f]{16})")
BARE_AMPERSAND = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
ENTITY_IN_ATTRIBUTE = re.compile("='[^'<>]*&(?:amp|lt|gt|quot|apos);")
ENTITY_REFUSED = re.compile("unsupported type: 0x49.*unable to read attribute", re.DOTALL)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()
# What XML 1.0 cannot carry.
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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
    return ours == theirs


def control_characters(ours: str, theirs: str) -> bool:
    plain = unescaped(theirs)
    return CONTROL.search(plain) is not None and ours == CONTROL.sub("_", plain)


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
    "libevtx-no-rendering-info",
)


def same_text(ours: str, theirs: str) -> bool:
    """Theirs as it stands in the document: markup in it is a fault of the document, whatever it means."""
    plain = unescaped(theirs)
    sound = "<" not in theirs and BARE_AMPERSAND.search(theirs) is None
    return sound and (ours == plain or same_form(ours, plain))


def text_differences(log: Log, at: int, ours: list[Leaf], theirs: list[Leaf]) -> Iterator[Difference]:
    for (place, mine), (_, other) in zip(ours, theirs, strict=True):
        if same_text(mine, other):
            continue
        rule = next((name for name, applies in RULES.items() if applies(mine, other)), None)
        yield Difference(rule, log.source, at, place, repr(mine), repr(other))


def places(leaves: list[Leaf]) -> list[str]:
    return [place for place, _ in leaves]


def values(log: Log, record: Record, document: str, xml: str | None) -> Iterator[Difference]:
    at = record.byte_offset
    if xml is None:
        rule = "libevtx-half-surrogate" if REPLACEMENT in record.event else None
        yield Difference(rule, log.source, at, "Event", document, "no XML")
        return
    ours = own_leaves(document)
    theirs = libevtx_leaves(xml)
    if theirs is None:
        yield Difference(None, log.source, at, "layout", document, xml)
        return
    if places(ours) != places(theirs):
        shown = [leaf for leaf in ours if not leaf[0].startswith("Event/RenderingInfo")]
        rule = "libevtx-no-rendering-info" if places(shown) == places(theirs) else None
        yield Difference(rule, log.source, at, "names", repr(places(ours)), repr(places(theirs)))
        if rule is None:
            return
        ours = shown
    yield from text_differences(log, at, ours, theirs)


@dataclass
class Peer:
    """What libevtx gives for a log, by the number in the header of the record; None for XML it cannot write."""

    live: dict[int, deque[str | None]]
    recovered: dict[int, deque[str | None]]
    refused: list[str]


def xml_of(record: pyevtx.record) -> str | None:
    try:
        return str(record.xml_string)
    except OSError:
        return None


def read(log: Log) -> Peer:
    peer = Peer(defaultdict(deque), defaultdict(deque), [])
    file = pyevtx.file()
    file.open(str(log.path))
    for index in range(file.number_of_records):
        try:
            record = file.get_record(index)
        except OSError as error:
            peer.refused.append(str(error))
        else:
            peer.live[record.identifier].append(xml_of(record))
    for index in range(file.number_of_recovered_records):
        with suppress(OSError):
            record = file.get_recovered_record(index)
            peer.recovered[record.identifier].append(xml_of(record))
    return peer


def refused_for_entity(document: str, peer: Peer) -> bool:
    """Takes one refusal away: each stands for one record."""
    for error in peer.refused:
        if ENTITY_REFUSED.search(error) and ENTITY_IN_ATTRIBUTE.search(document):
            peer.refused.remove(error)
            return True
    return False


def record_differences(log: Log, record: Record, number: int, document: str, peer: Peer) -> Iterator[Difference]:
    at = record.byte_offset
    if peer.live[number]:
        yield from values(log, record, document, peer.live[number].popleft())
    elif peer.recovered[number]:
        yield Difference("libevtx-recovered", log.source, at, "record", "live", "recovered")
        yield from values(log, record, document, peer.recovered[number].popleft())
    else:
        rule = "libevtx-entity-in-attribute" if refused_for_entity(document, peer) else None
        yield Difference(rule, log.source, at, "record", document, "absent")


def compare(log: Log) -> Findings:
    records = our_dump.json_records(log)
    documents = our_dump.xml_documents(log)
    assert len(records) == len(documents), log.source
    content = log.path.read_bytes()
    peer = read(log)
    found = Findings(files=1, records=len(records))
    for record, document in zip(records, documents, strict=True):
        number = our_dump.header_id(content, record.byte_offset)
        found.differences += record_differences(log, record, number, document, peer)
    for number, left in peer.live.items():
        found.differences += [Difference(None, log.source, 0, "record", "absent", f"{number}: {xml}") for xml in left]
    found.differences += [Difference(None, log.source, 0, "record", "?", error) for error in peer.refused]
    return found
