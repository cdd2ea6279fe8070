"""The writer's 8001, 8002 and 8003 look like the real ones that the corpus holds in chunk slack."""

from __future__ import annotations

import struct
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CHUNK = 65536
FILE_HEADER = 4096
NTLM = "Microsoft-Windows-NTLM"
EVENT_IDS = (8001, 8002, 8003)
TEXT = 0x01
# Where the value tables of both layouts keep what is needed here.
PROVIDER_SLOT, EVENT_ID_SLOT = 14, 3
VARIABLE_OUTER_SLOTS = (PROVIDER_SLOT, 16, 17)


@dataclass(frozen=True)
class Value:
    type: int
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-16-le")


@dataclass(frozen=True)
class Record:
    event_id: int
    outer: tuple[Value, ...]
    starts_with_header: bool
    fields: tuple[Value, ...]


def value_table(data: bytes, at: int) -> tuple[Value, ...]:
    """u32 count, descriptors of u16 size, u8 type and a zero, then the values without gaps."""
    (count,) = struct.unpack_from("<I", data, at)
    if not 0 < count < 256 or at + 4 + 4 * count > len(data):
        return ()
    values = []
    begin = at + 4 + 4 * count
    for size, kind, zero in (struct.unpack_from("<HBB", data, at + 4 + 4 * i) for i in range(count)):
        if zero != 0 or begin + size > len(data):
            return ()
        values.append(Value(kind, data[begin : begin + size]))
        begin += size
    return tuple(values)


def instance_table(data: bytes, token: int, base: int) -> tuple[Value, ...]:
    """Values of the template instance at `token`; `base` is the chunk offset of data[0]."""
    if data[token : token + 2] != b"\x0c\x01" or token + 10 > len(data):
        return ()
    (definition,) = struct.unpack_from("<I", data, token + 6)
    at = token + 10
    if definition == base + at and at + 24 <= len(data):
        at += 24 + struct.unpack_from("<I", data, at + 20)[0]
    return value_table(data, at) if at + 4 <= len(data) else ()


def record_at(chunk: bytes, at: int) -> Record | None:
    if at + 28 > CHUNK or chunk[at + 24 : at + 30] != b"\x0f\x01\x01\x00\x0c\x01":
        return None
    (size,) = struct.unpack_from("<I", chunk, at + 4)
    if not 64 <= size <= CHUNK - at or struct.unpack_from("<I", chunk, at + size - 4)[0] != size:
        return None
    data = chunk[at : at + size - 4]
    outer = instance_table(data, 28, at)
    if len(outer) != 18 or outer[PROVIDER_SLOT].type != TEXT or outer[PROVIDER_SLOT].text != NTLM:
        return None
    payload = outer[17].raw
    token = 4 if payload[:1] == b"\x0f" else 0
    fields = instance_table(payload, token, at + data.index(payload))
    event_id = struct.unpack("<H", outer[EVENT_ID_SLOT].raw)[0]
    return Record(event_id, outer, token == 4, fields) if fields else None


def records_in(log: bytes, *, slack: bool) -> Iterator[Record]:
    """Records before the free-space offset of each chunk, or candidates behind it."""
    for offset in range(FILE_HEADER, len(log) - CHUNK + 1, CHUNK):
        chunk = log[offset : offset + CHUNK]
        if chunk[:8] != b"ElfChnk\0":
            continue
        (free,) = struct.unpack_from("<I", chunk, 48)
        for at in range(min(free, CHUNK), CHUNK, 8) if slack else range(512, free, 8):
            if chunk[at : at + 4] == b"**\0\0" and (record := record_at(chunk, at)) and record.event_id in EVENT_IDS:
                yield record


def ending(value: Value) -> str:
    return "nul" if value.raw[-2:] == b"\0\0" else "bare"


def signature(record: Record) -> tuple[object, ...]:
    """Types of all fields, sizes of all that are no text, endings of all that are."""
    return tuple((v.type, ending(v) if v.type == TEXT else len(v.raw)) for v in record.fields)


def outer_signature(record: Record) -> tuple[object, ...]:
    return tuple(v.type if i in VARIABLE_OUTER_SLOTS else (v.type, len(v.raw)) for i, v in enumerate(record.outer))


def placeholders(record: Record) -> set[tuple[int, str]]:
    """(field, form) for texts that stand for nothing."""
    forms = {"(NULL)\0": "null text", "\0": "empty"}
    return {(i, forms[v.text]) for i, v in enumerate(record.fields) if v.type == TEXT and v.text in forms}


@pytest.fixture(scope="module")
def real(corpus: Path) -> list[Record]:
    records: list[Record] = []
    for path in sorted(corpus.rglob("*.evtx")):
        records += records_in(path.read_bytes(), slack=True)
    return records


@pytest.fixture(scope="module")
def written(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    folder = tmp_path_factory.mktemp("like_real")
    subprocess.run([fixtures_binary, "demo", folder], check=True, capture_output=True)
    logs = sorted(folder.rglob("Microsoft-Windows-NTLM%4Operational.evtx"))
    assert logs
    return [record for path in logs for record in records_in(path.read_bytes(), slack=False)]


@pytest.mark.needs_corpus
def test_the_corpus_holds_each_of_the_three_events_in_slack(real: list[Record]):
    counts = Counter(record.event_id for record in real)
    assert all(counts[event_id] >= 40 for event_id in EVENT_IDS), counts


@pytest.mark.needs_corpus
@pytest.mark.parametrize("event_id", EVENT_IDS)
def test_written_fields_have_the_types_sizes_and_endings_of_real_ones(
    real: list[Record], written: list[Record], event_id: int
):
    real_forms = Counter(signature(r) for r in real if r.event_id == event_id)
    written_forms = {signature(r) for r in written if r.event_id == event_id}
    form, count = real_forms.most_common(1)[0]
    assert written_forms == {form}
    assert count >= 0.99 * real_forms.total(), real_forms  # one 8002 is overwritten in the middle of its values


@pytest.mark.needs_corpus
def test_written_system_values_have_the_form_of_real_ones(real: list[Record], written: list[Record]):
    assert {outer_signature(r) for r in written} <= {outer_signature(r) for r in real}
    assert {r.starts_with_header for r in written} <= {r.starts_with_header for r in real}


@pytest.mark.needs_corpus
@pytest.mark.parametrize("event_id", EVENT_IDS)
def test_placeholders_stand_where_real_ones_stand(real: list[Record], written: list[Record], event_id: int):
    real_places = set().union(*(placeholders(r) for r in real if r.event_id == event_id))
    written_places = set().union(*(placeholders(r) for r in written if r.event_id == event_id))
    assert written_places
    assert written_places <= real_places


@pytest.mark.needs_corpus
def test_values_that_never_vary_in_real_records_do_not_vary_here(real: list[Record], written: list[Record]):
    def constants(records: list[Record], event_id: int, places: tuple[int, ...]) -> set[tuple[bytes, ...]]:
        return {tuple(r.fields[i].raw for i in places) for r in records if r.event_id == event_id}

    for event_id, places in ((8001, (8,)), (8003, (5, 6, 7))):  # mechanism; logon type, in process, mechanism
        assert constants(written, event_id, places) == constants(real, event_id, places)


@pytest.mark.needs_corpus
@pytest.mark.parametrize(("event_id", "pid", "program"), [(8001, 3, 4), (8002, 0, 1), (8003, 3, 4)])
def test_the_kernel_has_no_program(real: list[Record], written: list[Record], event_id: int, pid: int, program: int):
    for record in (r for r in real + written if r.event_id == event_id):
        kernel = record.fields[pid].raw == b"\4\0\0\0"
        assert kernel == (record.fields[program].text == "\0")
