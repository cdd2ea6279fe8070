"""Instructions per record under callgrind, held against bench/instructions.toml: `python -m bench.instructions`.

The input is made by the fixture writer, so it is the same everywhere. Two sizes are run, and what the larger one takes
more is divided by the records it has more: start-up, output headers and first-time work are not in the number.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.instructions import guard
from bench.instructions.callgrind import count
from bench.scan.chunks import records_in, sound_chunks, write_log
from bench.scan.machine import first_line

ROOT = Path(__file__).resolve().parents[2]
ACCEPTED = ROOT / "bench" / "instructions.toml"
SCAN = ["scan", "--quiet", "--threads", "1"]
# An id that the demo has not: every record is read as far as its id and rejected.
RUNS = {
    "scan, all rejected": [*SCAN, "--events", "6272", "-o", "{folder}/rows.parquet", "{log}"],
    "scan, kept, to Parquet": [*SCAN, "-o", "{folder}/rows.parquet", "{log}"],
    "scan, kept, to NDJSON": [*SCAN, "-o", "{folder}/rows.ndjson", "{log}"],
    "dump": ["dump", "--quiet", "--threads", "1", "{log}"],
}


def inputs(fixtures: Path, folder: Path) -> list[tuple[Path, int]]:
    """Every other chunk of the demo collection, and all of them; with their records."""
    subprocess.run([fixtures, "demo", folder / "demo"], check=True, stdout=subprocess.DEVNULL)
    chunks = sound_chunks([folder / "demo"])
    made = []
    for name, taken in (("small", chunks[::2]), ("large", chunks)):
        write_log(folder / f"{name}.evtx", taken, len(taken))
        made.append((folder / f"{name}.evtx", sum(map(records_in, taken))))
    return made


def measure(build: Path, folder: Path) -> dict[str, int]:
    (small, few), (large, many) = inputs(build / "bin" / "ntlmscan-fixtures", folder)
    found = {}
    for name, words in RUNS.items():
        program = str(build / "bin" / "ntlmscan")
        less, more = (
            count([program, *(word.format(folder=folder, log=log) for word in words)], folder / "callgrind.out")
            for log in (small, large)
        )
        found[name] = guard.per_record(less, more, few, many)
        print(f"{name:24} {found[name]:>8,} instructions a record", flush=True)
    return found


def compiler(build: Path) -> str:
    for line in (build / "CMakeCache.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("CMAKE_CXX_COMPILER:"):
            return first_line(line.partition("=")[2], "--version")
    return "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.instructions", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release")
    parser.add_argument("--accept", action="store_true", help="take what is measured as the accepted numbers")
    chosen = parser.parse_args()
    accepted = guard.read(ACCEPTED)
    built_by = compiler(chosen.build)
    with tempfile.TemporaryDirectory(prefix="ntlmscan-instructions-") as folder:
        found = measure(chosen.build, Path(folder))
    if chosen.accept:
        ACCEPTED.write_text(guard.text(replace(accepted, compiler=built_by, per_record=found)), encoding="utf-8")
        print(f"accepted in {ACCEPTED.relative_to(ROOT)}")
        return 0
    wrong = [*guard.too_many(found, accepted), *guard.gone(found, accepted)]
    for message in wrong:
        print(message, file=sys.stderr)
    if wrong and built_by != accepted.compiler:
        print(f"accepted were numbers of {accepted.compiler}; this is {built_by}", file=sys.stderr)
    if wrong:
        print("where the change is worth it: python -m bench.instructions --accept", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
