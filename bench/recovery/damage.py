"""Kinds of damage, each a function of a log's bytes and of a random number generator with a seed of its own."""

import itertools
import random
import struct
import zlib
from collections.abc import Callable

from bench.recovery.logs import CHUNK, FIRST, HEADER, Place, chunk_places, records

Dice = random.Random
Damage = Callable[[bytearray, Dice], None]


def _record(log: bytearray, dice: Dice) -> Place:
    return dice.choice(list(records(bytes(log))))


def _chunk(log: bytearray, dice: Dice) -> int:
    return dice.choice(chunk_places(bytes(log)))


def mend(log: bytearray) -> None:
    """Makes every checksum right again, as whoever tampers would."""
    for at in chunk_places(bytes(log)):
        if len(log) - at < FIRST:
            continue  # cut inside its header
        end = min(max(struct.unpack_from("<I", log, at + 48)[0], FIRST), CHUNK)
        struct.pack_into("<I", log, at + 52, zlib.crc32(log[at + FIRST : at + end]))
        header = zlib.crc32(log[at + 128 : at + FIRST], zlib.crc32(log[at : at + 120]))
        struct.pack_into("<I", log, at + 124, header)
    if log[:8] == b"ElfFile\0":
        struct.pack_into("<I", log, 124, zlib.crc32(log[:120]))


def _flip(log: bytearray, at: int, dice: Dice, count: int = 1) -> None:
    for _ in range(count):
        log[at] ^= dice.randrange(1, 256)


def cut_in_record(log: bytearray, dice: Dice) -> None:
    record = _record(log, dice)
    del log[record.at + dice.randrange(1, record.size) :]


def cut_in_chunk_header(log: bytearray, dice: Dice) -> None:
    del log[_chunk(log, dice) + dice.randrange(1, FIRST) :]


def cut_front(log: bytearray, dice: Dice) -> None:
    del log[: dice.randrange(1, HEADER)]


def zero_file_header(log: bytearray, dice: Dice) -> None:
    log[:HEADER] = bytes(HEADER)


def noise_file_header(log: bytearray, dice: Dice) -> None:
    log[:HEADER] = dice.randbytes(HEADER)


def shift_by_odd(log: bytearray, dice: Dice) -> None:
    log[:0] = dice.randbytes(2 * dice.randrange(0, 5000) + 1)


def bytes_lost_inside(log: bytearray, dice: Dice) -> None:
    at = dice.randrange(HEADER, len(log))
    del log[at : at + dice.randrange(1, 4096)]


def bytes_put_inside(log: bytearray, dice: Dice) -> None:
    at = dice.randrange(HEADER, len(log))
    log[at:at] = dice.randbytes(dice.randrange(1, 4096))


def zero_chunk_header(log: bytearray, dice: Dice) -> None:
    at = _chunk(log, dice)
    log[at : at + FIRST] = bytes(FIRST)


def noise_chunk_header(log: bytearray, dice: Dice) -> None:
    at = _chunk(log, dice)
    log[at : at + FIRST] = dice.randbytes(FIRST)


def chunk_magic(log: bytearray, dice: Dice) -> None:
    _flip(log, _chunk(log, dice) + dice.randrange(8), dice)


def chunk_tables(log: bytearray, dice: Dice) -> None:
    at = _chunk(log, dice)
    log[at + 128 : at + FIRST] = dice.randbytes(FIRST - 128)


def free_space(log: bytearray, dice: Dice) -> None:
    value = dice.choice([0, 1, 511, FIRST, 65535, 65537, 0xFFFFFFFF, dice.randrange(1 << 16)])
    struct.pack_into("<I", log, _chunk(log, dice) + 48, value)


def last_record(log: bytearray, dice: Dice) -> None:
    struct.pack_into("<I", log, _chunk(log, dice) + 44, dice.choice([0, 0xFFFFFFFF, dice.randrange(1 << 16)]))


def chunk_ids(log: bytearray, dice: Dice) -> None:
    struct.pack_into("<QQ", log, _chunk(log, dice) + 24, dice.randrange(1 << 40), dice.choice([0, (1 << 64) - 1, 7]))


def zero_page(log: bytearray, dice: Dice) -> None:
    at = dice.randrange(HEADER, len(log)) & ~4095
    log[at : at + 4096] = bytes(len(log[at : at + 4096]))


def noise_page(log: bytearray, dice: Dice) -> None:
    at = dice.randrange(HEADER, len(log)) & ~4095
    log[at : at + 4096] = dice.randbytes(len(log[at : at + 4096]))


def zero_record(log: bytearray, dice: Dice) -> None:
    record = _record(log, dice)
    log[record.at : record.at + record.size] = bytes(record.size)


def record_signature(log: bytearray, dice: Dice) -> None:
    _flip(log, _record(log, dice).at + dice.randrange(4), dice)


def record_size(log: bytearray, dice: Dice) -> None:
    struct.pack_into("<I", log, _record(log, dice).at + 4, dice.choice([0, 1, 24, 65536, 0xFFFFFFFF, 0x7FFFFFF8]))


def record_size_copy(log: bytearray, dice: Dice) -> None:
    record = _record(log, dice)
    struct.pack_into("<I", log, record.at + record.size - 4, dice.choice([0, 0xFFFFFFFF, dice.randrange(1 << 16)]))


def record_swallows_next(log: bytearray, dice: Dice) -> None:
    all_records = list(records(bytes(log)))
    pairs = [(a, b) for a, b in itertools.pairwise(all_records) if a.at + a.size == b.at]
    front, hidden = dice.choice(pairs)
    struct.pack_into("<I", log, front.at + 4, front.size + hidden.size)
    struct.pack_into("<I", log, hidden.at + hidden.size - 4, front.size + hidden.size)


def record_id_and_time(log: bytearray, dice: Dice) -> None:
    log_at = _record(log, dice).at
    log[log_at + 8 : log_at + 24] = dice.randbytes(16)


def content_bytes(log: bytearray, dice: Dice) -> None:
    record = _record(log, dice)
    for _ in range(dice.randrange(1, 20)):
        _flip(log, record.at + dice.randrange(24, record.size - 4), dice)


def template_bytes(log: bytearray, dice: Dice) -> None:
    """The first record of a chunk holds the definitions that the others refer to."""
    at = _chunk(log, dice) + FIRST + 0x3E
    for _ in range(dice.randrange(1, 10)):
        _flip(log, at + dice.randrange(600), dice)


def template_reference(log: bytearray, dice: Dice) -> None:
    value = dice.choice([0, 1, 511, 0xFFFF, 0xFFFFFFFF, dice.randrange(1 << 16)])
    struct.pack_into("<I", log, _record(log, dice).at + 34, value)


def value_count(log: bytearray, dice: Dice) -> None:
    struct.pack_into("<I", log, _record(log, dice).at + 38, dice.choice([0xFFFFFFFF, 0x7FFFFFFF, 0x4000, 0]))


def value_sizes(log: bytearray, dice: Dice) -> None:
    struct.pack_into("<H", log, _record(log, dice).at + 42 + 4 * dice.randrange(18), dice.choice([0xFFFF, 0x8000, 0]))


def _loop_in(log: bytearray, dice: Dice, needle: bytes, back: int) -> None:
    """The link in front of a name or definition points to itself."""
    chunk = _chunk(log, dice)
    found = log.find(needle, chunk + FIRST, chunk + CHUNK)
    if found >= back:
        struct.pack_into("<I", log, found - back, found - back - chunk)


def name_loop(log: bytearray, dice: Dice) -> None:
    _loop_in(log, dice, "System".encode("utf-16-le"), 8)


def template_loop(log: bytearray, dice: Dice) -> None:
    chunk = _chunk(log, dice)
    struct.pack_into("<I", log, chunk + FIRST + 0x26, 0x226)
    log[chunk + 128 : chunk + FIRST] = struct.pack("<I", 0x226) * 96


def name_bytes(log: bytearray, dice: Dice) -> None:
    chunk = _chunk(log, dice)
    found = log.find(dice.choice(["EventID", "Computer", "Data", "Name"]).encode("utf-16-le"), chunk, chunk + CHUNK)
    if found >= 0:
        _flip(log, found + dice.randrange(8), dice)


def scattered_bits(log: bytearray, dice: Dice) -> None:
    for _ in range(max(1, len(log) // 100_000)):
        log[dice.randrange(len(log))] ^= 1 << dice.randrange(8)


def chunks_exchanged(log: bytearray, dice: Dice) -> None:
    one, other = _chunk(log, dice), _chunk(log, dice)
    log[one : one + CHUNK], log[other : other + CHUNK] = log[other : other + CHUNK], log[one : one + CHUNK]


def chunk_twice(log: bytearray, dice: Dice) -> None:
    at = _chunk(log, dice)
    log.extend(log[at : at + CHUNK])


KINDS: tuple[Damage, ...] = (
    cut_in_record, cut_in_chunk_header, cut_front, zero_file_header, noise_file_header, shift_by_odd,
    bytes_lost_inside, bytes_put_inside, zero_chunk_header, noise_chunk_header, chunk_magic, chunk_tables, free_space,
    last_record, chunk_ids, zero_page, noise_page, zero_record, record_signature, record_size, record_size_copy,
    record_swallows_next, record_id_and_time, content_bytes, template_bytes, template_reference, value_count,
    value_sizes, name_loop, template_loop, name_bytes, scattered_bits, chunks_exchanged, chunk_twice,
)  # fmt: skip


def bomb(chunk: bytes) -> Damage:
    """A chunk made by hand is put between two real ones."""

    def put(log: bytearray, dice: Dice) -> None:
        log[HEADER:HEADER] = chunk

    return put


def damaged(log: bytes, kind: Damage, seed: int) -> bytes:
    """The log with that damage; every second one gets its checksums made right."""
    dice = random.Random(seed)
    out = bytearray(log)
    kind(out, dice)
    if seed % 2 == 1:
        mend(out)
    return bytes(out)
