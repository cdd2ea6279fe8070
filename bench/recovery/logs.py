"""Real logs as bytes, and where their live records lie: a plain walk of its own, so that no parser judges itself."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = 4096
CHUNK = 65536
FIRST = 512
CHUNK_MAGIC = b"ElfChnk\0"
RECORD_MAGIC = b"**\0\0"


@dataclass(frozen=True)
class Place:
    """A live record: its file offset, size and id in its header."""

    at: int
    size: int
    record_id: int


def chunk_places(log: bytes) -> list[int]:
    """Offsets of the chunks that have a header."""
    return [at for at in range(HEADER, len(log), CHUNK) if log[at : at + 8] == CHUNK_MAGIC]


def records(log: bytes) -> Iterator[Place]:
    """Records in front of each chunk's free-space offset, which sound logs have right."""
    for chunk in chunk_places(log):
        end = chunk + struct.unpack_from("<I", log, chunk + 48)[0]
        at = chunk + FIRST
        while at < end and log[at : at + 4] == RECORD_MAGIC:
            size, record_id = struct.unpack_from("<IQ", log, at + 4)
            if size < 40 or at + size > end:
                break
            yield Place(at, size, record_id)
            at += size


def frames(log: bytes) -> Iterator[int]:
    """Offsets, at any alignment, of what begins with a signature and a size and ends with the same size."""
    at = log.find(RECORD_MAGIC)
    while 0 <= at <= len(log) - 8:
        size = struct.unpack_from("<I", log, at + 4)[0]
        if 28 <= size <= CHUNK and log[at + size - 4 : at + size] == log[at + 4 : at + 8]:
            yield at
        at = log.find(RECORD_MAGIC, at + 1)


def old_frames(log: bytes) -> set[int]:
    """Those that a plain walk over the live records does not come to."""
    return set(frames(log)) - {place.at for place in records(log)}


def damageable(folder: Path, most: int) -> list[Path]:
    """Logs of one to forty chunks of a corpus, spread over it."""
    found = [p for p in sorted(folder.rglob("*.evtx")) if HEADER + CHUNK <= p.stat().st_size <= HEADER + 40 * CHUNK]
    whole = [p for p in found if sum(1 for _ in records(p.read_bytes())) >= 20]
    step = max(1, len(whole) // most)
    return whole[::step][:most]
