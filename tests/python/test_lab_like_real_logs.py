"""The lab's records have the fields of real ones: the same names in the same order, values of the same types."""

from __future__ import annotations

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import evtx
import pytest

from .lab_truth import play
from .test_fixtures_like_real_logs import CHUNK, FILE_HEADER, TEXT, Value, instance_table
from .test_fixtures_like_real_logs import records_in as ntlm_records_in
from .test_fixtures_like_real_logs import signature as ntlm_signature

AUDITING = "Microsoft-Windows-Security-Auditing"
PROVIDER_SLOT, EVENT_ID_SLOT, VERSION_SLOT, PAYLOAD_SLOT = 14, 3, 11, 17
SID = 0x13
# (event id, version) of what both the corpus and the lab hold.
KEYS = [(4624, 0), (4624, 1), (4624, 2), (4625, 0), (4634, 0), (4648, 0), (4672, 0), (4768, 0), (4769, 0), (4776, 0)]
# A scenario with each of them, on machines of several ages.
SCENARIOS = ("c01", "c09", "c20", "c21", "c45", "n03", "n06")
ENOUGH = 200  # records of one event of one version; the corpus has thousands of some


Key = tuple[int, int]
Form = tuple[tuple[int, int], ...]


def form_of(fields: Iterable[Value]) -> Form:
    """Types, and the sizes of what does not vary in size."""
    return tuple((v.type, 0 if v.type in (TEXT, SID) else len(v.raw)) for v in fields)


def security_records(log: bytes) -> Iterator[tuple[Key, tuple[Value, ...]]]:
    """Live records of the auditing provider that have the outer template of 18 values."""
    for offset in range(FILE_HEADER, len(log) - CHUNK + 1, CHUNK):
        chunk = log[offset : offset + CHUNK]
        (free,) = struct.unpack_from("<I", chunk, 48)
        at = 512
        while chunk[:8] == b"ElfChnk\0" and at + 28 <= min(free, CHUNK) and chunk[at : at + 4] == b"**\0\0":
            (size,) = struct.unpack_from("<I", chunk, at + 4)
            if not 64 <= size <= CHUNK - at:
                break
            data = chunk[at : at + size - 4]
            outer = instance_table(data, 28, at)
            if len(outer) == 18 and outer[PROVIDER_SLOT].type == TEXT and outer[PROVIDER_SLOT].text == AUDITING:
                payload = outer[PAYLOAD_SLOT].raw
                fields = instance_table(payload, 4 if payload[:1] == b"\x0f" else 0, at + data.index(payload))
                yield (struct.unpack("<H", outer[EVENT_ID_SLOT].raw)[0], outer[VERSION_SLOT].raw[0]), fields
            at += size


@cache
def field_names(path: Path) -> dict[Key, tuple[str, ...]]:
    """The names of the first record of each event and version in a log."""
    found: dict[Key, tuple[str, ...]] = {}
    for record in evtx.PyEvtxParser(str(path)).records():
        xml = "" if record is None else record["data"]
        event, version = (re.search(f"<{name}[^>]*>([0-9]+)<", xml) for name in ("EventID", "Version"))
        if event and version and AUDITING in xml:
            key = (int(event[1]), int(version[1]))
            found.setdefault(key, tuple(re.findall(r'<Data Name="([^"]*)"', xml)))
    return found


class Forms:
    """Forms of the records of some logs, and one log that holds each event."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.forms: dict[Key, Counter[Form]] = defaultdict(Counter)
        self.example: dict[Key, Path] = {}
        for path in paths:
            for key, fields in security_records(path.read_bytes()):
                if key in KEYS and self.forms[key].total() < ENOUGH:
                    self.forms[key][form_of(fields)] += 1
                    self.example.setdefault(key, path)

    def names(self, key: Key) -> tuple[str, ...]:
        return field_names(self.example[key])[key]


@pytest.fixture(scope="module")
def real(corpus: Path) -> Forms:
    return Forms(sorted(corpus.rglob("*.evtx")))


@pytest.fixture(scope="module")
def lab(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("lab_like_real")
    paths = []
    for name in SCENARIOS:
        paths += play(fixtures_binary, name, folder / name).logs
    old = folder / "old.json"
    old.write_text(OLD_MACHINES.replace("WORLD", (SCENARIO_FOLDER / "world.json").as_posix()))
    paths += play(fixtures_binary, str(old.with_suffix("")), folder / "old").logs
    return sorted(paths)


SCENARIO_FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "scenarios" / "lab"
# 4624 in the versions of Server 2008 R2 and 2012 R2.
OLD_MACHINES = """{"name": "old", "world": "WORLD",
  "hosts": {"FS1": {"build": 7601}, "SQL1": {"build": 9600}},
  "plays": [{"account": "ben", "client": "PC10", "server": ["FS1", "SQL1"], "each": true, "count": 2,
             "gap_ms": 3000, "target": "cifs/{ip}"}]}"""


@pytest.fixture(scope="module")
def written(lab: list[Path]) -> Forms:
    return Forms(path for path in lab if path.stem == "Security")


@pytest.mark.needs_corpus
@pytest.mark.parametrize("key", KEYS)
def test_security_fields_have_the_names_and_the_order_of_real_ones(real: Forms, written: Forms, key: Key):
    assert written.names(key) == real.names(key)


@pytest.mark.needs_corpus
@pytest.mark.parametrize("key", KEYS)
def test_security_values_have_the_types_and_sizes_of_real_ones(real: Forms, written: Forms, key: Key):
    assert written.forms[key]
    assert set(written.forms[key]) <= set(real.forms[key])


def ntlm_forms(paths: Iterable[Path], *, slack: bool) -> dict[int, Counter[object]]:
    forms: dict[int, Counter[object]] = defaultdict(Counter)
    for path in paths:
        for record in ntlm_records_in(path.read_bytes(), slack=slack):
            forms[record.event_id][ntlm_signature(record)] += 1
    return forms


@pytest.mark.needs_corpus
def test_ntlm_values_have_the_types_and_endings_of_real_ones(corpus: Path, lab: list[Path]):
    made = ntlm_forms((path for path in lab if path.stem.startswith("Microsoft-Windows-NTLM")), slack=False)
    real = ntlm_forms(sorted(corpus.rglob("*.evtx")), slack=True)
    for event_id in (8001, 8002, 8003):
        assert set(made[event_id]) == {real[event_id].most_common(1)[0][0]}
