"""Chunks out of real logs whose checksums hold, and log files made of them."""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

HEADER_BLOCK = 4096
CHUNK = 65536
CHUNK_HEADER = 512
KINDS = {
    "mixed": [],
    "security": ["Microsoft-Windows-Security-Auditing"],
    "ntlm": ["Microsoft-Windows-NTLM", "NtLmSsp"],
}


def corpus_folder(root: Path) -> Path | None:
    """The folder of real logs, if there is one."""
    folder = Path(os.environ.get("NTLMSCAN_CORPUS", root / ".." / "shared" / "corpus"))
    return folder if folder.is_dir() else None


def is_sound(chunk: bytes) -> bool:
    """Magic, bounds and both checksums hold, and there is a record."""
    if len(chunk) != CHUNK or chunk[:8] != b"ElfChnk\0":
        return False
    free, records_sum = struct.unpack_from("<II", chunk, 48)
    flags, header_sum = struct.unpack_from("<II", chunk, 120)
    if flags & 4 or not CHUNK_HEADER < free <= CHUNK:
        return False
    header = zlib.crc32(chunk[128:CHUNK_HEADER], zlib.crc32(chunk[:120]))
    return (header, zlib.crc32(chunk[CHUNK_HEADER:free])) == (header_sum, records_sum)


def records_in(chunk: bytes) -> int:
    """As its header says: last and first record number of the file, which no export changes apart."""
    first, last = struct.unpack_from("<QQ", chunk, 8)
    return int(last - first + 1)


def is_of(kind: str, chunk: bytes) -> bool:
    """The chunk belongs to that kind of input: it holds one of its names in UTF-16, or the kind takes all."""
    names = KINDS[kind]
    return not names or any(name.encode("utf-16-le") in chunk for name in names)


def chunks_of(path: Path) -> Iterator[bytes]:
    """The 64 KiB blocks behind the file header."""
    content = path.read_bytes()
    for at in range(HEADER_BLOCK, len(content), CHUNK):
        yield content[at : at + CHUNK]


def sound_chunks(folders: Iterable[Path]) -> list[bytes]:
    """Every distinct sound chunk of the logs below the folders, in the order of their paths."""
    distinct: dict[bytes, None] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.evtx")):
            distinct.update(dict.fromkeys(chunk for chunk in chunks_of(path) if is_sound(chunk)))
    return list(distinct)


def file_header(chunks: int) -> bytes:
    """A clean header block for that many chunks; the count field is 16 bits wide and wraps."""
    fields = struct.pack("<8sQQQIHHHH76x", b"ElfFile\0", 0, chunks - 1, 1, 128, 1, 3, HEADER_BLOCK, chunks & 0xFFFF)
    return (fields + struct.pack("<II", 0, zlib.crc32(fields))).ljust(HEADER_BLOCK, b"\0")


def write_log(path: Path, chunks: Iterable[bytes], count: int) -> None:
    """A log of `count` chunks."""
    with path.open("wb") as out:
        out.write(file_header(count))
        for chunk in chunks:
            out.write(chunk)
