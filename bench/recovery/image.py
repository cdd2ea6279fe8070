"""`carve` on an image of random bytes, text and scattered chunks: what is found, and how fast beside `grep -c`."""

import json
import os
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.scan.chunks import sound_chunks

TEXT = (b"A log of stars: ** and ElfChnk, ElfFile and what else a text may say. **\0\0 " * 500)[:32768]
SEED = 8


def make(path: Path, chunks: list[bytes], mebibytes: int) -> list[int]:
    """Writes the image; returns where the chunks lie."""
    dice = random.Random(SEED)
    places = []
    noise = os.urandom(1 << 20)
    with path.open("wb") as out:
        per_chunk = (mebibytes << 20) // len(chunks) - 65536
        for chunk in chunks:
            left = dice.randrange(per_chunk // 2, per_chunk + per_chunk // 2)
            while left > 0:
                piece = dice.choice((TEXT, noise, bytes(4096)))[: min(left, 1 << 20)]
                out.write(piece)
                left -= len(piece)
            places.append(out.tell())
            out.write(chunk)
        out.write(noise)
    return places


def timed(words: list[str]) -> tuple[float, float, bytes]:
    """Wall time, processor time and standard output of a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(words, capture_output=True, check=False)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure(ntlmscan: Path, folder: Path, mebibytes: int) -> dict[str, Any]:
    """Chunks and rows found, and processor time of both."""
    chunks = sound_chunks([folder])
    random.Random(SEED).shuffle(chunks)
    chunks = chunks[:400]
    with tempfile.TemporaryDirectory(prefix="carve-") as work:
        image = Path(work) / "disk.raw"
        places = make(image, chunks, mebibytes)
        words = [str(ntlmscan), "carve", "--quiet", "--threads", "1", "--one-pass", str(image), "-o", f"{work}/out/"]
        timed(["cat", str(image)])
        seconds, cpu, _ = timed([*words, "--format", "ndjson"])
        grep_seconds, grep_cpu, counted = timed(["grep", "-c", "-a", "ElfChnk", str(image)])
        files = json.loads((Path(work) / "out" / "files.ndjson").read_text(encoding="utf-8"))
        rows = (Path(work) / "out" / "events.ndjson").read_text(encoding="utf-8").splitlines()
        inside = sum(any(at <= json.loads(row)["byte_offset"] < at + 65536 for at in places) for row in rows)
        size = image.stat().st_size
    return {
        "mebibytes": size >> 20,
        "chunks": len(chunks),
        "found": files["chunks"],
        "records": files["records_recovered"],
        "rows": len(rows),
        "rows_inside_chunks": inside,
        "carve": {"seconds": round(seconds, 2), "cpu": round(cpu, 2), "gb_per_cpu_second": round(size / cpu / 1e9, 2)},
        "grep": {"seconds": round(grep_seconds, 2), "cpu": round(grep_cpu, 2), "lines": int(counted or 0)},
    }
