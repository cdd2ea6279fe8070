"""What `ntlmscan dump` says about a log."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.differential.findings import Log

SIGNATURE = b"**\0\0"
HEAD = re.compile(rb'\{"source":".*?","byte_offset":(\d+),"record_id":(\d+),"origin":"live",(?="Event":)')
BETWEEN_DOCUMENTS = re.compile(r"(?<=</Event>\n)(?=<Event[ />])")
EVENT_RECORD_ID = re.compile(rb'"EventRecordID":(?:\{[^}]*\},?"#text":)?"?(\d+)')


@dataclass(frozen=True)
class Record:
    """`event` is the text of `"Event":{…}` in braces, as evtx_dump writes its lines."""

    byte_offset: int
    record_id: int
    event: bytes


def dump(log: Log, form: str) -> bytes:
    """Status 1 says that something was lost; what, is compared by its offset."""
    command: list[str | Path] = [log.ntlmscan, "dump", "--threads", "1", "--quiet", "--format", form, log.path]
    run = subprocess.run(command, capture_output=True, check=False)
    assert run.returncode in (0, 1), f"{log.source}: status {run.returncode}: {run.stderr.decode()}"
    return run.stdout


def json_records(log: Log) -> list[Record]:
    records = []
    for line in dump(log, "ndjson").splitlines():
        head = HEAD.match(line)
        assert head, f"{log.source}: {line[:200]!r}"
        records.append(Record(int(head[1]), int(head[2]), b"{" + line[head.end() :]))
    return records


def xml_documents(log: Log) -> list[str]:
    """Values hold line breaks, but no `<`."""
    text = dump(log, "xml").decode()
    return BETWEEN_DOCUMENTS.split(text) if text else []


def header_id(content: bytes, byte_offset: int) -> int:
    """The number in the header of the record that lies there, whatever the event says about itself."""
    assert content[byte_offset : byte_offset + 4] == SIGNATURE, byte_offset
    return int.from_bytes(content[byte_offset + 8 : byte_offset + 16], "little")


def end_of_record(content: bytes, byte_offset: int) -> int:
    return byte_offset + int.from_bytes(content[byte_offset + 4 : byte_offset + 8], "little")


def is_torn(content: bytes, byte_offset: int) -> bool:
    """A record whose beginning is there and whose end is not: the copy of its size is not its size."""
    end = end_of_record(content, byte_offset)
    begins = content[byte_offset : byte_offset + 4] == SIGNATURE
    return begins and content[end - 4 : end] != content[byte_offset + 4 : byte_offset + 8]
